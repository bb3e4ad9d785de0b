"""Every line of the table reaches exactly whom it should, and never the one who acted."""

import datetime as dt
from decimal import Decimal

import pytest

from improvement.door.acts import take
from improvement.door.telling import notices
from improvement.notifications import kinds
from improvement.notifications.models import Message
from improvement.notifications.rendering import inbox_texts
from improvement.organization.models import Appointment
from plans.messages import TABLE
from plans.models import (
    Adjustment,
    AdjustmentList,
    ConsolidationIssue,
    MajorProject,
    OrganizationPlan,
    Plan,
    PlanReceipt,
    ProposedChange,
)
from plans.round.calling import CALL
from plans.round.extending import ask
from plans.steps import begin_organization_plan, compile_plans
from tests import factories
from tests.plans.adjustments import approved, proposing, put_forward, submitted

DRAFTERS = {"Dana", "Hana"}
OFFICE = {"Olga", "Oscar", "Otto"}
EVERYBODY = {
    *("Ada", "Anna", "Cora", "Dana", "Dora", "Hana", "Hugo", "Lena", "Leo", "Lily"),
    *("Luis", "Olga", "Oscar", "Otto", "Paul", "Sam", "Vic", "Xia"),
}
AT_ONCE = {
    CALL.name,
    "plans.extension.create",
    "plans.extension.grant",
    "plans.extension.refuse",
    "plans.goalset.submit",
    "plans.goalset.send_back",
    "plans.goalset.return_by_leaders",
    "plans.plan.submit",
    "plans.plan.send_back",
    "plans.plan.return_from_consolidation",
    "plans.plan.return_by_leaders",
    "plans.organizationplan.approve",
    "plans.organizationplan.sign_off",
    "plans.planreceipt.create",
    "plans.organizationplan.return_by_leaders",
    "plans.adjustment.submit",
    "plans.adjustment.send_back",
    "plans.adjustment.return_by_leaders",
    "plans.adjustment.outdate",
    "plans.adjustmentlist.return_by_leaders",
    "plans.majorproject.return_by_leaders",
    "plans.proposedchange.create",
    "plans.proposedchange.refuse",
    "plans.proposedchange.carry_out",
    "plans.consolidationissue.return_by_leaders",
    "plans.consolidationissue.decide",
}
ON_OTHER_WAYS = (ProposedChange, ConsolidationIssue, MajorProject, AdjustmentList)
"""Told where plans are brought together; major projects and lists have tests of their own."""


def name(line):
    return f"{line.model._meta.label_lower}.{line.step}"


def told():
    """Who has been told what, by kind; on both channels the same people."""
    by_channel = {}
    for channel in ("email", "inapp"):
        found = {}
        rows = Message.objects.filter(kind__startswith="plans.", channel=channel)
        for message in rows.select_related("recipient"):
            found.setdefault(message.kind, set()).add(message.recipient.name)
        by_channel[channel] = found
    assert by_channel["email"] == by_channel["inapp"]
    return by_channel["email"]


@pytest.fixture
def year(cast):
    """A whole year of steps, on which every line of the table has been told at least once."""
    planning_round = factories.make_round(cast)
    plan = factories.make_plan(cast, planning_round, status="empty")
    put_off(cast, plan)
    goals = take(plan.goal_set, "submit", by=cast.hana)
    goals = take(goals, "send_back", by=cast.olga, reason="No baseline")
    factories.advance_goals(cast, plan, to="leadership_approval")
    factories.vote_through(cast, plan.goal_set, choice="return", reason="Too low")
    factories.advance_goals(cast, plan, to="fixed")
    factories.complete(cast, plan, by=cast.dana)
    plan = factories.advance(cast, plan, to="office_review")
    plan = take(plan, "send_back", by=cast.olga, reason="No risks")
    plan = factories.advance(cast, plan, to="endorsed")
    plan = take(plan, "return_from_consolidation", by=cast.olga, reason="Overlaps")
    plan = factories.advance(cast, plan, to="leadership_approval")
    factories.vote_through(cast, plan, choice="return", reason="Too dear")
    plan = Plan.objects.get(pk=plan.pk)
    factories.advance(cast, plan, to="approved")
    take(planning_round, "close_drafting", by=cast.olga)
    whole = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=whole)
    whole = take(whole, "put_forward", by=cast.olga)
    factories.vote_through(cast, whole, choice="return", reason="In what order?")
    whole.refresh_from_db()
    whole = take(whole, "put_forward", by=cast.olga)
    factories.vote_through(cast, whole)
    whole = factories.sign_off(cast, whole)
    take(whole, "issue", by=cast.olga, number="HY-1", issued_on=dt.date.today())
    adjust(cast, Plan.objects.get(pk=plan.pk))


