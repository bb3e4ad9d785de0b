"""Control charts: limits, signals, and whether a stable process meets its target (XmR)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from .directions import FALLING, RISING

Number = Decimal | float | int
Variation = Literal["improvement", "concern", "common"]
Assurance = Literal["passes", "hit_or_miss", "fails"]
Signal = Literal["", "outside", "trend", "two_of_three", "run"]

LIMIT, SCREEN, NEAR_LIMIT = (133, 50), (3267, 1000), (2, 3)
"""2.66, 3.267 and two thirds; all comparisons are made in whole numbers, so they are exact."""

IN_A_ROW = 7
FEW = 12
"""Fewer points give trial limits."""


class ChartPoint(NamedTuple):
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


class _Limits(NamedTuple):
    """The mean is total / known, and half the distance between the limits width / (known x step);
    all of it in units of the scale. Without two neighbours step is 0: there are no limits."""

    total: int
    known: int
    width: int
    step: int
    scale: int

    @property
    def mean(self) -> float:
        return self.total / (self.known * self.scale)

    def bound(self, side: int) -> float | None:
        if not self.step:
            return None
        return (self.total * self.step + side * self.width) / (self.known * self.step * self.scale)

    def against(self, figure: int) -> int:
        """Where a figure lies: its distance from the mean, to be compared with the width."""
        return (figure * self.known - self.total) * self.step


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
    scale, (goal, end, *numbers) = _whole([target, upper, *values])
    bounds = sorted({0, *(at for at in segments if 0 < at < len(numbers)), len(numbers)})
    points: list[ChartPoint] = []
    limits: _Limits | None = None
    used: list[int | None] = []
    for start, stop in itertools.pairwise(bounds):
        used = numbers[start:stop]
        limits = _limits(used, scale, screen)
        points.extend(_points(used, limits, direction, goal, end))
    known = sum(value is not None for value in used)
    latest = next((p for p in reversed(points) if p.value is not None), None)
    return XmR(
        points=tuple(points),
        mean=limits.mean if limits else None,
        lower=limits.bound(-1) if limits else None,
        upper=limits.bound(+1) if limits else None,
        trial=known < FEW,
        variation=latest.variation if latest else "common",
        assurance=_assurance(limits, direction, goal, end) if limits else None,
        target=None if goal is None else goal / scale,
    )


def natural_limits(values: Sequence[Number], *, screen: bool = True) -> tuple[float, float] | None:
    """The limits of `xmr()` alone, without its points; None with fewer than two values."""
    scale, numbers = _whole(values)
    limits = _limits(numbers, scale, screen)
    low, high = (limits.bound(-1), limits.bound(+1)) if limits else (None, None)
    return None if low is None or high is None else (low, high)


def _whole(values: Sequence[Number | None]) -> tuple[int, list[int | None]]:
    """All of them as whole numbers of one common part, and how many parts are one."""
    ratios = [None if value is None else value.as_integer_ratio() for value in values]
    scale = math.lcm(*{ratio[1] for ratio in ratios if ratio})
    return scale, [None if ratio is None else ratio[0] * (scale // ratio[1]) for ratio in ratios]


def _limits(numbers: Sequence[int | None], scale: int, screen: bool) -> _Limits | None:
    known = [value for value in numbers if value is not None]
    if not known:
        return None
    ranges = [
        abs(after - before)
        for before, after in itertools.pairwise(numbers)
        if before is not None and after is not None
    ]
    moved, count = _mean_range(ranges, screen)
    times, parts = LIMIT
    return _Limits(sum(known), len(known), times * moved * len(known), parts * count, scale)


def _mean_range(ranges: list[int], screen: bool) -> tuple[int, int]:
    """Their sum and number. Very large ranges are left out once; where only steady ones would
    remain, none is."""
    moved, count = sum(ranges), len(ranges)
    times, parts = SCREEN
    far = times * moved
    kept = [value for value in ranges if value * count * parts < far] if screen else ranges
    return (sum(kept), len(kept)) if any(kept) else (moved, count)


def _points(
    numbers: Sequence[int | None],
    limits: _Limits | None,
    direction: str,
    target: int | None,
    upper: int | None,
) -> Iterator[ChartPoint]:
    if limits is None:
        yield from (ChartPoint(None, None, None, None) for _ in numbers)
        return
    around = limits.mean, limits.bound(-1), limits.bound(+1)
    good = _good_side(direction, limits, target, upper)
    for value, (signal, side) in zip(numbers, _signals(numbers, limits), strict=True):
        kind: Variation = "common"
        if side:
            kind = "improvement" if side == good else "concern"
        told = None if value is None else value / limits.scale
        yield ChartPoint(told, *around, signal, side, kind)


def _good_side(direction: str, limits: _Limits, target: int | None, upper: int | None) -> int:
    """+1 where more is better, -1 where less is; in a range the way towards it, if there is one."""
    if direction in RISING:
        return 1
    if direction in FALLING:
        return -1
    if target is not None and limits.total < target * limits.known:
        return 1
    if upper is not None and limits.total > upper * limits.known:
        return -1
    return 0


def _signals(numbers: Sequence[int | None], limits: _Limits) -> list[tuple[Signal, int]]:
    """The strongest signal of every point: outside, then trend, then two of three, then run."""
    found: list[tuple[Signal, int]] = [("", 0)] * len(numbers)
    width = limits.width
    if not width:  # unknown, or no value differs from another
        return found
    off = [None if value is None else limits.against(value) for value in numbers]
    marked: list[tuple[Signal, list[tuple[int, int]]]] = [
        ("run", _runs(off)),
        ("two_of_three", _pairs(off, width)),
        ("trend", _trends(numbers)),
        ("outside", [(at, _sign(x)) for at, x in enumerate(off) if x and not -width <= x <= width]),
    ]
    for signal, places in marked:  # the stronger overwrites the weaker
        for at, side in places:
            found[at] = signal, side
    return found


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _signs(values: Iterable[int | None]) -> list[int | None]:
    return [None if value is None else _sign(value) for value in values]


def _runs(off: Sequence[int | None]) -> list[tuple[int, int]]:
    """The members of every run of at least seven on one side; a point on the mean ends it."""
    return [
        (at, side)
        for start, stop, side in _stretches(_signs(off))
        if stop - start >= IN_A_ROW
        for at in range(start, stop)
    ]


def _trends(numbers: Sequence[int | None]) -> list[tuple[int, int]]:
    """The members of every seven or more steadily rising or falling; equal neighbours end it."""
    moves = [
        None if before is None or after is None else after - before
        for before, after in itertools.pairwise(numbers)
    ]
    return [
        (at, side)
        for start, stop, side in _stretches(_signs(moves))
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


def _pairs(off: Sequence[int | None], width: int) -> list[tuple[int, int]]:
    """In every three neighbours on one side of the mean, the two or three close to the limit."""
    near, of = NEAR_LIMIT
    bound = near * width
    close = [x is not None and not -bound <= x * of <= bound for x in off]
    found: set[tuple[int, int]] = set()
    for at in range(len(off) - 2):
        if close[at] + close[at + 1] + close[at + 2] < 2:
            continue
        sides = set(_signs(off[at : at + 3]))
        side = sides.pop()
        if side and not sides:
            found |= {(place, side) for place in range(at, at + 3) if close[place]}
    return sorted(found)


def _assurance(
    limits: _Limits, direction: str, target: int | None, upper: int | None
) -> Assurance | None:
    """Whether a stable process will meet its target; None without target or limits."""
    if not limits.step:
        return None
    floor = target if direction in RISING or direction == "in_range" else None
    ceiling = target if direction in FALLING else upper if direction == "in_range" else None
    if floor is None and ceiling is None:
        return None
    width = limits.width
    over = None if floor is None else limits.against(floor)
    under = None if ceiling is None else limits.against(ceiling)
    if (over is None or over <= -width) and (under is None or under >= width):
        return "passes"
    if (over is not None and over > width) or (under is not None and under < -width):
        return "fails"
    return "hit_or_miss"
