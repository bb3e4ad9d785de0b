"""Whether figures have met a target, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from .directions import FALLING, RISING


def meets(
    direction: str, value: Decimal, target: Decimal | None, upper: Decimal | None = None
) -> bool | None:
    """None without a target, and where the direction has none to compare with."""
    if target is None:
        return None
    if direction in RISING:
        return value >= target
    if direction in FALLING:
        return value <= target
    if direction == "in_range" and upper is not None:
        return target <= value <= upper
    return None


def times_met(
    direction: str,
    values: Iterable[Decimal | None],
    target: Decimal | None,
    upper: Decimal | None = None,
) -> tuple[int, int] | None:
    """How many of the known values meet the target, and how many are known."""
    answers = [meets(direction, value, target, upper) for value in values if value is not None]
    if not answers or any(answer is None for answer in answers):
        return None
    return sum(answer is True for answer in answers), len(answers)


def stands(direction: str, ours: Decimal, theirs: Decimal) -> int | None:
    """+1 where ours is the better figure, -1 where theirs is, 0 where both are the same.

    None where neither more nor less is better.
    """
    way = 1 if direction in RISING else -1 if direction in FALLING else None
    return None if way is None else way * ((ours > theirs) - (ours < theirs))
