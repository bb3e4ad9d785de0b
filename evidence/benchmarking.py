"""One's own figures beside those of competitors and peers, period by period (3.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from improvement.charts.chart import Chart, sentences
from improvement.charts.dots import Row, dot_plot
from improvement.charts.numbers import listed

from .models import Benchmark, Indicator, Point, Value
from .periods import Period
from .statistics import roll_up, stands

MOST = 20
"""So many of the latest figures are drawn and listed."""


class Own(NamedTuple):
    """Our figure for a period, and the period it was told for."""

    value: Decimal
    period: Period


class Line(NamedTuple):
    """A figure of somebody else beside our own."""

    benchmark: Benchmark
    own: Own | None
    stands: int | None
    """+1 where ours is better, -1 where theirs is; None where that has no meaning."""

    @property
    def difference(self) -> Decimal | None:
        return self.own.value - self.benchmark.value if self.own else None

    @property
    def same_period(self) -> bool:
        return self.own is not None and self.own.period == self.benchmark.in_period


def read(indicator: Indicator, department: Any) -> list[Line]:
    """The latest figures of others, each with what the department told for the same time."""
    rows = indicator.benchmarks.counting().select_related("entered_by")[:MOST]
    points = Value.objects.series(indicator, department) if department else []
    found = []
    for row in rows:
        row.indicator = indicator
        ours = own(indicator, points, row.in_period)
        better = stands(indicator.direction, ours.value, row.value) if ours else None
        found.append(Line(row, ours, better))
    return found


def own(indicator: Indicator, points: Sequence[Point], period: Period) -> Own | None:
    """Of the same period; else rolled up from all periods within it; else the last told in it.

    Plain figures are not averaged: a mean of means is nobody's figure.
    """
    within = [
        p for p in points if period.starts <= p.period.starts and p.period.ends <= period.ends
    ]
    for point in within:
        if point.period == period and point.value is not None:
            return Own(point.value, period)
    if indicator.by_parts and within and covers(within, period):
        rolled = roll_up(((p.numerator, p.denominator) for p in within), indicator.factor)
        if rolled is not None:
            return Own(rolled, period)
    told = [point for point in within if point.value is not None]
    return Own(told[-1].value, told[-1].period) if told and told[-1].value is not None else None


def covers(points: Sequence[Point], period: Period) -> bool:
    """Whether the points go from the first day of the period to its last."""
    return points[0].period.starts == period.starts and points[-1].period.ends == period.ends


def chart_of(indicator: Indicator, department: Any, lines: Sequence[Line]) -> Chart:
    """Theirs and ours on one scale, a row for each figure of theirs."""
    rows = [
        Row(
            listed(line.benchmark.peer, line.benchmark.in_period.label),
            float(line.benchmark.value),
            float(line.own.value) if line.own else None,
        )
        for line in lines
    ]
    drawn = dot_plot(
        f"benchmark-{indicator.code}",
        indicator.local_name,
        rows,
        value_name=_("Theirs"),
        other_name=department.local_name if department else _("Ours"),
        places=2,
    )
    told = sentence(lines)
    return replace(drawn, sentence=told, description=told)


def sentence(lines: Sequence[Line]) -> str:
    """Before whom we are, behind whom, and with whom there is nothing to compare."""
    told = {
        1: _("Ours is better than that of: %(names)s."),
        0: _("Ours is the same as that of: %(names)s."),
        -1: _("Ours is worse than that of: %(names)s."),
        None: _("Nothing can be said about: %(names)s."),
    }
    return sentences(
        *(
            words % {"names": listed(*dict.fromkeys(named))}
            for side, words in told.items()
            if (named := [line.benchmark.peer for line in lines if line.stands == side])
        )
    )
