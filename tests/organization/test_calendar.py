"""Working days: weekends and holidays do not count, and a worked Saturday does."""

import datetime as dt

import pytest
from django.utils import timezone

from improvement.organization.calendar import (
    add_working_days,
    end_of,
    working_day_test,
    working_deadline,
    working_shift,
)
from improvement.organization.models import Holiday

FRIDAY = dt.date(2026, 10, 9)
MONDAY = dt.date(2026, 10, 12)


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 1, dt.date(2026, 10, 13)),
        (FRIDAY, 1, MONDAY),
        (dt.date(2026, 10, 10), 1, MONDAY),
        (MONDAY, 5, dt.date(2026, 10, 19)),
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 1)),
        (MONDAY, -1, FRIDAY),
        (dt.date(2026, 10, 11), -1, FRIDAY),
        (dt.date(2026, 10, 19), -5, MONDAY),
    ],
)
def test_weekends_do_not_count(day, days, expected):
    assert add_working_days(day, days) == expected


@pytest.fixture
def national_day(db):
    """Thursday and Friday off, and the Saturday after worked instead."""
    Holiday.objects.create(day=dt.date(2026, 10, 1), name="National Day")
    Holiday.objects.create(day=dt.date(2026, 10, 2), name="Bridge")
    Holiday.objects.create(day=dt.date(2026, 10, 3), name="Worked", working=True)


def test_holidays_and_worked_weekends_are_known(national_day):
    works = working_day_test(dt.date(2026, 9, 28), dt.date(2026, 10, 5))
    days = [dt.date(2026, 9, 28) + dt.timedelta(days=n) for n in range(8)]
    assert [day.day for day in days if works(day)] == [28, 29, 30, 3, 5]


def test_a_day_is_moved_by_working_days_forward_and_back(national_day):
    shift = working_shift(dt.date(2026, 9, 1), dt.date(2026, 10, 31))
    before, after = dt.date(2026, 9, 30), dt.date(2026, 10, 5)
    assert (shift(before, 2), shift(after, -2), shift(after, 0)) == (after, before, after)


def test_a_deadline_is_the_end_of_a_working_day_where_the_organization_is(national_day):
    opened = dt.datetime(2026, 9, 29, 17, tzinfo=dt.UTC)  # the thirtieth in Hong Kong
    due = working_deadline(opened, 2)
    assert timezone.localtime(due) == end_of(dt.date(2026, 10, 5))
    assert due == dt.datetime(2026, 10, 5, 15, 59, 59, tzinfo=dt.UTC)
