"""Shares of a whole: the vital few of a Pareto chart, and the change between two spans."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

VITAL = Fraction(4, 5)


def vital_few(counts: Sequence[int]) -> int:
    """How many of the largest counts together come to at least four fifths of all; 0 of nothing."""
    total, reached = sum(counts), 0
    for at, count in enumerate(sorted(counts, reverse=True), start=1):
        reached += count
        if total and reached >= VITAL * total:
            return at
    return 0


def change(now: int, before: int) -> Fraction | None:
    """By what share of itself the count before has changed; None where there was nothing before."""
    return Fraction(now - before, before) if before else None
