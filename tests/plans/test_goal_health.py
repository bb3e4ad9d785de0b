"""The health of goals is kept with the values told; it never says other than values and path."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.models import Indicator
from evidence.periods import parse
from evidence.steps import enter_value, submit_values
from improvement.door.acts import take
from plans import goal_health
from plans.attainment import figures_of
from plans.models import Goal, GoalHealth, GoalSet, Measure, Plan, Round, TargetLine
from tests import factories
from tests.plans import adjustments

NOON = dt.datetime(2027, 7, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def july(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def year(cast):
    made = Round(
        label="2027",
        starts=dt.date(2027, 1, 1),
        ends=dt.date(2027, 12, 31),
        deadline=dt.date(2026, 12, 1),
        status="executing",
    )
    made.save()
    return made


@pytest.fixture
def wait(cast):
    made = Indicator(code="wait", name="Wait", family="process", direction="lower", unit="s")
    made.save()
    return made


def a_goal(year, department, indicator, lines=1, **fields):
    plan, made = Plan.objects.get_or_create(
        round=year, department=department, defaults={"status": "execution"}
    )
    if made:
        GoalSet(plan=plan, status="fixed").save()
    goal = Goal(plan=plan, number=plan.goals.count() + 1, title="Shorter", status="fixed")
    goal.save()
    figures = {"direction": "lower", "baseline": D(150), "target": D(100), "due": year.ends}
    for position in range(lines):
        TargetLine(goal=goal, indicator=indicator, position=position + 1, **figures | fields).save()
    return goal


def told(cast, indicator, value, period="2027-06", by="dana"):
    row = enter_value(
        by=cast.people[by],
        indicator=indicator,
        department=cast.csc,
        period=parse(period),
        value=D(value),
    )
    submit_values(by=cast.people[by], values=[row])
    row.refresh_from_db()
    return row


def test_a_value_that_is_told_counts_at_once(cast, year, wait, july):
    """D87: with the value the goal stands where values and path put it."""
    goal = a_goal(year, cast.csc, wait)

    told(cast, wait, 140)

    kept, (figure,) = GoalHealth.objects.get(goal=goal), figures_of(goal)
    assert kept.health == figure.health == "bad"
    assert (kept.actual, kept.attainment) == (140, D("0.2"))
    assert kept.ratio == round(figure.attainment / figure.share, 6)
    assert kept.period == "2027-06"


@pytest.mark.parametrize("step", ["recall", "send_back"])
def test_a_value_that_no_longer_counts_is_gone_from_it(cast, year, wait, july, step):
    goal = a_goal(year, cast.csc, wait)
    row = told(cast, wait, 140)

    if step == "recall":
        take(row, "recall", by=cast.dana)
    else:
        take(row, "send_back", by=cast.olga, reason="Which calls?")

    kept = GoalHealth.objects.get(goal=goal)
    assert (kept.health, kept.actual, kept.attainment) == ("none", None, None)


def test_the_line_that_is_farthest_behind_speaks_for_the_goal(cast, year, wait, july):
    goal = a_goal(year, cast.csc, wait)
    TargetLine(
        goal=goal, indicator=wait, position=2, direction="lower", baseline=D(150), target=D(40)
    ).save()

    told(cast, wait, 125)

    kept = GoalHealth.objects.get(goal=goal)
    assert (kept.line.position, kept.health) == (2, "bad")


def test_who_acts_is_responsible_for_the_first_measure(cast, year, wait, july):
    goal = a_goal(year, cast.csc, wait)
    for number, person in ((2, cast.dana), (1, cast.sam)):
        measure = Measure(plan=goal.plan, number=number, title="Call back", person=person)
        measure.save()
        measure.goals.add(goal)

    told(cast, wait, 140)

    assert GoalHealth.objects.get(goal=goal).acts == cast.sam


def test_issue_begins_it_and_an_adjustment_moves_it(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="execution")
    assert set(GoalHealth.objects.values_list("goal", flat=True)) == set(
        plan.goals.values_list("pk", flat=True)
    )
    line = plan.goals.first().target_lines.first()
    GoalHealth.objects.update(read_on=dt.date(2020, 1, 1))

    adjustments.approved(cast, adjustments.proposing(cast, plan, line, target=D(75)))

    assert GoalHealth.objects.get(goal=line.goal).read_on == timezone.localdate()


def test_every_night_all_are_read_anew(cast, year, wait, july, time_machine):
    """What was lost for whatever reason is put right without anybody."""
    goal = a_goal(year, cast.csc, wait)
    told(cast, wait, 140)
    GoalHealth.objects.update(health="good")
    assert goal_health.read_anew(timezone.now()) == 0
    time_machine.shift(dt.timedelta(days=1))

    assert goal_health.read_anew(timezone.now()) == 1
    assert goal_health.read_anew(timezone.now()) == 0
    assert GoalHealth.objects.get(goal=goal).health == "bad"


def test_a_goal_without_a_row_is_found_and_a_cancelled_one_dropped(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="execution")
    GoalHealth.objects.all().delete()
    assert goal_health.read_anew(timezone.now()) == plan.goals.count() == 3
    last = plan.goals.last()

    adjustments.approved(cast, adjustments.proposing(cast, plan, last, operation="cancel"))

    assert not GoalHealth.objects.filter(goal=last).exists()
    assert GoalHealth.objects.count() == 2


def test_reading_many_plans_asks_as_often_as_reading_one(cast, year, wait, july):
    departments = (cast.csc, cast.lic, cast.qua)
    plans = [a_goal(year, department, wait, lines=2).plan_id for department in departments]

    def asked(keys):
        with CaptureQueriesContext(connection) as queries:
            goal_health.refresh(keys)
        return len(queries)

    goal_health.refresh(plans)
    assert asked(plans[:1]) == asked(plans)
