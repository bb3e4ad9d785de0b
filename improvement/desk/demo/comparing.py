"""What others reach: figures of competitors and peers, each with its source."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from evidence.models import Benchmark
from evidence.periods import period_of
from improvement.door.acts import create
from improvement.door.unit import unit

from .organization import Row, Staff
from .reading import rows


def compare(staff: Staff, today: dt.date) -> None:
    """Brought by the clerk of the hotline, for the months in which ours are known too."""
    with unit():
        for row in rows("benchmarks"):
            brought = one(staff, row, today)
            create(brought, by=brought.entered_by)


def one(staff: Staff, row: Row, today: dt.date) -> Benchmark:
    card = staff.indicators[row["indicator"]]
    month = period_of(today, card.rhythm)
    for _month in range(int(row["months_ago"])):
        month = month.previous()
    return Benchmark(
        indicator=card,
        period=month.key,
        value=Decimal(row["value"]),
        published_on=today - dt.timedelta(days=int(row["days_ago"])),
        entered_by=staff.people[row["entered_by"]],
        **{name: row[name] for name in ("peer", "relation", "source")},
    )
