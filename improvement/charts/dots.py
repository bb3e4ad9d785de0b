"""The dot plot: two figures of each of many, side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .chart import Chart, Key
from .numbers import figure, labelled, listed
from .scale import scale, shortened
from .shapes import Dot, Label, Line, Rect, Shape

LEFT, RIGHT, LANE, FOOT = 30.0, 97.0, 22.0, 22.0
LETTERS = 17


class Row(NamedTuple):
    """A name with its figure, and the one to compare it with; None is not drawn."""

    name: str
    value: float | None
    other: float | None = None
    chosen: bool = False


def dot_plot(
    key: str,
    title: str,
    rows: Sequence[Row],
    *,
    value_name: str,
    other_name: str = "",
    low: float | None = None,
    high: float | None = None,
    places: int = 1,
) -> Chart:
    """The rows in the order given; the chosen one stands out."""
    bottom = 6 + LANE * len(rows)
    told = [number for row in rows for number in (row.value, row.other)]
    axis = scale([low, high, *told], 0, 1, 5)

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (1 - axis.y(value))

    shapes: list[Shape] = [
        Rect("chosen", 0, 6 + at * LANE, 100, LANE, 4) for at, row in enumerate(rows) if row.chosen
    ]
    for tick in axis.ticks:
        shapes.append(Line("grid", x(tick), 4, x(tick), bottom))
        shapes.append(Label("text", x(tick), bottom + 16, figure(tick), "middle"))
    for at, row in enumerate(rows):
        y = 6 + at * LANE + LANE / 2
        role = "text-strong" if row.chosen else "text-label"
        shapes.append(Label(role, 0, y + 4, shortened(row.name, LETTERS), shift=6, title=row.name))
        if row.value is not None and row.other is not None:
            shapes.append(Line("join", x(row.value), y, x(row.other), y))
        if row.other is not None:
            spoken = labelled(listed(row.name, other_name), figure(row.other, places))
            shapes.append(Dot("dot-other", x(row.other), y, 4, spoken))
        if row.value is not None:
            spoken = labelled(listed(row.name, value_name), figure(row.value, places))
            shapes.append(Dot("dot", x(row.value), y, 5, spoken))
    with_other = bool(other_name)
    return Chart(
        key=key,
        height=bottom + FOOT,
        shapes=shapes,
        title=title,
        description=_sentence(rows, places),
        sentence=_sentence(rows, places),
        header=[_("Name"), value_name, *([other_name] if with_other else [])],
        rows=[
            [
                row.name,
                figure(row.value, places),
                *([figure(row.other, places)] if with_other else []),
            ]
            for row in rows
        ],
        legend=[
            Key("dot", "dot", value_name),
            *([Key("dot", "dot-other", other_name)] if with_other else []),
        ],
    )


def _sentence(rows: Sequence[Row], places: int) -> str:
    told = [(row.value, row) for row in rows if row.value is not None]
    if not told:
        return _("No figure has been told yet.")
    best, worst = max(told, key=lambda t: t[0])[1], min(told, key=lambda t: t[0])[1]
    ends = {
        "low": f"{figure(worst.value, places)}",
        "high": f"{figure(best.value, places)}",
        "lowest": worst.name,
        "highest": best.name,
    }
    chosen = next((row for _value, row in told if row.chosen), None)
    if chosen is None:
        return _("The figures go from %(low)s (%(lowest)s) to %(high)s (%(highest)s).") % ends
    rank = 1 + sum(value > (chosen.value or 0) for value, _row in told)
    return _(
        "%(name)s has %(value)s and stands at %(rank)d of %(all)d; the figures go from %(low)s"
        " (%(lowest)s) to %(high)s (%(highest)s)."
    ) % {
        **ends,
        "name": chosen.name,
        "value": figure(chosen.value, places),
        "rank": rank,
        "all": len(told),
    }
