"""What the office sees beside a value that waits: the one before, the change, and any signal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from improvement.charts.small import SignalIcon, variation_icon

from .models import Value
from .models.value import Point
from .statistics import xmr


@dataclass(frozen=True, slots=True)
class Judged:
    """A value with the one told before it; `signal` only where the control chart has one."""

    row: Value
    before: Point | None
    signal: SignalIcon | None

    @property
    def change(self) -> Decimal | None:
        """From figure to figure as people read them."""
        if self.before is None or self.before.row is None:
            return None
        return self.row.figure - self.before.row.figure


def judged(rows: Iterable[Value]) -> list[Judged]:
    """All of them with one more statement; what is told later says nothing of a value."""
    waiting = list(rows)
    series = Value.objects.many_series(
        {row.indicator for row in waiting}, {row.department_id for row in waiting}
    )
    return [judge(row, series[row.indicator_id, row.department_id]) for row in waiting]


def judge(row: Value, series: list[Point]) -> Judged:
    points = [point for point in series if point.period.ends <= row.ends]
    found = xmr([point.value for point in points], direction=row.indicator.direction)
    told = [point for point in points[:-1] if point.value is not None]
    signal = None
    if found.latest and found.latest.signal:
        signal = variation_icon(found.variation, found.latest.side)
    return Judged(row, told[-1] if told else None, signal)
