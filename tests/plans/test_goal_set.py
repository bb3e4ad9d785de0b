"""Goals are reviewed and approved before the plan; only then are they fixed."""

import datetime as dt

import pytest

from improvement.door.acts import record, take
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.organization.models import Appointment
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty")


def statuses(plan):
    return {goal.status for goal in plan.goals.all()}


def test_the_office_reviews_goals_before_the_leaders_see_them(cast, plan):
    """D49."""
    goals = take(plan.goal_set, "submit", by=cast.hana)
    assert goals.ballot is None
    goals = take(goals, "put_forward", by=cast.olga, recommendation="Sound figures")
    assert goals.ballot.recommendation == "Sound figures"
    assert goals.ballot.status == "open"


def test_the_office_returns_goals_with_a_reason(cast, plan):
    """D49."""
    goals = take(plan.goal_set, "submit", by=cast.hana)
    goals = take(goals, "send_back", by=cast.olga, reason="Two goals say the same")
    assert (goals.status, goals.return_reason) == ("draft", "Two goals say the same")


def test_goals_are_fixed_by_the_leaders_and_by_nobody_else(cast, plan):
    """D50."""
    factories.advance_goals(cast, plan, to="leadership_approval")
    assert statuses(plan) == {"draft"}
    factories.vote_through(cast, plan.goal_set)
    plan.goal_set.refresh_from_db()
    assert plan.goal_set.status == "fixed"
    assert statuses(plan) == {"fixed"}
    with pytest.raises(WrongState):
        record(plan.goals.first(), {"title": "Another goal"}, by=cast.dana)


def test_returned_goals_are_open_again(cast, plan):
    """D50: without approval nothing is fixed."""
    factories.advance_goals(cast, plan, to="leadership_approval")
    factories.vote_through(cast, plan.goal_set, "return", "Too modest")
    plan.goal_set.refresh_from_db()
    assert (plan.goal_set.status, statuses(plan)) == ("draft", {"draft"})
    assert "Too modest" in plan.goal_set.return_reason
    assert record(plan.goals.first(), {"title": "A bolder goal"}, by=cast.dana)


def test_incomplete_goals_are_not_taken(cast, plan):
    record(plan.goals.first(), {"evidence": ""}, by=cast.dana)
    with pytest.raises(StepRefused, match="evidence"):
        take(plan.goal_set, "submit", by=cast.hana)


@pytest.mark.parametrize("step", ["send_back", "put_forward"])
def test_who_wrote_in_the_plan_does_not_judge_its_goals(cast, plan, sign_in, step):
    """Olga drafted in the department before she came to the office; Oscar did not."""
    cast.appoint("olga", "clerk", "csc")
    factories.make_goal(cast, plan, 1, by=cast.olga)
    Appointment.objects.filter(user=cast.olga, role="clerk").update(until=dt.date(2020, 1, 2))
    goals = take(plan.goal_set, "submit", by=cast.hana)

    with pytest.raises(NotYours):
        take(goals, step, by=cast.olga, reason="As I meant it")
    waiting = sign_in(cast.olga).get("/review/").context["page"].rows
    assert [row.handles for row in waiting] == [False]
    assert take(goals, step, by=cast.oscar, reason="Too many").status != "office_review"
