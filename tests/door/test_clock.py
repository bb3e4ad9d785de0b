"""The clock is a cause of exactly those steps that say so, and the record names the job."""

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.clock import clock, sweep
from improvement.door.refusals import StepRefused
from plans.models import Section
from tests import factories


@pytest.fixture
def executed(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


def test_the_clock_takes_the_steps_that_follow_from_a_date(executed):
    plan = take(executed, "begin_evaluation", by=None, cause=clock("plans.year_end"))
    assert plan.status == "evaluation"
    entry = Entry.objects.of(f"plans.plan:{plan.pk}").last()
    assert entry.actor is None
    assert '"type":"notifications.heartbeat"' in entry.body


def test_the_clock_takes_no_other_step(cast, planning_round):
    plan = factories.make_plan(cast, planning_round)
    with pytest.raises(StepRefused):
        take(plan, "submit", by=None, cause=clock("plans.year_end"))
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_the_clock_begins_only_what_says_so(executed):
    with pytest.raises(StepRefused):
        create(Section(plan=executed, key="overview"), by=None, cause=clock("plans.year_end"))


def test_a_row_that_cannot_move_does_not_hold_back_the_others(cast, planning_round):
    draft = factories.make_plan(cast, planning_round, "lic", by="lily", head="lily")
    plan = factories.make_plan(cast, planning_round, status="execution")
    with pytest.raises(StepRefused):
        sweep("plans.year_end", [draft, plan], "begin_evaluation")
    plan.refresh_from_db()
    assert plan.status == "evaluation"
