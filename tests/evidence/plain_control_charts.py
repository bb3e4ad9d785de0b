"""The control chart in fractions, rule by rule: what the one in whole numbers must equal."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from evidence.statistics.directions import FALLING, RISING

Number = Decimal | float | int
Variation = Literal["improvement", "concern", "common"]
Assurance = Literal["passes", "hit_or_miss", "fails"]
Signal = Literal["", "outside", "trend", "two_of_three", "run"]

LIMIT = Fraction("2.66")
SCREEN = Fraction("3.267")
NEAR_LIMIT = Fraction(2, 3)
IN_A_ROW = 7
FEW = 12
"""Fewer points give trial limits."""


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One value of an XmR chart with the limits of its segment; None where it is missing."""

    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    signal: Signal = ""
    side: int = 0
    """+1 where the signal says that values went up, -1 down."""
    variation: Variation = "common"


@dataclass(frozen=True, slots=True)
class XmR:
    """An individuals chart: its points, the limits of the last segment, and what it says."""

    points: tuple[ChartPoint, ...]
    mean: float | None
    lower: float | None
    upper: float | None
    trial: bool
    variation: Variation
    assurance: Assurance | None
    target: float | None = None

    @property
    def latest(self) -> ChartPoint | None:
        """The last point with a value; its class is the variation of the chart."""
        return next((p for p in reversed(self.points) if p.value is not None), None)

    @property
    def known(self) -> int:
        return sum(point.value is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class _Limits:
    mean: Fraction
    width: Fraction | None
    """Half the distance between the limits; None with fewer than two neighbours."""

    @property
    def lower(self) -> Fraction | None:
        return None if self.width is None else self.mean - self.width

    @property
    def upper(self) -> Fraction | None:
        return None if self.width is None else self.mean + self.width


def xmr(
    values: Sequence[Number | None],
    *,
    direction: str,
    target: Number | None = None,
    upper: Number | None = None,
    screen: bool = True,
    segments: Iterable[int] = (),
) -> XmR:
    """The individuals and moving range chart of a series.

    `direction` is one of evidence.models.Direction; `target` and `upper` are the ends of the range
    for "in range". `segments` are the positions at which a person had the limits worked out anew.
    A missing value has no moving range, and no run, trend or pair goes across it: what is not
    known proves nothing. Source: domain.md, Statistics; NHS England, Making Data Count.
    """
    numbers = [None if value is None else Fraction(value) for value in values]
    goal, end = _fraction(target), _fraction(upper)
    bounds = sorted({0, *(at for at in segments if 0 < at < len(numbers)), len(numbers)})
    points: list[ChartPoint] = []
    limits: _Limits | None = None
    used: list[Fraction | None] = []
    for start, stop in itertools.pairwise(bounds):
        used = numbers[start:stop]
        limits = _limits(used, screen)
        points.extend(_points(used, limits, direction, goal, end))
    known = sum(value is not None for value in used)
    latest = next((p for p in reversed(points) if p.value is not None), None)
    return XmR(
        points=tuple(points),
        mean=_float(limits.mean) if limits else None,
        lower=_float(limits.lower) if limits else None,
        upper=_float(limits.upper) if limits else None,
        trial=known < FEW,
        variation=latest.variation if latest else "common",
        assurance=_assurance(limits, direction, goal, end) if limits else None,
        target=_float(goal),
    )


def _fraction(value: Number | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _limits(numbers: Sequence[Fraction | None], screen: bool) -> _Limits | None:
    known = [value for value in numbers if value is not None]
    if not known:
        return None
    mean = sum(known, Fraction()) / len(known)
    ranges = [
        abs(after - before)
        for before, after in itertools.pairwise(numbers)
        if before is not None and after is not None
    ]
    return _Limits(mean, LIMIT * _mean_range(ranges, screen) if ranges else None)


def _mean_range(ranges: list[Fraction], screen: bool) -> Fraction:
    """Very large ranges are left out once; where only steady ones would remain, none is."""
    mean = sum(ranges, Fraction()) / len(ranges)
    kept = [value for value in ranges if value < SCREEN * mean] if screen else ranges
    return sum(kept, Fraction()) / len(kept) if any(kept) else mean


def _points(
    numbers: Sequence[Fraction | None],
    limits: _Limits | None,
    direction: str,
    target: Fraction | None,
    upper: Fraction | None,
) -> Iterator[ChartPoint]:
    if limits is None:
        yield from (ChartPoint(None, None, None, None) for _ in numbers)
        return
    blank = ChartPoint(None, _float(limits.mean), _float(limits.lower), _float(limits.upper))
    signals = _signals(numbers, limits)
    good = _good_side(direction, limits.mean, target, upper)
    for value, (signal, side) in zip(numbers, signals, strict=True):
        kind: Variation = "common"
        if side:
            kind = "improvement" if side == good else "concern"
        yield replace(blank, value=_float(value), signal=signal, side=side, variation=kind)


def _good_side(
    direction: str, mean: Fraction, target: Fraction | None, upper: Fraction | None
) -> int:
    """+1 where more is better, -1 where less is; in a range the way towards it, if there is one."""
    if direction in RISING:
        return 1
    if direction in FALLING:
        return -1
    if target is not None and mean < target:
        return 1
    if upper is not None and mean > upper:
        return -1
    return 0


def _signals(numbers: Sequence[Fraction | None], limits: _Limits) -> list[tuple[Signal, int]]:
    """The strongest signal of every point: outside, then trend, then two of three, then run."""
    found: list[tuple[Signal, int]] = [("", 0)] * len(numbers)
    if not limits.width:  # unknown, or no value differs from another
        return found
    off = [None if value is None else value - limits.mean for value in numbers]
    marked: dict[Signal, list[tuple[int, int]]] = {
        "outside": [
            (at, _sign(x)) for at, x in enumerate(off) if x is not None and abs(x) > limits.width
        ],
        "trend": _trends(numbers),
        "two_of_three": _pairs(off, NEAR_LIMIT * limits.width),
        "run": _runs([None if x is None else _sign(x) for x in off]),
    }
    for signal, places in marked.items():
        for at, side in places:
            if not found[at][1]:
                found[at] = signal, side
    return found


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _runs(sides: Sequence[int | None]) -> list[tuple[int, int]]:
    """The members of every run of at least seven on one side; a point on the mean ends it."""
    return [
        (at, side)
        for start, stop, side in _stretches(sides)
        if stop - start >= IN_A_ROW
        for at in range(start, stop)
    ]


def _trends(numbers: Sequence[Fraction | None]) -> list[tuple[int, int]]:
    """The members of every seven or more steadily rising or falling; equal neighbours end it."""
    moves = [
        None if before is None or after is None else _sign(after - before)
        for before, after in itertools.pairwise(numbers)
    ]
    return [
        (at, side)
        for start, stop, side in _stretches(moves)
        if stop - start >= IN_A_ROW - 1
        for at in range(start, stop + 1)
    ]


def _stretches(signs: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """Where one sign other than zero stands without a break: from, up to, sign."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[start]:
            if side := signs[start]:
                yield start, at, side
            start = at


def _pairs(off: Sequence[Fraction | None], near: Fraction) -> list[tuple[int, int]]:
    """In every three neighbours on one side of the mean, the two or three close to the limit."""
    found: set[tuple[int, int]] = set()
    for at in range(len(off) - 2):
        three = [x for x in off[at : at + 3] if x is not None]
        for side in (1, -1):
            if len(three) == 3 and all(x * side > 0 for x in three):
                close = [at + n for n, x in enumerate(three) if x * side > near]
                if len(close) >= 2:
                    found |= {(place, side) for place in close}
    return sorted(found)


def _assurance(
    limits: _Limits, direction: str, target: Fraction | None, upper: Fraction | None
) -> Assurance | None:
    """Whether a stable process will meet its target; None without target or limits."""
    low, high = limits.lower, limits.upper
    if low is None or high is None:
        return None
    floor = target if direction in RISING or direction == "in_range" else None
    ceiling = target if direction in FALLING else upper if direction == "in_range" else None
    if floor is None and ceiling is None:
        return None
    if (floor is None or low >= floor) and (ceiling is None or high <= ceiling):
        return "passes"
    if (floor is not None and high < floor) or (ceiling is not None and low > ceiling):
        return "fails"
    return "hit_or_miss"
