"""The legend as a part of the picture, for wherever there is no page around it."""

from __future__ import annotations

from dataclasses import replace

from .chart import Chart
from .scale import letters
from .shapes import Label, Line, Rect, Shape

LINE = 18.0


def with_legend(chart: Chart, width: float) -> Chart:
    """What its shades stand for, below it: on the page the legend is not part of the picture."""
    shapes: list[Shape] = list(chart.shapes)
    x, y = 0.0, chart.height
    for kind, role, text in chart.legend:
        wide = (34 + letters(text) * 6) * 100 / width
        if x + wide > 100:
            x, y = 0.0, y + LINE
        shapes.append(
            Line(role, x, y + 6, x + 1400 / width, y + 6)
            if kind == "line"
            else Rect(role, x, y, 1200 / width, 12, 3)
        )
        shapes.append(Label("text-label", x, y + 10, text, shift=20))
        x += wide
    return replace(chart, shapes=shapes, height=y + LINE if chart.legend else y)
