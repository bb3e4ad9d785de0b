"""Effort over the months of a round, against what the people of a post can give; exact arithmetic.

Person-days of a need are spread evenly over the days from its start to its end, so the months of
a need always add up to its amount. Capacity of a month is the number of people times the working
days of the month times the share of working time that improvement may take (a setting of the
round). Everything is a Fraction or a whole number until it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

Month = dt.date
"""A month is named by its first day."""


@dataclass(frozen=True, slots=True)
class Effort:
    """So many person-days that a measure takes of a post, or of a department as a whole."""

    measure: str
    department: str
    """Whose plan asks for it."""
    pool: str
    """Whose people they are: the post, or the department, as the caller names it."""
    days: Decimal
    starts: dt.date
    ends: dt.date


class Peak(NamedTuple):
    """A month in which more is asked of a pool than it can give."""

    month: Month
    asked: Fraction
    capacity: Fraction

    @property
    def over(self) -> Fraction:
        return self.asked - self.capacity


def months(starts: dt.date, ends: dt.date) -> list[Month]:
    """Every month that a span touches."""
    first, count = starts.replace(day=1), (ends.year - starts.year) * 12 + ends.month - starts.month
    return [later(first, number) for number in range(count + 1)]


def later(day: dt.date, by: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + by, 12)
    first = dt.date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, days_in(first)))


def days_in(month: Month) -> int:
    return (later_first(month) - month.replace(day=1)).days


def later_first(month: Month) -> Month:
    """The first day of the month after."""
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def spread(effort: Effort) -> dict[Month, Fraction]:
    """What the effort comes to in each month; together exactly its person-days."""
    span = (effort.ends - effort.starts).days + 1
    days = Fraction(effort.days)
    found = {}
    for month in months(effort.starts, effort.ends):
        first = max(effort.starts, month)
        last = min(effort.ends, later_first(month) - dt.timedelta(days=1))
        found[month] = days * ((last - first).days + 1) / span
    return found


Load = dict[Month, dict[str, Fraction]]
"""By month and department that asks."""


def load(efforts: Iterable[Effort]) -> Load:
    """The efforts of one pool together."""
    found: Load = defaultdict(lambda: defaultdict(Fraction))
    for effort in efforts:
        for month, days in spread(effort).items():
            found[month][effort.department] += days
    return {month: dict(by) for month, by in sorted(found.items())}


def total(loaded: Mapping[Month, Mapping[str, Fraction]]) -> Fraction:
    return sum((days for by in loaded.values() for days in by.values()), Fraction())


def capacities(
    people: int, share: Fraction, span: Sequence[Month], is_working: Callable[[dt.date], bool]
) -> dict[Month, Fraction]:
    """What so many people can give to improvement in each month."""
    return {
        month: people
        * share
        * sum(is_working(month + dt.timedelta(days=day)) for day in range(days_in(month)))
        for month in span
    }


def peaks(
    loaded: Mapping[Month, Mapping[str, Fraction]], capacity: Mapping[Month, Fraction]
) -> list[Peak]:
    """The months in which more is asked than can be given, in their order."""
    asked = {month: sum(by.values(), Fraction()) for month, by in loaded.items()}
    return [
        Peak(month, days, capacity[month])
        for month, days in sorted(asked.items())
        if month in capacity and days > capacity[month]
    ]


def moved(effort: Effort, by: int) -> Effort:
    """The effort so many months later, as long as before."""
    starts = later(effort.starts, by)
    return replace(effort, starts=starts, ends=starts + (effort.ends - effort.starts))


def stretched(effort: Effort, by: int) -> Effort:
    """The effort with its end so many months later: the same days over a longer time."""
    return replace(effort, ends=later(effort.ends, by))


def overload(efforts: Sequence[Effort], capacity: Mapping[Month, Fraction]) -> Fraction:
    """How much is asked beyond capacity over all months."""
    return sum((peak.over for peak in peaks(load(efforts), capacity)), Fraction())
