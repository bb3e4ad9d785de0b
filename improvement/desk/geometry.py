"""The geometry of the small charts; colour is left to the style sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Value = float | None


class Point(NamedTuple):
    x: float
    y: float


class Line(NamedTuple):
    """A path through the points, the last point, and the height of the base line."""

    path: str
    end: Point | None
    base: float | None


def percent(value: float) -> str:
    """A share of the width, kept inside the picture."""
    return f"{min(max(value, 0), 100):.4g}%"


def sparkline(
    values: Sequence[Value],
    baseline: Value = None,
    width: float = 84,
    height: float = 28,
    margin: float = 3,
) -> Line:
    """A line through the values; None leaves a gap, for missing is not zero."""
    known = [v for v in (*values, baseline) if v is not None]
    if not known or not values:
        return Line("", None, None)
    low, span = min(known), max(known) - min(known)
    step = (width - 2 * margin) / max(len(values) - 1, 1)

    def y(value: float) -> float:
        share = (value - low) / span if span else 0.5
        return round(height - margin - share * (height - 2 * margin), 1)

    path, end = "", None
    for index, value in enumerate(values):
        if value is None:
            continue
        joined = path and values[index - 1] is not None
        end = Point(round(margin + index * step, 1), y(value))
        path += f"{'L' if joined else 'M'}{end.x:g} {end.y:g}"
    return Line(path, end, None if baseline is None else y(baseline))


class Segment(NamedTuple):
    kind: str
    x: str
    width: str


def quorum(votes: dict[str, int], seats: int) -> list[Segment]:
    """The votes side by side, each as its share of the seats."""
    seats = max(seats, 1)
    segments, start = [], 0
    for kind, number in votes.items():
        if number:
            segments.append(
                Segment(kind, percent(100 * start / seats), percent(100 * number / seats))
            )
        start += number
    return segments