def put_off(cast, plan):
    """A later date is asked for three times: refused, withdrawn, granted."""

    def asked():
        return an_extension(cast, plan)

    take(asked(), "refuse", by=cast.olga, reason="Nobody else needs it")
    take(asked(), "withdraw", by=cast.dana)
    take(asked(), "grant", by=cast.olga)


def an_extension(cast, plan):
    later = plan.round.deadline + dt.timedelta(days=7)
    return ask(
        by=cast.hana,
        planning_round=plan.round,
        department=cast.csc,
        until=later,
        reason="Two are ill",
    )


def adjust(cast, plan):
    """Two adjustments of one field, one of them returned twice; the others end undecided."""
    first, second = (proposing(cast, plan, cost=Decimal(cost)) for cost in (1, 2))
    take(submitted(cast, first), "send_back", by=cast.olga, reason="How much?")
    put_forward(cast, first)
    factories.vote_through(cast, first, choice="return", reason="By when?")
    submitted(cast, second)
    approved(cast, first)
    take(submitted(cast, proposing(cast, plan, risk="X")), "reject", by=cast.olga, reason="No")
    take(Plan.objects.get(pk=plan.pk), "begin_evaluation", by=cast.olga)


def test_each_line_reaches_whom_it_should(year):
    """Hana submits, Olga reviews, puts forward and issues: neither is told of their own act."""
    assert told() == {
        "plans.round.open_drafting": {"Dana", "Dora", "Hana", "Hugo", "Lily"},
        "plans.extension.create": OFFICE,
        "plans.extension.grant": DRAFTERS,
        "plans.extension.refuse": DRAFTERS,
        "plans.extension.withdraw": OFFICE,
        "plans.goalset.submit": OFFICE,
        "plans.goalset.send_back": DRAFTERS,
        "plans.goalset.approve": DRAFTERS,
        "plans.goalset.return_by_leaders": DRAFTERS,
        "plans.plan.submit": OFFICE,
        "plans.plan.send_back": DRAFTERS,
        "plans.plan.endorse": DRAFTERS,
        "plans.plan.return_from_consolidation": DRAFTERS,
        "plans.plan.approve": DRAFTERS,
        "plans.plan.return_by_leaders": DRAFTERS,
        "plans.organizationplan.approve": OFFICE,
        "plans.organizationplan.sign_off": OFFICE,
        "plans.organizationplan.return_by_leaders": OFFICE,
        "plans.planreceipt.create": {"Hana", "Hugo", "Lily"},
        "plans.organizationplan.issue": EVERYBODY - {"Olga"},
        "plans.adjustment.submit": OFFICE,
        "plans.adjustment.send_back": DRAFTERS,
        "plans.adjustment.reject": DRAFTERS,
        "plans.adjustment.approve": DRAFTERS,
        "plans.adjustment.return_by_leaders": DRAFTERS,
        "plans.adjustment.outdate": DRAFTERS,
        "plans.adjustment.lapse": DRAFTERS,
    }
    of_the_year = {name(line) for line in TABLE if line.model not in ON_OTHER_WAYS}
    assert set(told()) == of_the_year | {CALL.name}


