"""Figures of target lines: what came out, how much of the way it is, and what was expected."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Indicator, Value
from evidence.relevance import indicators_of
from plans.attainment import figures_by_plan, figures_of
from plans.models import Goal, GoalSet, Plan, Round, TargetLine


@pytest.fixture
def year(cast):
    made = Round(
        label="2026",
        starts=dt.date(2026, 1, 1),
        ends=dt.date(2026, 12, 31),
        deadline=dt.date(2025, 12, 1),
        status="executing",
    )
    made.save()
    return made


@pytest.fixture
def wait(cast):
    made = Indicator(code="wait", name="Wait", family="process", direction="lower", unit="s")
    made.save()
    return made


def a_line(year, department, indicator, **fields):
    plan, made = Plan.objects.get_or_create(
        round=year, department=department, defaults={"status": "execution"}
    )
    if made:
        GoalSet(plan=plan, status="fixed").save()
    goal = Goal(plan=plan, number=plan.goals.count() + 1, title="Shorter", status="fixed")
    goal.save()
    figures = {"direction": "lower", "baseline": D(150), "target": D(100), "due": year.ends}
    line = TargetLine(goal=goal, indicator=indicator, **figures | fields)
    line.save()
    return line


def told(indicator, department, period, value, status="accepted"):
    row = Value(
        indicator=indicator, department=department, period=period, value=D(value), status=status
    )
    row.save()
    return row


def figure(subject, on=dt.date(2026, 7, 20)):
    (found,) = figures_of(subject, on)
    return found


def test_the_value_is_compared_with_the_path_at_the_end_of_its_period(cast, year, wait):
    line = a_line(year, cast.csc, wait)
    told(wait, cast.csc, "2026-06", 125)
    found = figure(line.goal)
    assert (found.actual, found.period.key) == (125, "2026-06")
    assert found.attainment == D("0.5")
    assert found.share == D(180) / 364
    assert round(found.expected, 2) == D("125.27")
    assert (found.health, found.because) == ("good", "")


@pytest.mark.parametrize(
    ("value", "health"), [("125", "good"), ("128", "warn"), ("131", "bad"), ("160", "bad")]
)
def test_health_follows_the_path(cast, year, wait, value, health):
    line = a_line(year, cast.csc, wait)
    told(wait, cast.csc, "2026-06", value)
    assert figure(line.goal).health == health


def test_the_last_value_told_counts_as_of_the_day(cast, year, wait):
    line = a_line(year, cast.csc, wait)
    told(wait, cast.csc, "2025-12", 150)
    told(wait, cast.csc, "2026-05", 140)
    told(wait, cast.csc, "2026-06", 130, "submitted")
    told(wait, cast.csc, "2026-07", 110, "draft")
    told(wait, cast.qua, "2026-06", 1)
    assert figure(line.goal).actual == 130
    assert figure(line.goal, dt.date(2026, 6, 29)).actual == 140
    assert figure(line.goal, dt.date(2026, 5, 1)).actual is None


@pytest.mark.parametrize(
    ("fields", "value", "sentence"),
    [
        ({}, None, "No value has been told"),
        ({"target": None}, 120, "no target"),
        ({"target": D(150)}, 120, "equal"),
        ({"baseline": None}, 120, "no path"),
        ({"baseline": None, "target": D(0)}, 120, "not defined"),
        ({"direction": ""}, 120, "not defined"),
        ({"indicator": None}, None, "No indicator"),
    ],
)
def test_what_is_not_defined_says_why(cast, year, wait, fields, value, sentence):
    line = a_line(year, cast.csc, **{"indicator": wait} | fields)
    if value is not None:
        told(wait, cast.csc, "2026-06", value)
    found = figure(line.goal)
    assert found.health == "none"
    assert sentence in str(found.because)
    assert found.attainment != 0


def test_a_limit_is_to_be_kept_from_the_first_day(cast, year, wait):
    line = a_line(year, cast.csc, wait, direction="at_most", target=D(100), tolerance=D(50))
    told(wait, cast.csc, "2026-01", 110)
    found = figure(line.goal)
    assert (found.attainment, found.share, found.expected) == (D("0.8"), 1, 100)
    assert found.health == "bad"


def test_archived_lines_and_goals_have_no_figures(cast, year, wait):
    line = a_line(year, cast.csc, wait, archived=True)
    gone = a_line(year, cast.csc, wait)
    Goal.objects.filter(pk=gone.goal.pk).update(archived=True)
    assert figures_of(line.goal.plan) == []


def test_many_plans_ask_as_much_as_one(cast, year, wait):
    counts = []
    for codes in (["csc"], ["csc", "qua", "lic"]):
        for code in codes:
            a_line(year, cast.departments[code], wait)
            Value.objects.get_or_create(
                indicator=wait,
                department=cast.departments[code],
                period="2026-06",
                defaults={"value": 120, "status": "accepted"},
            )
        plans = list(Plan.objects.filter(department__code__in=codes))
        with CaptureQueriesContext(connection) as captured:
            found = figures_by_plan(plans)
            assert all(
                f.health and f.line.goal.plan.department for fs in found.values() for f in fs
            )
        counts.append(len(captured))
    assert counts == [2, 2]
    assert figures_by_plan([]) == {}


def test_indicators_that_goals_stand_on_are_told_by_the_department(cast, year, wait):
    a_line(year, cast.csc, wait)
    assert list(indicators_of([cast.csc.pk])) == [wait]
    assert list(indicators_of([cast.qua.pk])) == []
