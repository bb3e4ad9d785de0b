"""Stacked load: what is asked in each month, by whom, against what can be given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .chart import Chart, Key, sentences
from .numbers import figure, labelled, listed
from .scale import scale
from .shapes import Label, Line, Rect, Shape

LEFT, RIGHT, TOP, HEIGHT, FOOT = 7.0, 100.0, 22.0, 150.0, 24.0
NAMED = 4
"""So many who ask have a shade of their own; the others share the last."""


class Series(NamedTuple):
    """Who asks, and for how much in each month."""

    name: str
    values: Sequence[float]


def load_chart(
    key: str,
    title: str,
    months: Sequence[str],
    series: Sequence[Series],
    capacity: Sequence[float],
    *,
    long_months: Sequence[str] = (),
) -> Chart:
    """Stacks in the order of who asks for most; what is above capacity is framed and told."""
    shown = together(series)
    asked = [sum(one.values[at] for one in series) for at in range(len(months))]
    axis = scale([0, *asked, *capacity], TOP, TOP + HEIGHT, 4)
    wide = (RIGHT - LEFT) / max(len(months), 1)
    shapes: list[Shape] = []
    for tick in axis.ticks:
        shapes.append(Line("grid", LEFT, axis.y(tick), RIGHT, axis.y(tick)))
        shapes.append(Label("text", LEFT, axis.y(tick) + 4, figure(tick), "end", shift=-6))
    for at, month in enumerate(months):
        x, below = LEFT + wide * at, 0.0
        shapes.append(Label("text", x + wide / 2, TOP + HEIGHT + 16, month, "middle"))
        for shade, one in enumerate(shown, start=1):
            if value := one.values[at]:
                top, foot = axis.y(below + value), axis.y(below)
                when = (long_months or months)[at]
                spoken = labelled(listed(one.name, when), figure(value, 1))
                role = f"stack-{shade}"
                shapes.append(
                    Rect(role, x + wide * 0.14, top, wide * 0.72, foot - top, title=spoken)
                )
                below += value
        if over := max(asked[at] - capacity[at], 0):
            top, foot = axis.y(asked[at]), axis.y(capacity[at])
            shapes.append(Rect("over", x + wide * 0.12, top, wide * 0.76, foot - top))
            shapes.append(
                Label("text-over", x + wide / 2, top - 5, f"+{figure(over, 0)}", "middle")
            )
        shapes.append(Line("capacity", x, axis.y(capacity[at]), x + wide, axis.y(capacity[at])))
    told = told_in_words(long_months or months, asked, capacity)
    return Chart(
        key=key,
        height=TOP + HEIGHT + FOOT,
        shapes=shapes,
        title=title,
        description=told,
        sentence=told,
        header=[_("Month"), *(one.name for one in series), _("Asked"), _("Can be given")],
        rows=[
            [
                name,
                *(figure(one.values[at], 1) for one in series),
                figure(asked[at], 1),
                figure(capacity[at], 1),
            ]
            for at, name in enumerate(long_months or months)
        ],
        legend=[
            *(Key("bar", f"stack-{n}", one.name) for n, one in enumerate(shown, start=1)),
            Key("line", "capacity", _("Can be given")),
        ],
        wide=True,
    )


def together(series: Sequence[Series]) -> list[Series]:
    """The ones who ask for most, and all others as one."""
    ordered = sorted(series, key=lambda one: (-sum(one.values), one.name))
    if len(ordered) <= NAMED:
        return ordered
    rest = ordered[NAMED - 1 :]
    values = [sum(each) for each in zip(*(one.values for one in rest), strict=True)]
    return [*ordered[: NAMED - 1], Series(_("Others"), values)]


def told_in_words(months: Sequence[str], asked: Sequence[float], capacity: Sequence[float]) -> str:
    over = [at for at, days in enumerate(asked) if days > capacity[at]]
    if not over:
        return _("In no month is more asked than can be given.")
    worst = max(over, key=lambda at: asked[at] - capacity[at])
    return sentences(
        _("More is asked than can be given in: %(months)s.")
        % {"months": listed(*(months[at] for at in over))},
        _("Most in %(month)s: %(asked)s asked, %(capacity)s can be given.")
        % {
            "month": months[worst],
            "asked": figure(asked[worst], 1),
            "capacity": figure(capacity[worst], 1),
        },
    )
