"""Lying bars: what each of a few things comes to, stacked by who or what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from .chart import Chart, Key
from .numbers import figure, labelled, listed
from .scale import letters, shortened
from .shapes import Label, Line, Rect, Shape

LANE, BELOW, BAR, FOOT = 40.0, 19.0, 14.0, 6.0
BACK = "stack-4"
PAIR = ("stack-1", "stack-3")
LETTERS, FEWEST = 50, 10
"""What a line holds on a phone, name and figure together, and what a name is left at least."""

NAMED = 4
"""So many parts have a shade of their own; the others share the last."""

Said = Callable[[float], str]


class Row(NamedTuple):
    """A name, its parts in the order of the series, and what is told at its end.

    What is counted in `back` is drawn to the other side of the line, as lost and not as had.
    """

    name: str
    parts: Sequence[float]
    told: str = ""
    back: float = 0.0


def whole(value: float) -> str:
    return figure(value, 0)


def bar_chart(
    key: str,
    title: str,
    series: Sequence[str],
    rows: Sequence[Row],
    *,
    sentence: str,
    said: Said = whole,
    first: str = "",
    back: str = "",
    shades: Sequence[int] = (1, 2, 3, 4),
    full: float = 0.0,
) -> Chart:
    """Rows in the order given, each under its name; several series are stacked and in the legend.

    `first` heads the column of names in the data table, `back` names what is drawn to the left,
    `full` is what a bar over the whole width stands for, where that is more than the longest.
    """
    names, shown = together(series, rows)
    drawn = Drawn(names, [f"stack-{shade}" for shade in shades], back, said, *span(shown, full))
    return Chart(
        key=key,
        height=LANE * len(shown) + FOOT,
        shapes=[shape for at, row in enumerate(shown) for shape in drawn.lane(row, at * LANE)],
        title=title,
        description=sentence,
        sentence=sentence,
        header=[first or _("Name"), *drawn.columns],
        rows=[[row.name, *drawn.cells(row)] for row in shown],
        legend=drawn.legend,
    )


def span(rows: Sequence[Row], full: float = 0.0) -> tuple[float, float]:
    """Where the line stands, and how wide one of what is counted is."""
    behind = max((row.back for row in rows), default=0.0)
    ahead = max([full, *(sum(row.parts) for row in rows)])
    unit = 100 / ((behind + ahead) or 1.0)
    return behind * unit, unit


@dataclass(frozen=True, slots=True)
class Drawn:
    """What all rows of a chart share."""

    names: Sequence[str]
    roles: Sequence[str]
    back: str
    said: Said
    zero: float
    unit: float

    def lane(self, row: Row, top: float) -> Iterator[Shape]:
        yield from heading(row.name, row.told or self.said(sum(row.parts)), top)
        yield Rect("track", 0, top + BELOW, 100, BAR, 3)
        x = self.zero
        for name, role, value in zip(self.names, self.roles, row.parts, strict=False):
            if value:
                yield self.bar(role, row, name, value, x, top)
                x += value * self.unit
        if row.back:
            x = self.zero - row.back * self.unit
            yield self.bar(BACK, row, self.back, row.back, x, top)
        if self.zero:
            yield Line("tick-line", self.zero, top + BELOW - 2, self.zero, top + BELOW + BAR + 2)

    def bar(self, role: str, row: Row, name: str, value: float, x: float, top: float) -> Rect:
        spoken = labelled(listed(*filter(None, (row.name, name))), self.said(value))
        return Rect(role, x, top + BELOW, value * self.unit, BAR, 3, spoken)

    @property
    def columns(self) -> list[str]:
        if self.back:
            return [*self.names, self.back]
        return [*(self.names if len(self.names) > 1 else ()), _("Together")]

    def cells(self, row: Row) -> list[str]:
        last = row.back if self.back else sum(row.parts)
        parts = row.parts if self.back or len(self.names) > 1 else ()
        return [*map(self.said, parts), self.said(last)]

    @property
    def legend(self) -> list[Key]:
        keys = [Key("bar", *pair) for pair in zip(self.roles, self.names, strict=False)]
        keys += [Key("bar", BACK, self.back)] if self.back else []
        return keys if len(keys) > 1 else []


def heading(name: str, told: str, top: float) -> Iterator[Shape]:
    """The line above a bar: what it is, and what it comes to."""
    room = max(LETTERS - letters(told), FEWEST)
    yield Label("text-label", 0, top + 13, shortened(name, room), title=name)
    yield Label("text-strong", 100, top + 13, told, "end")


def together(series: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """The series that come to most, and all others as one."""
    if len(series) <= NAMED:
        return list(series), list(rows)
    sums = [sum(row.parts[at] for row in rows) for at in range(len(series))]
    order = sorted(range(len(series)), key=lambda at: (-sums[at], series[at]))
    own, rest = order[: NAMED - 1], order[NAMED - 1 :]
    return [*(series[at] for at in own), _("Others")], [
        row._replace(parts=[*(row.parts[at] for at in own), sum(row.parts[at] for at in rest)])
        for row in rows
    ]


class Pair(NamedTuple):
    """A name with what it comes to now and came to before, and the change in words."""

    name: str
    now: float
    before: float
    told: str


def pair_chart(
    key: str,
    title: str,
    named: tuple[str, str],
    pairs: Sequence[Pair],
    *,
    sentence: str,
    said: Said = whole,
) -> Chart:
    """Two bars of one scale under each name: the dark one is now, the light one before."""
    most = max((value for pair in pairs for value in (pair.now, pair.before)), default=0.0) or 1.0
    shapes: list[Shape] = []
    for at, pair in enumerate(pairs):
        top = at * LANE
        shapes += heading(pair.name, pair.told, top)
        for place, value in enumerate((pair.now, pair.before)):
            spoken = labelled(listed(pair.name, named[place]), said(value))
            y = top + BELOW + place * (BAR / 2 + 1)
            if value:
                shapes.append(Rect(PAIR[place], 0, y, value * 100 / most, BAR / 2, 2, spoken))
    return Chart(
        key=key,
        height=LANE * len(pairs) + FOOT,
        shapes=shapes,
        title=title,
        description=sentence,
        sentence=sentence,
        header=[_("Name"), *named, _("Change")],
        rows=[[pair.name, said(pair.now), said(pair.before), pair.told] for pair in pairs],
        legend=[Key("bar", *pair) for pair in zip(PAIR, named, strict=True)],
    )
