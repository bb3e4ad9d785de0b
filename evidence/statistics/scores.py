"""The score of an inspection: points reached of points that could be reached, weighted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

PLACES = Decimal("0.1")


class Mark(NamedTuple):
    """One item: what it weighs, how many points it can have, and how many it has.

    Without points it does not apply, and counts neither above nor below the line.
    """

    weight: int
    most: int
    points: int | None


def score(marks: Iterable[Mark]) -> Decimal | None:
    """100 · Σ weight · points/most ÷ Σ weight, over the items that apply; one decimal place.

    None where none applies: then it is not defined.
    """
    counted = [mark for mark in marks if mark.points is not None]
    below = sum(mark.weight for mark in counted)
    if not below:
        return None
    above = sum(
        (mark.weight * Decimal(mark.points or 0) / mark.most for mark in counted), Decimal(0)
    )
    return (100 * above / below).quantize(PLACES, ROUND_HALF_UP)
