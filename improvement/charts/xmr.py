"""The control chart: a series with its natural limits, target and signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .chart import Chart, Key, sentences
from .numbers import MISSING, Number, labelled, with_unit
from .scale import Scale, apart, scale
from .shapes import Dot, Label, Line, Rect, Shape, Track

LEFT, RIGHT = 7.0, 84.0
BELOW = 24
LABELS = 6


class ChartPoint(Protocol):
    """One value with the limits of its segment, as statistics give it."""

    @property
    def value(self) -> float | None: ...
    @property
    def mean(self) -> float | None: ...
    @property
    def lower(self) -> float | None: ...
    @property
    def upper(self) -> float | None: ...
    @property
    def signal(self) -> str: ...
    @property
    def side(self) -> int: ...
    @property
    def variation(self) -> str: ...


class Slot(NamedTuple):
    """A period: its full name, its short one, and the year told where it changes."""

    name: str
    short: str
    year: int


class Reading(NamedTuple):
    """What the chart says: the class of the latest point, the target against the limits."""

    variation: str
    assurance: str | None
    trial: bool


def xmr_chart(
    key: str,
    name: str,
    slots: Sequence[Slot],
    points: Sequence[ChartPoint],
    reading: Reading,
    *,
    unit: str = "",
    target: Number | None = None,
    upper: Number | None = None,
    columns: Sequence[tuple[str, Sequence[str]]] = (),
    small: bool = False,
    span: Sequence[float] = (),
) -> Chart:
    """The chart of a series; one slot for each point, a point without value is a gap.

    `columns` stand in the data table beside the values, as (heading, cells); `span` are figures
    for which the axis has room too.
    """
    height = 132.0 if small else 228.0
    goals = [float(goal) for goal in (target, upper) if goal is not None]
    told = [x for p in points for x in (p.value, p.lower, p.upper)]
    axis = scale([*told, *goals, *span], 12, height - BELOW, 3 if small else 5)
    shapes = [
        *_grid(axis, unit),
        *_missing(slots, points, axis),
        *_limits(points, axis),
        *(Line("target", LEFT, axis.y(goal), RIGHT, axis.y(goal)) for goal in goals),
        Track("line", tuple(_place(points, at, axis) for at in range(len(points)))),
        *_dots(slots, points, axis, unit, 3 if small else 4),
        *_names_of_slots(slots, height, 3 if small else LABELS),
        *_names_of_lines(points, goals, axis),
    ]
    return Chart(
        key=key,
        height=height,
        shapes=shapes,
        title=_title(name, slots, points),
        description=_description(points, goals, unit),
        sentence=read(points, reading, unit=unit, target=target),
        header=[_("Period"), _("Value"), *(heading for heading, _cells in columns), _("Signal")],
        rows=_rows(slots, points, unit, [cells for _heading, cells in columns]),
        legend=_legend(points, bool(goals)),
        small=small,
    )


def _x(at: int, count: int) -> float:
    width = (RIGHT - LEFT) / max(count, 1)
    return LEFT + (at + 0.5) * width


def _place(points: Sequence[ChartPoint], at: int, axis: Scale) -> tuple[float, float] | None:
    value = points[at].value
    return None if value is None else (_x(at, len(points)), axis.y(value))


def _grid(axis: Scale, unit: str) -> Iterator[Shape]:
    for tick in axis.ticks:
        yield Line("grid", LEFT, axis.y(tick), RIGHT, axis.y(tick))
        yield Label("text", LEFT, axis.y(tick) + 4, with_unit(tick, ""), "end", -6)


def _missing(slots: Sequence[Slot], points: Sequence[ChartPoint], axis: Scale) -> Iterator[Shape]:
    width = (RIGHT - LEFT) / max(len(points), 1)
    for at, point in enumerate(points):
        if point.value is None:
            title = labelled(slots[at].name, MISSING)
            yield Rect(
                "missing",
                LEFT + at * width,
                axis.top,
                width,
                axis.bottom - axis.top,
                title=title,
            )


def _segments(points: Sequence[ChartPoint]) -> Iterator[tuple[int, int, ChartPoint]]:
    """From, up to, and a point that carries the limits."""
    at = 0
    groups = groupby(points, key=lambda p: (p.mean, p.lower, p.upper))
    for row in (list(members) for _same, members in groups):
        yield at, at + len(row), row[0]
        at += len(row)


def _limits(points: Sequence[ChartPoint], axis: Scale) -> Iterator[Shape]:
    width = (RIGHT - LEFT) / max(len(points), 1)
    for start, stop, point in _segments(points):
        x1, x2 = LEFT + start * width, LEFT + stop * width
        if point.lower is not None and point.upper is not None:
            top, bottom = axis.y(point.upper), axis.y(point.lower)
            yield Rect("band", x1, top, x2 - x1, bottom - top)
            yield Line("limit", x1, top, x2, top)
            yield Line("limit", x1, bottom, x2, bottom)
        if point.mean is not None:
            yield Line("mean", x1, axis.y(point.mean), x2, axis.y(point.mean))


def _dots(
    slots: Sequence[Slot], points: Sequence[ChartPoint], axis: Scale, unit: str, radius: float
) -> Iterator[Shape]:
    for at, point in enumerate(points):
        if place := _place(points, at, axis):
            title = labelled(slots[at].name, with_unit(point.value, unit))
            yield Dot(f"point-{point.variation}", *place, radius, title)


def _names_of_slots(slots: Sequence[Slot], height: float, most: int) -> Iterator[Shape]:
    step = -(-len(slots) // most)
    year = 0
    for at in range(0, len(slots), max(step, 1)):
        slot = slots[at]
        text = slot.short if slot.year == year else slot.name
        yield Label("text", _x(at, len(slots)), height - 6, text, "middle")
        year = slot.year


def _names_of_lines(
    points: Sequence[ChartPoint], goals: Sequence[float], axis: Scale
) -> Iterator[Shape]:
    last = points[-1] if points else None
    named: list[tuple[str, float, str]] = []
    if last and last.mean is not None:
        named.append(("text-strong", last.mean, pgettext("line of a chart", "mean")))
    if last and last.lower is not None and last.upper is not None and last.lower != last.upper:
        word = pgettext("line of a chart", "limit")
        named += [("text", last.upper, word), ("text", last.lower, word)]
    named += [("text-target", goal, pgettext("line of a chart", "target")) for goal in goals]
    places = apart([axis.y(value) for _role, value, _word in named], 13)
    for (role, value, word), y in zip(named, places, strict=True):
        yield Label(role, RIGHT, y + 4, f"{word} {with_unit(value, '', _places(value))}", shift=6)


def _places(value: float) -> int:
    """Three figures say enough beside a line."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


