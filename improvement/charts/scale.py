"""Axes: round ticks, and the place of a value between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = (1, 2, 2.5, 5, 10)
HAN = 1.8


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to pixels; `top` is where the largest tick is drawn."""

    ticks: tuple[float, ...]
    top: float
    bottom: float

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def scale(values: Iterable[float | None], top: float, bottom: float, about: int = 5) -> Scale:
    """A scale with about so many round ticks that has room for every value."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low == high:
        room = abs(low) / 10 or 1.0
        low, high = low - room, high + room
    step = _step((high - low) / about)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Scale(ticks, top, bottom)


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next(step * power for step in STEPS if step * power >= rough * 0.999))


def apart(places: Sequence[float], room: float) -> list[float]:
    """The places in their order, pushed down until there is `room` between two of them."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = list(places)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + room)
    return found


def letters(text: str) -> float:
    """How much room a text takes, in Latin letters; a Han character takes nearly two."""
    return sum(HAN if ord(letter) > 0x2E7F else 1 for letter in text)


def shortened(text: str, room: float) -> str:
    """As much of a text as fits into so many Latin letters; a Han character takes two."""
    used = 0.0
    for at, letter in enumerate(text):
        used += letters(letter)
        if used > room:
            return text[: max(at - 1, 1)].rstrip() + "…"
    return text
