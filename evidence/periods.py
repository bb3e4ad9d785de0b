"""Periods of the calendar by their keys: 2026-03, 2026Q1, 2026H1, 2026."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

from django.db import models
from django.utils import dateformat
from django.utils.translation import gettext, pgettext, pgettext_lazy


class Rhythm(models.TextChoices):
    """How often a figure is told."""

    MONTHLY = "monthly", pgettext_lazy("rhythm", "Monthly")
    QUARTERLY = "quarterly", pgettext_lazy("rhythm", "Quarterly")
    HALF_YEARLY = "half_yearly", pgettext_lazy("rhythm", "Half-yearly")
    YEARLY = "yearly", pgettext_lazy("rhythm", "Yearly")


MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}
KEY = re.compile(r"([1-9]\d{3})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?")


class NoPeriod(ValueError):
    """The text is not the key of a period."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A month, quarter, half or year; both days belong to it. Periods sort by their dates."""

    starts: dt.date
    ends: dt.date
    key: str

    def __str__(self) -> str:
        return self.key

    @property
    def rhythm(self) -> Rhythm:
        months = self.ends.month - self.starts.month + 1
        return next(rhythm for rhythm, length in MONTHS.items() if length == months)

    @property
    def label(self) -> str:
        """As people say it in the language of the page: “Mar 2026”, “2026年第1季”."""
        year = {"year": self.starts.year}
        if self.rhythm == Rhythm.MONTHLY:
            return dateformat.format(self.starts, pgettext("date format of a month", "M Y"))
        if self.rhythm == Rhythm.QUARTERLY:
            quarter = year | {"number": self.ends.month // 3}
            return gettext("Q%(number)d %(year)d") % quarter
        if self.rhythm == Rhythm.HALF_YEARLY:
            first = self.starts.month == 1
            return (gettext("H1 %(year)d") if first else gettext("H2 %(year)d")) % year
        return pgettext("period", "%(year)d") % year

    @property
    def short_label(self) -> str:
        """As it stands under an axis, where the year is told once: “Mar”, “Q1”."""
        if self.rhythm == Rhythm.MONTHLY:
            return dateformat.format(self.starts, pgettext("date format of a month", "M"))
        if self.rhythm == Rhythm.QUARTERLY:
            return gettext("Q%(number)d") % {"number": self.ends.month // 3}
        if self.rhythm == Rhythm.HALF_YEARLY:
            return gettext("H1") if self.starts.month == 1 else gettext("H2")
        return str(self.starts.year)

    def next(self) -> Period:
        """The one after it; the year 9999 has none."""
        if self.ends.year == dt.MAXYEAR and self.ends.month == 12:
            raise NoPeriod(self.key)
        return period_of(self.ends + dt.timedelta(days=1), self.rhythm)

    def previous(self) -> Period:
        return period_of(self.starts - dt.timedelta(days=1), self.rhythm)

    def contains(self, day: dt.date) -> bool:
        return self.starts <= day <= self.ends


def period_of(day: dt.date, rhythm: str) -> Period:
    """The period of this rhythm in which the day lies."""
    length = MONTHS[Rhythm(rhythm)]
    number = (day.month - 1) // length
    first, last = number * length + 1, (number + 1) * length
    ends = dt.date(day.year, last, monthrange(day.year, last)[1])
    return Period(dt.date(day.year, first, 1), ends, _key(day.year, number + 1, Rhythm(rhythm)))


def _key(year: int, number: int, rhythm: Rhythm) -> str:
    forms = {
        Rhythm.MONTHLY: f"{year:04}-{number:02}",
        Rhythm.QUARTERLY: f"{year:04}Q{number}",
        Rhythm.HALF_YEARLY: f"{year:04}H{number}",
        Rhythm.YEARLY: f"{year:04}",
    }
    return forms[rhythm]


def parse(key: str) -> Period:
    """The period with this key; raises NoPeriod (a ValueError) for anything else."""
    found = KEY.fullmatch(key)
    if not found:
        raise NoPeriod(key)
    year, month, quarter, half = (int(part) if part else 0 for part in found.groups())
    if month:
        return period_of(dt.date(year, month, 1), Rhythm.MONTHLY)
    if quarter:
        return period_of(dt.date(year, quarter * 3, 1), Rhythm.QUARTERLY)
    if half:
        return period_of(dt.date(year, half * 6, 1), Rhythm.HALF_YEARLY)
    return period_of(dt.date(year, 1, 1), Rhythm.YEARLY)


def periods_between(start: dt.date, end: dt.date, rhythm: str) -> list[Period]:
    """Every period that lies wholly or partly between the two days, which both belong to it."""
    found: list[Period] = []
    period = period_of(start, rhythm)
    while period.starts <= end:
        found.append(period)
        period = period.next()
    return found
