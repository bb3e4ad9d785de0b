"""Working days: pure functions over dates; holidays are passed in or read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.utils import timezone

DayTest = Callable[[dt.date], bool]


def is_weekday(day: dt.date) -> bool:
    return day.weekday() < 5


def working_day_test(start: dt.date, end: dt.date) -> DayTest:
    """A test for days between `start` and `end` that knows the holidays entered for them."""
    from .models import Holiday

    known = dict(Holiday.objects.filter(day__range=(start, end)).values_list("day", "working"))
    return lambda day: known.get(day, is_weekday(day))


def add_working_days(day: dt.date, days: int, is_working: DayTest = is_weekday) -> dt.date:
    """The date `days` working days after `day`, or before it; 0 gives `day` itself."""
    step = 1 if days > 0 else -1
    while days:
        day += dt.timedelta(days=step)
        days -= step * is_working(day)
    return day


def working_shift(start: dt.date, end: dt.date) -> Callable[[dt.date, int], dt.date]:
    """Moves a day by working days, forward or back, with the holidays from `start` to `end`."""
    return partial(add_working_days, is_working=working_day_test(start, end))


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day in the organization's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def working_day_after(day: dt.date, days: int) -> dt.date:
    """The date `days` working days after `day`, with the holidays entered for that time."""
    last = day + dt.timedelta(days=days * 3 + 30)
    return add_working_days(day, days, working_day_test(day, last))


def working_deadline(opened: dt.datetime, days: int) -> dt.datetime:
    """The end of the last of `days` working days after `opened`."""
    return end_of(working_day_after(timezone.localdate(opened), days))