# In words


def _title(name: str, slots: Sequence[Slot], points: Sequence[ChartPoint]) -> str:
    known = [slots[at].name for at, point in enumerate(points) if point.value is not None]
    if not known:
        return name
    return _("%(name)s, %(first)s to %(last)s") % {
        "name": name,
        "first": known[0],
        "last": known[-1],
    }


def _description(points: Sequence[ChartPoint], goals: Sequence[float], unit: str) -> str:
    count = sum(point.value is not None for point in points)
    parts = [ngettext("%(n)d value.", "%(n)d values.", count) % {"n": count}]
    last = points[-1] if points else None
    if last and last.mean is not None:
        parts.append(_("The mean is %(mean)s.") % {"mean": with_unit(last.mean, unit)})
    if last and last.lower is not None:
        parts.append(
            _("The natural limits are %(lower)s and %(upper)s.")
            % {"lower": with_unit(last.lower, unit), "upper": with_unit(last.upper, unit)}
        )
    parts += [_("The target is %(target)s.") % {"target": with_unit(goal, unit)} for goal in goals]
    return sentences(*parts)


def read(
    points: Sequence[ChartPoint],
    reading: Reading,
    *,
    unit: str = "",
    target: Number | None = None,
) -> str:
    """The sentences that read the chart out."""
    known = [point for point in points if point.value is not None]
    if not known:
        return _("No value has been told yet.")
    if len(known) == 1:
        only = with_unit(known[0].value, unit)
        return _("There is only one value, %(value)s; a second one shows how it varies.") % {
            "value": only
        }
    return sentences(
        _variation(points),
        _assurance(reading.assurance, with_unit(target, unit)),
        _("With fewer than 12 values the limits are on trial.") if reading.trial else "",
    )


