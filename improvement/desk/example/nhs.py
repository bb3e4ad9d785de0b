"""Reads the monthly attendances of accident and emergency departments strictly.

Several rows of one provider and month, one a type of department, add up to one figure. Every row
is in exactly one of them, or left out with a reason; a month without rows has no figure.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from evidence.periods import Period, Rhythm, period_of, periods_between

from .findings import Finding, NhsFile, Reason
from .table import Row, read_table

FILE = NhsFile.ATTENDANCES


@dataclass(frozen=True)
class Month:
    """What one provider counted in one month, over all types of department."""

    provider: str
    period: Period
    attendances: Decimal
    breaches: Decimal
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Attendances:
    """The whole file: a month for every provider and period that has rows."""

    months: tuple[Month, ...]
    left_out: tuple[Finding, ...]
    peculiar: tuple[Finding, ...]
    size: int

    @cached_property
    def providers(self) -> dict[str, list[Month]]:
        """The months of each provider, in order."""
        found: dict[str, list[Month]] = defaultdict(list)
        for month in sorted(self.months, key=lambda month: (month.provider, month.period)):
            found[month.provider].append(month)
        return dict(found)

    @cached_property
    def periods(self) -> list[Period]:
        """Every month from the first to the last of the file."""
        known = [month.period for month in self.months]
        if not known:
            return []
        return periods_between(min(known).starts, max(known).ends, Rhythm.MONTHLY)

    @property
    def used(self) -> list[int]:
        return sorted(row for month in self.months for row in month.rows)


def read(folder: Path) -> Attendances:
    """Raises ExampleRefused with one sentence where the file cannot be read."""
    table = read_table(folder, FILE)
    left_out = list(table.left_out)
    grouped: dict[tuple[str, Period], list[Row]] = defaultdict(list)
    first: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        key = row["period"], row["org_code"], row["type"]
        if fault := _fault(row):
            left_out.append(Finding(FILE, row.number, *fault))
        elif key in first:
            detail = f"row {first[key]} states the same month and type"
            left_out.append(Finding(FILE, row.number, Reason.REPEATED_ROW, detail))
        else:
            first[key] = row.number
            grouped[row["org_code"], _period(row["period"])].append(row)
    months = [_month(*key, rows, left_out) for key, rows in grouped.items()]
    return Attendances(
        months=tuple(month for month in months if month),
        left_out=tuple(sorted(left_out, key=lambda finding: finding.row)),
        peculiar=table.peculiar,
        size=table.size,
    )


def _fault(row: Row) -> tuple[Reason, str] | None:
    try:
        _period(row["period"])
    except ValueError:
        return Reason.UNREADABLE_VALUE, f"period {row['period']!r}"
    if not row["org_code"]:
        return Reason.UNREADABLE_VALUE, "org_code ''"
    for column in ("attendances", "breaches"):
        try:
            _count(row[column])
        except (InvalidOperation, ValueError):
            return Reason.UNREADABLE_VALUE, f"{column} {row[column]!r}"
    if _count(row["breaches"]) > _count(row["attendances"]):
        detail = f"{row['breaches']} of {row['attendances']}"
        return Reason.MORE_BREACHES_THAN_ATTENDANCES, detail
    return None


def _period(cell: str) -> Period:
    """The file names a month by its first day."""
    day = dt.date.fromisoformat(cell)
    if day.day != 1:
        raise ValueError(cell)
    return period_of(day, Rhythm.MONTHLY)


def _count(cell: str) -> Decimal:
    """People are counted in whole numbers, though the file writes 21289.0."""
    number = Decimal(cell)
    if not number.is_finite() or number < 0 or number != number.to_integral_value():
        raise ValueError(cell)
    return number


def _month(
    provider: str, period: Period, rows: Sequence[Row], left_out: list[Finding]
) -> Month | None:
    """None where nobody came: of nothing there is no rate."""
    attendances = sum((_count(row["attendances"]) for row in rows), Decimal(0))
    if not attendances:
        reason = Reason.NOTHING_COUNTED
        left_out += [Finding(FILE, row.number, reason, period.key) for row in rows]
        return None
    return Month(
        provider=provider,
        period=period,
        attendances=attendances,
        breaches=sum((_count(row["breaches"]) for row in rows), Decimal(0)),
        rows=tuple(row.number for row in rows),
    )
