"""The control chart of an indicator in a department, with both icons and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.charts.chart import Chart
from improvement.charts.numbers import figure
from improvement.charts.small import SignalIcon, assurance_icon, variation_icon
from improvement.charts.xmr import Reading, Slot, xmr_chart

from .freshness import Freshness, freshness
from .models import Direction, Indicator, Point
from .relevance import Aim
from .statistics import RISING, XmR, times_met, xmr


@dataclass(frozen=True, slots=True)
class Picture:
    """A series as a chart; `aim` is the target that goals of the department give it."""

    indicator: Indicator
    department: Any
    points: Sequence[Point]
    aim: Aim | None
    xmr: XmR
    chart: Chart

    @property
    def latest(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def stale(self) -> bool:
        """Whether a newer value should have been told by now."""
        latest = self.latest
        last = latest.period.ends if latest else None
        return freshness(self.indicator, last, timezone.localdate()) == Freshness.STALE

    @property
    def variation(self) -> SignalIcon | None:
        """No icon without a value."""
        latest = self.xmr.latest
        return variation_icon(self.xmr.variation, latest.side) if latest else None

    @property
    def assurance(self) -> SignalIcon | None:
        return assurance_icon(self.xmr.assurance, self.indicator.direction in RISING)

    @property
    def attained(self) -> str:
        """How often the target was met, as a sentence; empty without a target."""
        aim = self.aim
        values = [point.value for point in self.points]
        found = times_met(aim.direction, values, aim.target, aim.upper) if aim else None
        if found is None:
            return ""
        met, known = found
        if met == known:
            words = ngettext(
                "The only value meets the target.",
                "Each of %(known)d values meets the target.",
                known,
            )
        elif met:
            words = _("%(met)d of %(known)d values meet the target.")
        else:
            words = ngettext(
                "The only value misses the target.",
                "None of %(known)d values meets the target: it was never attained.",
                known,
            )
        return words % {"met": met, "known": known}


def picture(
    indicator: Indicator,
    department: Any,
    points: Sequence[Point],
    aim: Aim | None = None,
    *,
    small: bool = False,
    span: Sequence[float] = (),
    columns: Sequence[tuple[str, Sequence[str]]] = (),
) -> Picture:
    """Draw a series; the target comes from the department's goals, where there is one.

    `columns` stand in the data table after the parts.
    `span` are figures for which the axis has room too: side by side, charts share one axis.
    """
    target, upper = (aim.target, aim.upper) if aim else (None, None)
    found = xmr(
        [point.value for point in points],
        direction=aim.direction if aim else indicator.direction,
        target=target,
        upper=upper,
    )
    return Picture(
        indicator=indicator,
        department=department,
        points=points,
        aim=aim,
        xmr=found,
        chart=xmr_chart(
            f"{indicator.code}-{department.code}",
            indicator.local_name,
            [slot(point) for point in points],
            found.points,
            Reading(found.variation, found.assurance, found.trial),
            unit=indicator.unit,
            target=target,
            upper=upper if indicator.direction == Direction.IN_RANGE else None,
            columns=[*parts(indicator, points), *columns],
            small=small,
            span=span,
        ),
    )


def slot(point: Point) -> Slot:
    period = point.period
    return Slot(period.label, period.short_label, period.starts.year)


def parts(indicator: Indicator, points: Sequence[Point]) -> list[tuple[str, Sequence[str]]]:
    """Numerator and denominator beside the values of a rate."""
    if not indicator.by_parts:
        return []
    return [
        (indicator.numerator_name or _("Numerator"), [figure(p.numerator) for p in points]),
        (indicator.denominator_name, [figure(p.denominator) for p in points]),
    ]
