"""A chart to take along: its figures as CSV, its picture as SVG or PNG."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from improvement.charts.chart import Chart
from improvement.charts.palettes import LIGHT, InPrint
from improvement.charts.shapes import px
from improvement.charts.xmr import SIGNALS
from improvement.documents import making
from improvement.documents.forms import SONG

from .charting import Picture

WIDTH, MARGIN, HEAD = 720.0, 16.0, 52.0
IN_SONG = {
    role: dressed | {"font-family": SONG} if "font-family" in dressed else dressed
    for role, dressed in LIGHT.items()
}
"""The faces that are printed with; the one of the page is not there."""


def as_csv(drawn: Picture) -> bytes:
    """One line a period, the first first, as exact as it is kept; Excel reads it as UTF-8.

    Nothing that people typed stands in it, so no cell can begin a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(_("Period"), _("First day"), _("Last day")),
            *(_("Value"), _("Numerator"), _("Denominator")),
            *(_("Mean"), _("Lower limit"), _("Upper limit")),
            *(_("Signal"), _("Target"), _("Status")),
        ]
    )
    writer.writerows(_lines(drawn))
    return out.getvalue().encode("utf-8-sig")


def _lines(drawn: Picture) -> Iterator[list[Any]]:
    target = drawn.aim.target if drawn.aim else None
    for point, found in zip(drawn.points, drawn.xmr.points, strict=True):
        period, known = point.period, point.value is not None
        yield [
            *(period.key, period.starts.isoformat(), period.ends.isoformat()),
            *(_cell(figure) for figure in (point.value, point.numerator, point.denominator)),
            *(_cell(limit) for limit in (found.mean, found.lower, found.upper)),
            SIGNALS[found.variation]() if known else "",
            _cell(target),
            point.row.get_status_display() if point.row else "",
        ]


def _cell(figure: Decimal | float | None) -> str:
    if figure is None:
        return ""
    exact = figure if isinstance(figure, Decimal) else Decimal(f"{figure:.6f}")
    return f"{exact.normalize():f}"


def as_svg(drawn: Picture, *, in_song: bool = False) -> str:
    """The picture with its heading and its own colours, for wherever there is no style sheet."""
    return framed(drawn.chart, drawn.department.local_name, in_song=in_song)


def framed(chart: Chart, under: str, *, in_song: bool = False) -> str:
    """A chart below its title and a line that says whose it is or what was asked."""
    palette = InPrint(width=WIDTH, colours=IN_SONG if in_song else LIGHT)
    width, height = WIDTH + 2 * MARGIN, HEAD + chart.height + MARGIN
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
        '<rect width="{w}" height="{h}" fill="#ffffff"/>'
        '<g transform="translate({m} 0)"><text {strong} x="0" y="22">{name}</text>'
        '<text {faint} x="0" y="40">{under}</text></g>'
        '<g transform="translate({m} {head})">{chart}</g></svg>',
        w=px(width),
        h=px(height),
        m=px(MARGIN),
        head=px(HEAD),
        strong=palette.dress("text-strong"),
        faint=palette.dress("text-label"),
        name=chart.title,
        under=under,
        chart=chart.svg(palette),
    )


def as_png(drawn: Picture) -> bytes:
    """The same as dots, made by a child process; raises NotMade where none can be made."""
    return dotted(as_svg(drawn, in_song=True))


def dotted(svg: str) -> bytes:
    (made,) = making.pictures([(svg, WIDTH + 2 * MARGIN)])
    return made
