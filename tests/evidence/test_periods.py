"""Periods are keys of the calendar, whatever the round they are used in."""

import datetime as dt
import itertools

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from evidence.periods import NoPeriod, Rhythm, parse, period_of, periods_between

RHYTHMS = st.sampled_from(list(Rhythm))
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(9000, 12, 31))


@pytest.mark.parametrize(
    ("key", "starts", "ends"),
    [
        ("2026-03", dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2026Q1", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        ("2026Q4", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("2026H1", dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        ("2026H2", dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        ("2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_a_key_names_two_days(key, starts, ends):
    period = parse(key)
    assert (period.key, period.starts, period.ends) == (key, starts, ends)


@pytest.mark.parametrize(
    "key", ["", "2026-13", "2026-00", "2026-3", "2026Q5", "2026Q0", "2026H3", "0026", "26", "x"]
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(NoPeriod):
        parse(key)


def test_digits_of_other_scripts_are_no_key():
    with pytest.raises(NoPeriod):
        parse("２０２６Q1")


@given(DAYS, RHYTHMS)
def test_a_day_lies_in_its_period_and_the_key_leads_back(day, rhythm):
    period = period_of(day, rhythm)
    assert period.contains(day)
    assert parse(period.key) == period
    assert period.rhythm == rhythm


@given(DAYS, RHYTHMS)
def test_periods_follow_each_other_without_gap_or_overlap(day, rhythm):
    period = period_of(day, rhythm)
    assert period.next().starts - period.ends == dt.timedelta(days=1)
    assert period.next().previous() == period
    assert period < period.next()


@given(DAYS, st.integers(0, 1000), RHYTHMS)
def test_every_period_that_touches_the_span_is_in_it(day, length, rhythm):
    end = day + dt.timedelta(days=length)
    found = periods_between(day, end, rhythm)
    assert found[0].contains(day) and found[-1].contains(end)
    assert all(one.next() == other for one, other in itertools.pairwise(found))


def test_a_round_from_april_to_march_uses_quarters_of_the_calendar():
    found = periods_between(dt.date(2026, 4, 1), dt.date(2027, 3, 31), Rhythm.QUARTERLY)
    assert [period.key for period in found] == ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]


def test_a_round_from_the_middle_of_a_quarter_touches_it():
    found = periods_between(dt.date(2026, 2, 10), dt.date(2026, 4, 2), Rhythm.QUARTERLY)
    assert [period.key for period in found] == ["2026Q1", "2026Q2"]


def test_an_empty_span_has_no_period():
    assert periods_between(dt.date(2026, 5, 1), dt.date(2026, 4, 1), Rhythm.MONTHLY) == []


def test_the_last_year_there_is_has_no_next():
    with pytest.raises(NoPeriod):
        parse("9999-12").next()


@pytest.mark.parametrize(
    ("language", "key", "label"),
    [
        ("en", "2026-03", "Mar 2026"),
        ("en", "2026Q1", "Q1 2026"),
        ("en", "2026H2", "H2 2026"),
        ("en", "2026", "2026"),
        ("zh-hant", "2026-03", "2026年3月"),
        ("zh-hant", "2026Q1", "2026年第1季"),
        ("zh-hant", "2026H2", "2026年下半年"),
        ("zh-hans", "2026Q1", "2026年第1季度"),
        ("zh-hans", "2026", "2026年"),
    ],
)
def test_a_period_is_called_as_people_say_it(language, key, label):
    with override(language):
        assert parse(key).label == label
