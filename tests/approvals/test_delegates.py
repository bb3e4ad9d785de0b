"""Who votes for a leader is told, reads what is voted on, and nothing afterwards."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.approvals.models import Ballot
from improvement.approvals.reminders import votes_waiting
from improvement.door.acts import take
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.notifications.rendering import inbox_texts
from improvement.organization.models import Appointment, Delegation, User
from plans.models import OverallGoalSet, Plan
from plans.steps import begin_organization_plan, compile_plans
from tests import factories

from .voting import MONDAY, vote

YESTERDAY = MONDAY.date() - dt.timedelta(days=1)


def titles(person):
    person = User.objects.get(pk=person.pk)
    return [text.title for _m, text in inbox_texts(Message.objects.inbox(person), person)]


def forward(cast):
    overall = factories.make_round(cast).overall_goal_set
    return factories.ballot_of(take(overall, "put_forward", by=cast.olga))


def test_a_delegate_is_told_for_whom(clock, cast):
    cast.delegate("leo", to="xia")
    cast.delegate("luis", to="xia")
    forward(cast)
    assert sorted(titles(cast.xia)) == [
        "Your vote for Leo is asked for: Overall goals 2027",
        "Your vote for Luis is asked for: Overall goals 2027",
    ]
    assert titles(cast.leo) == ["Your vote is asked for: Overall goals 2027"]


@pytest.mark.parametrize("name", ["anna", "ina"])
def test_not_who_cannot_vote(clock, cast, name):
    cast.delegate("leo", to=name)
    forward(cast)
    assert not Message.objects.filter(recipient=cast.people[name]).exists()


def test_not_by_a_delegation_that_is_over_or_for_something_else(clock, cast):
    cast.delegate("cora", to="lena", scope="presides")
    over = cast.delegate("leo", to="xia")
    Delegation.objects.filter(pk=over.pk).update(until=YESTERDAY)
    forward(cast)
    assert not Message.objects.filter(kind="approvals.ballot.entrusted").exists()


def test_not_who_belongs_to_the_department_or_office_for_the_chair(clock, cast):
    cast.delegate("leo", to="sam")
    cast.delegate("cora", to="olga")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    assert not Message.objects.filter(kind="approvals.ballot.entrusted").exists()


def test_a_delegate_is_reminded_until_the_vote_is_cast(clock, cast):
    cast.delegate("leo", to="xia")
    ballot = forward(cast)
    day = MONDAY + dt.timedelta(days=3)
    clock.move_to(day, tick=False)
    outbox.add(list(votes_waiting(day)))
    assert "Your vote for Leo is still missing: Overall goals 2027" in titles(cast.xia)

    vote(ballot, cast.xia)

    later = {notice.kind for notice in votes_waiting(ballot.deadline)}
    assert "approvals.ballot.entrusted_waiting" not in later


# What they may read


@pytest.fixture
def plan(clock, cast):
    cast.delegate("leo", to="xia")
    return factories.make_plan(cast, status="leadership_approval")


def pages(plan):
    root = plan.get_absolute_url()
    return [root, f"{root}text/", f"{root}compare/1..1/", f"{root}review/"]


def answers(client, addresses):
    return {client.get(address).status_code for address in addresses}


def test_they_open_what_the_brief_leads_to(plan, cast, sign_in):
    ballot = factories.ballot_of(plan)
    client = sign_in(cast.xia)
    brief = client.get(ballot.get_absolute_url()).content.decode()
    addresses = [a for a in pages(plan) if a in brief or "compare" in a]
    assert len(addresses) >= 2
    assert answers(client, [*addresses, *pages(plan)]) == {200}
    assert list(Plan.objects.visible_to(User.objects.get(pk=cast.xia.pk))) == [plan]


def test_the_plan_too_while_its_goals_are_voted_on(clock, cast, sign_in):
    cast.delegate("leo", to="xia")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    client = sign_in(cast.xia)
    assert answers(client, [plan.get_absolute_url(), plan.goal_set.get_absolute_url()]) == {200}


def test_no_other_plan(plan, cast, sign_in):
    other = factories.make_plan(
        cast, department="qua", by="dora", head="hugo", status="office_review"
    )
    assert sign_in(cast.xia).get(other.get_absolute_url()).status_code == 404


def test_nothing_after_the_ballot_has_closed(plan, cast, sign_in):
    ballot = factories.vote_through(cast, plan)
    client = sign_in(cast.xia)
    assert answers(client, [*pages(plan), ballot.get_absolute_url()]) == {404}


def test_who_cast_the_vote_reads_how_it_ended(plan, cast, sign_in):
    ballot = factories.ballot_of(plan)
    vote(ballot, cast.xia)
    for name in ("vic", "lena", "luis", "cora"):
        vote(ballot, cast.people[name])
    client = sign_in(cast.xia)
    assert client.get(ballot.get_absolute_url()).status_code == 200
    assert answers(client, pages(plan)) == {404}
    assert list(Ballot.objects.visible_to(User.objects.get(pk=cast.xia.pk))) == [ballot]


def test_nothing_of_a_ballot_in_which_the_leader_is_recused(clock, cast, sign_in):
    cast.appoint("leo", "member", "csc")
    cast.delegate("leo", to="xia")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    assert sign_in(cast.xia).get(plan.get_absolute_url()).status_code == 404


def test_nothing_once_the_delegation_is_over_or_the_leader_has_left(plan, cast, sign_in):
    Appointment.objects.filter(user=cast.leo).update(until=YESTERDAY)
    assert sign_in(cast.xia).get(plan.get_absolute_url()).status_code == 404


def test_overall_goals_and_the_organization_plan_likewise(clock, cast, sign_in):
    cast.delegate("leo", to="xia")
    planning_round = factories.make_round(cast)
    factories.make_plan(cast, status="approved")
    type(planning_round).objects.update(provisional_goals=False)
    take(planning_round.overall_goal_set, "put_forward", by=cast.olga)
    together = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=together)
    take(together, "put_forward", by=cast.olga)
    addresses = [planning_round.overall_goal_set.get_absolute_url(), together.get_absolute_url()]
    assert answers(sign_in(cast.xia), addresses) == {200}
    assert OverallGoalSet.objects.visible_to(cast.xia).exists()
    assert answers(sign_in(cast.sam), addresses) == {404}


def test_whom_nobody_named_is_asked_nothing_more(clock, cast):
    plan = factories.make_plan(cast, status="leadership_approval")
    for name in ("sam", "hana", "olga"):
        person = User.objects.get(pk=cast.people[name].pk)
        assert not person.standing.entrusted
        with CaptureQueriesContext(connection) as asked:
            person.has_perm("plans.view_plan", plan)
            str(Plan.objects.visible_to(person).query)
        assert not [q for q in asked if "ballot" in q["sql"] or "delegation" in q["sql"]]
