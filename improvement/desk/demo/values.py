"""What has been measured in the running year: the figures of each indicator and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from evidence.lifecycle import ValueStatus
from evidence.locking import lock_period
from evidence.models import Indicator, Value
from evidence.periods import Period, Rhythm, period_of, periods_between
from evidence.steps import accept_values, enter_value, submit_values
from improvement.door.unit import unit

from .calendar import BEGAN_MONTHS_AGO, Year
from .organization import Row, Staff
from .reading import rows


def tell(staff: Staff, year: Year) -> None:
    """The figures of ten months: entered and handed in by each department, accepted by the office.

    Of the last period some are still with the department, and some with the office.
    """
    for (clerk, officer), series in groupby(
        rows("values"), itemgetter("entered_by", "accepted_by")
    ):
        with unit():
            entered = [pair for row in series for pair in enter(staff, row, year)]
            handed_in = [value for value, comes_to in entered if comes_to != ValueStatus.DRAFT]
            submit_values(by=staff.people[clerk], values=handed_in)
        accepted = [value for value, comes_to in entered if comes_to == ValueStatus.ACCEPTED]
        accept_values(by=staff.people[officer], values=accepted)
    before = period_of(year.starts - dt.timedelta(days=1), Rhythm.YEARLY)
    lock_period(by=staff.people[officer], period=before, today=year.starts)


def enter(staff: Staff, row: Row, year: Year) -> Iterator[tuple[Value, str]]:
    """The values of one indicator, each with the status that it comes to."""
    card = staff.indicators[row["indicator"]]
    periods = over(card, year)
    for number, period in enumerate(periods, start=1):
        if cell := row[str(number)]:
            value = enter_value(
                by=staff.people[row["entered_by"]],
                indicator=card,
                department=staff.departments.get(row["department"], card.owner),
                period=period,
                note=row["note"] if row["note_on"] == str(number) else "",
                **figures(cell),
            )
            yield value, row["last"] if period == periods[-1] else ValueStatus.ACCEPTED


def over(card: Indicator, year: Year) -> list[Period]:
    """The periods of its rhythm that end in the months of the year that are over."""
    last = year.last(BEGAN_MONTHS_AGO)
    periods = periods_between(year.starts, last, card.rhythm)
    return [period for period in periods if period.ends <= last]


def figures(cell: str) -> dict[str, Any]:
    """A plain value, or numerator and denominator: "148", "28756/42350"."""
    top, slash, bottom = cell.partition("/")
    if slash:
        return {"numerator": Decimal(top), "denominator": Decimal(bottom)}
    return {"value": Decimal(top)}
