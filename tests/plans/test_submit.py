"""Handing a plan in: when, in which words, and what is kept of it."""

import datetime as dt

import pytest

from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
def test_a_plan_handed_in_after_the_date_is_marked_late(cast, plan, time_machine, days, late):
    """D58."""
    day = plan.round.deadline + dt.timedelta(days=days)
    time_machine.move_to(dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC), tick=False)
    handed_in = take(plan, "submit", by=cast.hana)
    assert handed_in.submitted_on == day
    assert handed_in.late is late


def test_the_expected_effect_is_frozen_with_what_is_handed_in(cast, plan):
    """D57: estimated before the start, and kept to be compared."""
    take(plan, "submit", by=cast.hana)
    kept = Revision.objects.latest_of(plan).content
    assert [goal["expected_effect"] for goal in kept["goals"]] == [
        goal.expected_effect for goal in plan.goals.live()
    ]
    assert kept["sections"][-1]["key"] == "effect"
    assert kept["sections"][-1]["body"]


def test_a_warning_asks_for_a_word(cast, plan):
    record(plan.measures.get(), {"benefit": None}, by=cast.dana)
    with pytest.raises(StepRefused, match="weigh the cost"):
        take(plan, "submit", by=cast.hana)
    plan = record(plan, {"word_on_warnings": "The benefit shows only next year"}, by=cast.dana)
    assert take(plan, "submit", by=cast.hana).status == "office_review"


def test_goals_come_first(cast, planning_round):
    """D50: a plan whose goals are not fixed is not handed in."""
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.complete(cast, plan, by=cast.dana)
    with pytest.raises(StepRefused, match="goals are not approved"):
        take(plan, "submit", by=cast.hana)


def test_a_round_that_is_still_prepared_takes_no_plan(cast):
    planning_round = factories.make_round(cast, open_drafting=False)
    with pytest.raises(StepRefused, match="has not opened drafting"):
        factories.make_plan(cast, planning_round, status="empty")
