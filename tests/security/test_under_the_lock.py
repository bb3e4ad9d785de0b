"""What somebody read before the lock does not decide what they may write after it."""

import pytest

from improvement.door.acts import create, record, take
from improvement.door.refusals import StepRefused, WrongState
from improvement.door.unit import unit
from plans.models import Goal, Measure, Plan, Round
from plans.steps import begin_plan
from tests.factories import make_goal, make_measure, make_plan


def as_read(plan):
    """The plan as a page holds it while somebody else goes on."""
    found = Plan.objects.select_related("goal_set", "round", "department").get(pk=plan.pk)
    found.goal_set.plan = found
    return found


def test_no_goal_slips_into_goals_that_have_just_been_submitted(cast, planning_round):
    plan = make_plan(cast, planning_round, status="empty")
    read = as_read(plan)
    take(plan.goal_set, "submit", by=cast.hana)

    with pytest.raises(WrongState):
        make_goal(cast, read)

    assert plan.goals.count() == 3


def test_no_measure_slips_into_a_plan_that_has_just_been_handed_in(cast, planning_round):
    plan = make_plan(cast, planning_round)
    read = as_read(plan)
    take(plan, "submit", by=cast.hana)

    with pytest.raises(WrongState):
        make_measure(cast, read)

    assert plan.measures.count() == 1


def test_no_plan_begins_in_a_round_that_has_just_been_closed(cast, planning_round):
    record(planning_round, {"late_submissions": False}, by=cast.olga)
    read = Round.objects.get(pk=planning_round.pk)
    take(planning_round, "close_drafting", by=cast.olga)

    with pytest.raises(StepRefused):
        begin_plan(by=cast.dana, planning_round=read, department=cast.csc)

    assert not Plan.objects.exists()


def test_a_plan_that_two_colleagues_begin_is_begun_once(cast, planning_round):
    begin_plan(by=cast.dana, planning_round=planning_round, department=cast.csc, key="one")

    for person, key in ((cast.dana, "one"), (cast.hana, "two")):
        with pytest.raises(StepRefused):
            begin_plan(by=person, planning_round=planning_round, department=cast.csc, key=key)

    assert Plan.objects.get().sections.count() == 6


def test_whoever_catches_a_refusal_keeps_no_half_of_an_act(cast, planning_round):
    plan = make_plan(cast, planning_round)
    goal = Goal.objects.first()

    def clumsy():
        with unit():
            create(Measure(plan=plan, number=9, title="Half"), by=cast.dana)
            try:
                record(goal, {"title": "Changed after approval"}, by=cast.dana)
            except WrongState:
                return "done"

    with pytest.raises(Exception, match="transaction"):
        clumsy()
    assert not Measure.objects.filter(title="Half").exists()
