"""An indicator over the whole organization: what all told together, and who stands worst."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from improvement.organization.models import DepartmentStatus

from .charting import Picture, picture
from .models import Indicator, Point, RollUp, Series
from .periods import Period, periods_between
from .statistics import FALLING, RISING


@dataclass(frozen=True, slots=True)
class Line:
    """A period: its roll-up, and how many departments should have told."""

    period: Period
    row: RollUp | None
    due: int

    @property
    def told(self) -> int:
        return self.row.told if self.row else 0

    @property
    def of(self) -> str:
        return _("%(told)d of %(due)d") % {"told": self.told, "due": self.due}


class Whole:
    """Read with three statements, however many departments and periods there are."""

    code = "organization"

    def __init__(self, indicator: Indicator, today: dt.date) -> None:
        self.indicator, self.today = indicator, today

    @cached_property
    def lines(self) -> list[Line]:
        """Every period from the first to the last that anybody told."""
        kept = RollUp.objects.filter(indicator=self.indicator, node=None, told__gt=0)
        rows = {row.period: row for row in kept.order_by("ends")}
        if not rows:
            return []
        begins = next(iter(rows.values())).in_period.starts
        ends = next(reversed(rows.values())).ends
        return [
            self._line(period, rows.get(period.key))
            for period in periods_between(begins, ends, self.indicator.rhythm)
        ]

    def _line(self, period: Period, row: RollUp | None) -> Line:
        began, counts = self._began
        at = bisect_right(began, period.ends)
        return Line(period, row, max(counts[at - 1] if at else 0, row.told if row else 0))

    @cached_property
    def _began(self) -> tuple[list[dt.date], list[int]]:
        """The days by which departments that are still there had begun, and how many had."""
        groups = self.series.order_by("since").values_list("since").annotate(Count("pk"))
        found = list(groups)
        return [day for day, _n in found], list(accumulate(n for _day, n in found))

    @property
    def series(self) -> QuerySet[Series]:
        return Series.objects.filter(
            indicator=self.indicator, department__state=DepartmentStatus.ACTIVE
        )

    @property
    def worst_first(self) -> QuerySet[Series]:
        """A signal to the worse before all others, one to the better last; then by the value."""
        if self.indicator.direction in RISING:
            return self.series.order_by("side", "value", "pk")
        if self.indicator.direction in FALLING:
            return self.series.order_by("-side", "-value", "-pk")
        return self.series.order_by("department__path")

    @property
    def stale(self) -> int:
        """How many departments owe a newer value."""
        if not self.indicator.in_use:
            return 0
        return self.series.filter(last__lt=self.indicator.owed(self.today).ends).count()

    @property
    def together(self) -> bool:
        """Whether there is one figure of all."""
        return self.indicator.by_parts or self.indicator.adds_up

    @property
    def latest(self) -> Line | None:
        return self.lines[-1] if self.lines else None

    def picture(self) -> Picture | None:
        """The control chart of all together; none where figures only have a spread."""
        points = [self._point(line) for line in self.lines]
        if not self.together or all(point.value is None for point in points):
            return None
        told = _("Departments that told"), [line.of for line in self.lines]
        return picture(self.indicator, self, points, columns=[told])

    def _point(self, line: Line) -> Point:
        row = line.row
        if row is None:
            return Point(line.period)
        figure = row.figure(self.indicator)
        parts = (row.numerator, row.denominator) if figure is not None else (None, None)
        return Point(line.period, figure, *parts)


def side_by_side(
    indicator: Indicator,
    departments: Sequence[Any],
    series: dict[tuple[int, int], list[Point]],
    aims: dict[tuple[int, int], Any],
    last: int,
) -> Iterable[Picture]:
    """The last points of each department, all on one axis."""
    points = {one.pk: series.get((indicator.pk, one.pk), [])[-last:] for one in departments}
    told = [float(p.value) for row in points.values() for p in row if p.value is not None]
    span = (min(told), max(told)) if told else ()
    for one in departments:
        if points[one.pk]:
            aim = aims.get((indicator.pk, one.pk))
            yield picture(indicator, one, points[one.pk], aim, small=True, span=span)
