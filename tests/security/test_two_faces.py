"""Every rule selects in lists exactly what it allows one by one (mechanisms: who may see)."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import Model

from evidence.periods import parse
from execution.models import ProgressReport
from execution.reporting import open_batch
from execution.reporting_calendar import Dates
from execution.steps import break_down
from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from improvement.door.acts import take
from improvement.door.permissions import allowed, table
from improvement.organization.models import Post
from plans.models import Review
from plans.models.grant import PlanGrant
from plans.steps import begin_review, comment
from tests.evaluation.rows import scorecards, verdict
from tests.execution.report_year import filled
from tests.factories import advance, ballot_of, issue, make_plan, make_round
from tests.plans.adjustments import approved, begin, proposing, put, submitted


@pytest.fixture
def organization(cast):
    """Two years with plans before and after issue, reviews, comments, ballots and exceptions."""
    past = make_round(cast, year=2031)
    plan = make_plan(cast, past, "csc", status="approved")
    issue(cast, past, number="HY-1")
    measure = plan.measures.get()
    post = Post.objects.create(department=cast.csc, name="Adviser")
    cast.appoint("sam", "member", "csc", post=post)
    for by, named in (
        (cast.dana, {"person": cast.sam}),
        (cast.dana, {"person": cast.dana}),
        (cast.hana, {"post": post}),
    ):
        dates = {"starts": measure.starts, "due": measure.ends}
        break_down(by=by, measure=measure, title="A task", **named, **dates)
    approved(cast, proposing(cast, plan, risk="More"))
    submitted(cast, proposing(cast, plan, benefit=1))
    put(cast, begin(cast, plan, by="olga"), by="olga", cost=1)
    for period, at in (("2031Q1", 4), ("2031Q2", 7), ("2031Q3", 10)):
        open_batch(past, parse(period), Dates(*[dt.date(2031, at, 10)] * 3))
    draft, queried, _due = ProgressReport.objects.order_by("pk")
    take(draft, "begin", by=cast.dana)
    take(filled(queried, cast.dana), "submit", by=cast.hana)
    take(queried, "query", by=cast.olga, question="Why?")
    scorecards(cast, plan, "collecting", "self_rated", "shown", "published")
    cast.csc.supervising_leader = cast.leo
    cast.csc.save()
    coming = make_round(cast, year=2032)
    reviewed = make_plan(cast, coming, "csc", status="office_review")
    review = begin_review(by=cast.olga, plan=reviewed)
    verdict(plan)  # after it was handed in: what was not reached holds the next plan up
    comment(by=cast.olga, plan=reviewed, body="Which figure?", section="goals")
    voted_on = make_plan(cast, coming, "qua", by="dora", head="hugo", status="office_review")
    begin_review(by=cast.olga, plan=voted_on)
    remark = comment(by=cast.olga, plan=voted_on, body="Thank you.", section="overview")
    take(remark, "resolve", by=cast.olga)
    take(Review.objects.get(plan=voted_on), "finish", by=cast.olga, verdict="endorse")
    take(voted_on, "endorse", by=cast.olga)
    take(voted_on, "put_forward", by=cast.olga)
    ballot = ballot_of(voted_on)
    cast_vote(ballot, by=cast.leo, choice="approve", seen=ballot.digest)
    make_plan(cast, coming, "lic", by="lily", head="lily", status="empty")
    hidden = make_round(cast, year=2033, open_drafting=False)
    type(hidden).objects.filter(pk=hidden.pk).update(provisional_goals=False)
    take(hidden.overall_goal_set, "put_forward", by=cast.olga)
    advance(cast, review.plan, to="draft")
    cast.delegate("leo", to="xia")
    read = Permission.objects.get(content_type__app_label="plans", codename="view_plan")
    PlanGrant.objects.create(user=cast.sam, content_object=voted_on, permission=read)
    return cast


def model_of(name: str) -> type[Model] | None:
    app, _dot, codename = name.partition(".")
    try:
        return apps.get_model(app, codename.rpartition("_")[2])
    except LookupError:
        return None


def test_what_is_allowed_is_what_is_listed(organization):
    cast, drift, compared = organization, [], 0
    people = [*cast.people.values()]
    for name, rule in table().items():
        model = model_of(name)
        rows = list(model._base_manager.all()) if model else []
        for person in people:
            one_by_one = {row.pk for row in rows if allowed(person, name, row)}
            listed = set()
            if model and person.is_active:
                selected = model._base_manager.filter(rule.q(person))
                listed = set(selected.values_list("pk", flat=True))
            compared += len(rows)
            if one_by_one != listed:
                drift.append(f"{name} for {person}: {one_by_one} allowed, {listed} listed")
    assert not drift, "\n".join(drift)
    assert compared > 5_000
    assert Ballot.objects.filter(department=None).exists()


def test_where_nothing_is_possible_nothing_is_offered(organization):
    """A menu that asks without an object may promise too much, never too little."""
    for name in table():
        model = model_of(name)
        for person in organization.people.values():
            rows = model._base_manager.all() if model else []
            if not allowed(person, name):
                assert not [row for row in rows if allowed(person, name, row)], (name, person)
