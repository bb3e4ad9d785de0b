"""Which reminders are due: pure dates, no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.notifications.ladder import Rung, due_rungs, occasion

WEEK_BEFORE, EVE, DUE, GRACE, SUPERIOR, OFFICE = LADDER = (
    Rung("before-7", -7, "owner"),
    Rung("before-1", -1, "owner"),
    Rung("due", 0, "owner"),
    Rung("grace", 3, "owner"),
    Rung("superior", 5, "superior"),
    Rung("office", 8, "office"),
)
FRIDAY = date(2027, 3, 5)


def in_days(days: int) -> date:
    return FRIDAY + timedelta(days=days)


def working_days(day: date, days: int) -> date:
    step = timedelta(days=1 if days > 0 else -1)
    while days:
        day += step
        if day.weekday() < 5:
            days -= step.days
    return day


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-8, []),
        (-7, [WEEK_BEFORE]),
        (-2, [WEEK_BEFORE]),
        (-1, [EVE]),
        (0, [DUE]),
        (3, [GRACE]),
        (5, [GRACE, SUPERIOR]),
        (8, [GRACE, SUPERIOR, OFFICE]),
        (400, [GRACE, SUPERIOR, OFFICE]),
    ],
)
def test_the_last_rung_each_audience_has_reached(days, expected):
    assert due_rungs(LADDER, FRIDAY, in_days(days)) == expected


def test_days_that_count_are_the_callers_matter():
    monday = in_days(3)
    assert due_rungs(LADDER, monday, FRIDAY, shift=working_days) == [EVE]
    assert due_rungs(LADDER, FRIDAY, in_days(4), shift=working_days) == [DUE]
    assert due_rungs(LADDER, FRIDAY, in_days(5), shift=working_days) == [GRACE]


def test_what_was_told_is_not_due():
    assert due_rungs(LADDER, FRIDAY, in_days(5), told={"grace"}) == [SUPERIOR]


def test_a_new_due_date_reminds_anew():
    assert occasion("2027Q1", FRIDAY, EVE) == "2027Q1:2027-03-05:before-1"
    assert occasion("2027Q1", in_days(7), EVE) != occasion("2027Q1", FRIDAY, EVE)


def climb(days: list[int]) -> list[Rung]:
    """What is told when the scanner runs on these days, each rung once."""
    told: list[Rung] = []
    for day in days:
        told += due_rungs(LADDER, FRIDAY, in_days(day), told={rung.name for rung in told})
    return told


def test_every_rung_once_when_nothing_fails():
    assert climb(list(range(-10, 20))) == list(LADDER)
    assert climb([day for day in range(-10, 20) for _ in range(144)]) == list(LADDER)


def test_three_days_of_silence_are_made_up_by_one_reminder():
    assert climb([-8, 2]) == [DUE]
    assert climb([-1, 4, 5]) == [EVE, GRACE, SUPERIOR]


@given(st.sets(st.integers(-10, 20)))
def test_no_outage_tells_a_rung_twice_or_an_earlier_one_later(days):
    told = climb(sorted(days))
    assert told == sorted(set(told), key=lambda rung: rung.days)


@given(st.sets(st.integers(-10, 20)), st.integers(8, 20))
def test_after_any_outage_everybody_has_been_told_the_last(days, day_after):
    told = climb([*sorted(d for d in days if d < day_after), day_after])
    assert {GRACE, SUPERIOR, OFFICE} <= set(told)
