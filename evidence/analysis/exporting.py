"""A chart of the register to take along: its figures, its drawing, its picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from evidence import exporting
from evidence.imports.faults import harmless
from evidence.periods import parse
from evidence.statistics import vital_few
from improvement.charts.chart import Chart
from improvement.charts.heat import clock
from improvement.charts.legend import with_legend
from improvement.charts.xmr import SIGNALS

from .drawing import chart_of, filter_of, name_of, read, told_of
from .keeping import Content


def as_csv(one: Content) -> bytes:
    """As exact as it is kept; names that people typed begin no formula."""
    out = io.StringIO()
    csv.writer(out).writerows(LINES[one["chart"]](one))
    return out.getvalue().encode("utf-8-sig")


def pareto(one: Content) -> Iterator[list[Any]]:
    yield [_("Category"), told_of(one["kind"]), _("Share"), _("Added up"), _("Vital few")]
    counts = [bar["count"] for bar in one["bars"]]
    total, few = sum(counts), vital_few(counts)
    for at, (bar, reached) in enumerate(zip(one["bars"], accumulate(counts), strict=True)):
        shares = [f"{number / total:.6f}" for number in (bar["count"], reached)]
        yield [harmless(name_of(bar)), bar["count"], *shares, _("Yes") if at < few else _("No")]


def trend(one: Content) -> Iterator[list[Any]]:
    head = [_("Period"), _("First day"), _("Last day"), told_of(one["kind"]), _("A year before")]
    yield [*head, _("Mean"), _("Lower limit"), _("Upper limit"), _("Signal")]
    for (key, count, before), point in zip(one["months"], read(one).points, strict=True):
        month = parse(key)
        limits = [
            "" if limit is None else f"{limit:.6f}"
            for limit in (point.mean, point.lower, point.upper)
        ]
        told = [key, month.starts.isoformat(), month.ends.isoformat(), count]
        yield [*told, "" if before is None else before, *limits, SIGNALS[point.variation]()]


def heat(one: Content) -> Iterator[list[Any]]:
    """Every cell; what has no time of day stands last, so that the sum is that of the register."""
    yield [_("Weekday"), _("Hour"), told_of(one["kind"])]
    for day, counts in enumerate(one["cells"]):
        for hour, count in enumerate(counts):
            yield [WEEKDAYS[day], clock(hour), count]
    yield [_("Time of day not known"), "", one["without"]]


LINES = {"pareto": pareto, "trend": trend, "heat": heat}


def legible(one: Content) -> Chart:
    return with_legend(chart_of(one), exporting.WIDTH)


def as_svg(one: Content) -> str:
    return exporting.framed(legible(one), filter_of(one))


def as_png(one: Content) -> bytes:
    return exporting.dotted(exporting.framed(legible(one), filter_of(one), in_song=True))
