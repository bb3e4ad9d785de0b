"""Days of one planning year said as months, so that they can be said of another."""

from __future__ import annotations

import calendar
import datetime as dt


def moved(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where the month is shorter, its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def month_of(day: dt.date | None, starts: dt.date) -> int | None:
    """Which month of a year that begins on `starts` a day lies in; before it, the first."""
    if day is None:
        return None
    months = (day.year - starts.year) * 12 + day.month - starts.month
    return max(months + (day.day >= starts.day), 1)


def first_of(month: int | None, starts: dt.date) -> dt.date | None:
    """The day on which the month of the year begins."""
    return None if month is None else moved(starts, month - 1)


def last_of(month: int | None, starts: dt.date) -> dt.date | None:
    """The day on which the month of the year ends."""
    return None if month is None else moved(starts, month) - dt.timedelta(days=1)
