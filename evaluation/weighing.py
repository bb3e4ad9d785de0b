"""The arithmetic of a scorecard: weighted means of the parts that exist, and the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


def rounded(score: Decimal) -> Decimal:
    """Scores are told and graded to a tenth, so that what is read is what counts."""
    return score.quantize(TENTH, ROUND_HALF_UP)


def weighted_mean(parts: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """The mean of the (weight, score) whose score is known, by their weights among themselves.

    None where no score is known or those known weigh nothing.
    """
    known = [(weight, score) for weight, score in parts if score is not None]
    whole = sum((weight for weight, _score in known), Decimal(0))
    if not whole:
        return None
    return sum((weight * score for weight, score in known), Decimal(0)) / whole


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion: its weight, and what each side gave it (0 to 100, or None)."""

    weight: Decimal
    own: Decimal | None = None
    superior: Decimal | None = None
    office: Decimal | None = None
    moderated: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """How much each side weighs; a side that gave nothing is left out of the mean."""

    own: Decimal
    superior: Decimal
    office: Decimal


def score_of(part: Part, shares: Shares) -> Decimal | None:
    """The score of a criterion: what was moderated, else the mean of the sides.

    What the office leaves without a score is left out, whatever others gave it.
    """
    if part.moderated is not None:
        return part.moderated
    if part.office is None:
        return None
    return weighted_mean(
        [
            (shares.own, part.own),
            (shares.superior, part.superior),
            (shares.office, part.office),
        ]
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """The weighted mean of each side, of all together, and how much of the weight has a score."""

    own: Decimal | None
    superior: Decimal | None
    office: Decimal | None
    total: Decimal | None
    weighed: Decimal
    """The share of all weights that counts; below one, the rest was left out."""


def totals(parts: Sequence[Part], shares: Shares) -> Totals:
    scores = [(part.weight, score_of(part, shares)) for part in parts]
    whole = sum((part.weight for part in parts), Decimal(0))
    counted = sum((weight for weight, score in scores if score is not None), Decimal(0))
    return Totals(
        own=_told(weighted_mean((part.weight, part.own) for part in parts)),
        superior=_told(weighted_mean((part.weight, part.superior) for part in parts)),
        office=_told(weighted_mean((part.weight, part.office) for part in parts)),
        total=_told(weighted_mean(scores)),
        weighed=counted / whole if whole else Decimal(0),
    )


def _told(score: Decimal | None) -> Decimal | None:
    return None if score is None else rounded(score)


def grade_of(total: Decimal | None, borders: Mapping[str, Decimal], lowest: str) -> str:
    """The first grade whose border the total reaches; nothing without a total."""
    if total is None:
        return ""
    ranked = sorted(borders.items(), key=lambda item: -item[1])
    return next((grade for grade, border in ranked if total >= border), lowest)


def share_kept(kept: int, due: int) -> Decimal | None:
    """So many of so many as a score; None where nothing was due."""
    return rounded(HUNDRED * kept / due) if due else None


def on_the_path(attained: Decimal | None, expected: Decimal | None) -> Decimal | None:
    """Attainment against what was to be expected by then, as a score from 0 to 100.

    Where nothing is expected yet, or there is no path, the attainment itself is the score.
    """
    if attained is None:
        return None
    share = attained / expected if expected is not None and expected > 0 else attained
    return min(max(share, Decimal(0)), Decimal(1)) * HUNDRED