def _variation(points: Sequence[ChartPoint]) -> str:
    latest = next(point for point in reversed(points) if point.value is not None)
    better = latest.variation == "improvement"
    if latest.signal == "outside":
        return (
            _("The latest value lies outside the natural limits: a real improvement.")
            if better
            else _("The latest value lies outside the natural limits: find out why.")
        )
    if latest.signal == "trend":
        return (
            _("At least seven values in a row go the right way: a real improvement.")
            if better
            else _("At least seven values in a row go the wrong way: find out why.")
        )
    if latest.signal == "two_of_three":
        return (
            _("Two of the last three values lie close to the limit: a real improvement.")
            if better
            else _("Two of the last three values lie close to the limit: find out why.")
        )
    if latest.signal == "run":
        count = {"count": _run(points)}
        return (
            _("%(count)d values in a row lie on the good side of the mean: the change is real.")
            if better
            else _("%(count)d values in a row lie on the bad side of the mean: find out why.")
        ) % count
    return _("The values vary as they usually do; nothing has changed.")


def _run(points: Sequence[ChartPoint]) -> int:
    """How many values stand on one side of the mean at the end; a gap or the mean ends it."""
    sides = [
        None if p.value is None or p.mean is None else (p.value > p.mean) - (p.value < p.mean)
        for p in points
    ]
    while sides[-1] is None:
        sides.pop()
    return next((at for at, side in enumerate(reversed(sides)) if side != sides[-1]), len(sides))


def _assurance(assurance: str | None, target: str) -> str:
    words = {
        "passes": _("The target of %(target)s is met consistently."),
        "hit_or_miss": _(
            "The target of %(target)s lies within the limits: it is met in some periods and"
            " missed in others."
        ),
        "fails": _(
            "The target of %(target)s lies beyond the limits: as things are, it is not met."
        ),
    }
    return words[assurance] % {"target": target} if assurance else ""


SIGNALS = {
    "improvement": lambda: pgettext("signal of a chart", "Improvement"),
    "concern": lambda: pgettext("signal of a chart", "Concern"),
    "common": lambda: pgettext("signal of a chart", "Common cause"),
}


def _rows(
    slots: Sequence[Slot],
    points: Sequence[ChartPoint],
    unit: str,
    columns: Sequence[Sequence[str]],
) -> list[list[str]]:
    """The latest first, as people look for it."""
    rows = []
    for at, point in enumerate(points):
        signal = MISSING if point.value is None else SIGNALS[point.variation]()
        more = [cells[at] for cells in columns]
        rows.append([slots[at].name, with_unit(point.value, unit), *more, signal])
    return rows[::-1]


def _legend(points: Sequence[ChartPoint], has_target: bool) -> list[Key]:
    kinds = {point.variation for point in points if point.value is not None}
    keys = [Key("dot", f"point-{kind}", SIGNALS[kind]()) for kind in SIGNALS if kind in kinds]
    if any(point.lower is not None for point in points):
        keys.append(Key("line", "limit", _("Natural limits")))
    if has_target:
        keys.append(Key("line", "target", _("Target")))
    if any(point.value is None for point in points):
        keys.append(Key("bar", "missing", _("Missing")))
    return keys