def test_an_email_goes_out_at_once_only_where_somebody_must_act(year):
    """What only informs waits for the digest of the day."""
    for message in Message.objects.filter(kind__startswith="plans.", channel="email"):
        assert (message.digest_day is None) is (message.kind in AT_ONCE), message.kind


def test_the_kinds_that_ask_for_a_decision():
    at_once = AT_ONCE - {CALL.name}  # which has a teller of its own
    assert {name(line) for line in TABLE if line.decision} == at_once
    assert {name(line) for line in TABLE if kinds.get(name(line)).decision} == at_once
    assert not any(kinds.get(name(line)).resend for line in TABLE)


def test_whoever_reads_it_finds_words_and_a_page(year, cast):
    """Nothing is told to somebody who may not see what it is about."""
    for person in cast.people.values():
        messages = list(Message.objects.inbox(person))
        shown = inbox_texts(messages, person)
        assert len(shown) == len(messages), person
        for _message, text in shown:
            assert "{" not in text.title + text.body
            assert text.path.startswith("/")


@pytest.fixture
def draft(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty", goals=1)


def an_adjustment(plan):
    made = Adjustment(plan=plan, number=1)
    made.save()
    return made


def an_issue(planning_round):
    made = ConsolidationIssue(
        round=planning_round,
        number=1,
        kind="gap",
        rule="family",
        severity=2,
        key="gap",
        digest="as found",
        facts={"family": "process"},
    )
    made.save()
    return made


def a_project(cast, plan):
    made = MajorProject(measure=factories.make_measure(cast, plan))
    made.save()
    return made


def a_change(cast, plan):
    made = ProposedChange(
        issue=an_issue(plan.round),
        plan=plan,
        change="move",
        measure=factories.make_measure(cast, plan),
        months=1,
        asked_by=cast.olga,
    )
    made.save()
    return made


@pytest.mark.parametrize("line", TABLE, ids=name)
def test_whoever_acted_is_not_told(cast, draft, planning_round, line):
    """Asked of everybody in turn, whether or not they could take the step."""
    rows = {
        "round": planning_round,
        "plan": draft,
        "goalset": draft.goal_set,
        "organizationplan": begin_organization_plan(by=cast.olga, planning_round=planning_round)
        if line.model.__name__ == "OrganizationPlan"
        else None,
        "adjustment": an_adjustment(draft),
        "adjustmentlist": AdjustmentList(round=planning_round, number=1, pk=1),
        "planreceipt": PlanReceipt(
            organization_plan=OrganizationPlan(round=planning_round), department=cast.csc
        ),
        "extension": an_extension(cast, draft),
        "consolidationissue": an_issue(planning_round)
        if line.model is ConsolidationIssue
        else None,
        "proposedchange": a_change(cast, draft) if line.model is ProposedChange else None,
        "majorproject": a_project(cast, draft) if line.model is MajorProject else None,
    }
    row = rows[line.model._meta.model_name]
    (to_all,) = notices(row, line.step, by=None, inputs={})
    assert to_all.recipients
    for person in cast.people.values():
        (notice,) = notices(row, line.step, by=person, inputs={})
        assert set(notice.recipients) == set(to_all.recipients) - {person.pk}
        assert notice.occasion == f"v{row.version}"


def test_only_who_holds_the_role_today_is_told(cast, draft):
    yesterday = dt.date.today() - dt.timedelta(days=1)
    Appointment.objects.filter(user=cast.dana).update(until=yesterday)
    cast.appoint("nora", "deputy", "csc")
    (notice,) = notices(draft, "send_back", by=cast.olga, inputs={})
    assert set(notice.recipients) == {cast.hana.pk, cast.nora.pk}


def test_a_step_taken_again_is_told_again(cast, draft):
    (first,) = notices(draft, "send_back", by=cast.olga, inputs={})
    draft.version += 1
    (again,) = notices(draft, "send_back", by=cast.olga, inputs={})
    assert first.occasion != again.occasion
