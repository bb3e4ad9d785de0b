"""Figures of several departments taken together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def roll_up(
    parts: Iterable[tuple[Decimal | None, Decimal | None]], factor: Decimal = Decimal(1)
) -> Decimal | None:
    """The figure of several departments from numerator and denominator; None where one lacks them.

    Percentages are never averaged: a small department would weigh as much as a large one.
    """
    rows = list(parts)
    if not rows or any(top is None or bottom is None for top, bottom in rows):
        return None
    whole = sum((bottom for _, bottom in rows if bottom is not None), Decimal(0))
    part = sum((top for top, _ in rows if top is not None), Decimal(0))
    return part / whole * factor if whole else None
