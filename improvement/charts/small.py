"""Charts of the size of a word: the sparkline, the bullet, the two icons of a control chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from .chart import Chart, sentences
from .numbers import Number, with_unit
from .scale import scale
from .shapes import Dot, Line, Rect, Shape, Track


def sparkline(
    key: str, name: str, periods: Sequence[str], values: Sequence[Number | None], unit: str = ""
) -> Chart:
    """A line without axes; a missing value lifts the pen."""
    height, margin = 28.0, 3.0
    axis = scale([None if v is None else float(v) for v in values], margin, height - margin, 2)
    low, high = _ends(values)
    step = (100 - 2 * margin) / max(len(values) - 1, 1)

    def y(value: Number) -> float:
        share = (float(value) - low) / (high - low) if high > low else 0.5
        return axis.bottom - share * (axis.bottom - axis.top)

    places = [None if v is None else (margin + at * step, y(v)) for at, v in enumerate(values)]
    known = [(place, at) for at, place in enumerate(places) if place]
    shapes: list[Shape] = [Track("spark", tuple(places))]
    sentence = _("No value has been told yet.")
    if known:
        place, at = known[-1]
        shapes.append(Dot("dot", *place, 2.5))
        first = values[known[0][1]]
        sentence = _("From %(first)s to %(last)s.") % {
            "first": with_unit(first, unit),
            "last": with_unit(values[at], unit),
        }
    return Chart(
        key=key,
        height=height,
        shapes=shapes,
        title=name,
        description=sentence,
        sentence=sentence,
        header=[_("Period"), _("Value")],
        rows=[[p, with_unit(v, unit)] for p, v in zip(periods, values, strict=True)],
        small=True,
    )


def _ends(values: Sequence[Number | None]) -> tuple[float, float]:
    known = [float(value) for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 0.0)


def bullet(
    key: str,
    name: str,
    value: Number | None,
    target: Number,
    *,
    low: Number = 0,
    high: Number | None = None,
    expected: Number | None = None,
    tone: str = "",
    unit: str = "",
) -> Chart:
    """A bar against its target, with a tick where it should be by now; no gauge (Few)."""
    top = float(high if high is not None else max(float(target), float(value or 0)))
    span = (top - float(low)) or 1.0

    def x(figure: Number) -> float:
        return min(max((float(figure) - float(low)) / span, 0), 1) * 100

    shapes: list[Shape] = [Rect("track", 0, 8, x(target), 8, 4)]
    if value is not None:
        shapes.append(Rect(f"bar-{tone}" if tone else "bar", 0, 8, x(value), 8, 4))
    if expected is not None:
        shapes.append(Line("expected-line", x(expected), 5, x(expected), 19))
    shapes.append(Line("tick-line", x(target), 3, x(target), 21))
    told = _("%(value)s of a target of %(target)s.") % {
        "value": with_unit(value, unit),
        "target": with_unit(target, unit),
    }
    should = ""
    if expected is not None:
        should = _("By now it should be %(expected)s.") % {"expected": with_unit(expected, unit)}
    return Chart(
        key=key,
        height=24,
        shapes=shapes,
        title=name,
        description=sentences(told, should),
        sentence=sentences(told, should),
        header=[_("Value"), _("Target"), _("Expected by now")],
        rows=[[with_unit(value, unit), with_unit(target, unit), with_unit(expected, unit)]],
        small=True,
    )


class SignalIcon(NamedTuple):
    """One of the two icons of Making Data Count: its shape, its class and its words."""

    kind: str
    """up, down or common for variation; passes, fails or hit_or_miss for assurance."""
    tone: str
    label: str
    above: bool = False
    """Where the target line of an assurance icon runs."""


def variation_icon(variation: str, side: int) -> SignalIcon:
    """How the latest value stands: up or down, for better or worse, or as usual."""
    words = {
        "improvement": _("Variation: improvement"),
        "concern": _("Variation: concern"),
        "common": _("Variation: common cause"),
    }
    kind = "common" if variation == "common" else "up" if side > 0 else "down"
    return SignalIcon(kind, variation, words[variation])


def assurance_icon(assurance: str | None, rising: bool) -> SignalIcon | None:
    """Whether the process meets its target; no icon without a target."""
    if assurance is None:
        return None
    words = {
        "passes": _("Target: consistently met"),
        "hit_or_miss": _("Target: hit or miss"),
        "fails": _("Target: consistently missed"),
    }
    tones = {"passes": "improvement", "hit_or_miss": "common", "fails": "concern"}
    above = rising == (assurance == "fails")
    return SignalIcon(assurance, tones[assurance], words[assurance], above)
