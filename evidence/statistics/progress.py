"""How far a figure has come: attainment, the share its path expects, health (5.1, ours)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from .directions import LIMITS

Health = Literal["good", "warn", "bad", "none"]

GREEN, AMBER = Decimal("0.95"), Decimal("0.85")


def attainment(
    direction: str,
    baseline: Decimal | None,
    target: Decimal | None,
    actual: Decimal | None,
    *,
    upper: Decimal | None = None,
    tolerance: Decimal | None = None,
) -> Decimal | None:
    """How much of the way from baseline to target is done: 1 is all of it, below 0 the wrong way.

    None means "not defined": no actual, no target, target equal to the baseline, a zero divisor,
    or figures for which a ratio says nothing. At least, at most and in range count as 1 when met,
    else 1 less the distance in tolerances, never below 0. For milestones `actual` is the weight
    done and `target` the weight of all.
    """
    if actual is None or target is None:
        return None
    if direction in {"higher", "lower"} and baseline is not None:
        return None if target == baseline else (actual - baseline) / (target - baseline)
    if direction in {"higher", "milestone"}:
        return _ratio(actual, target)
    if direction == "lower":
        return _ratio(target, actual) if target > 0 else None
    if direction in LIMITS:
        return _within(direction, target, upper, tolerance, actual)
    return None


def _within(
    direction: str,
    target: Decimal,
    upper: Decimal | None,
    tolerance: Decimal | None,
    actual: Decimal,
) -> Decimal | None:
    floor = target if direction in {"at_least", "in_range"} else None
    ceiling = target if direction == "at_most" else upper
    if direction == "in_range" and ceiling is None:
        return None
    below = floor - actual if floor is not None else Decimal(0)
    above = actual - ceiling if ceiling is not None and direction != "at_least" else Decimal(0)
    distance = max(below, above)
    if distance <= 0:
        return Decimal(1)
    if tolerance:
        return max(Decimal(0), 1 - distance / tolerance)
    if tolerance is None and direction == "at_least":
        return _ratio(actual, target)
    if tolerance is None and direction == "at_most":
        return _ratio(target, actual) if target > 0 else None
    return None


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share, where it means something: of a positive whole, and not of a negative part."""
    return part / whole if whole > 0 and part >= 0 else None


def weight_done(milestones: Iterable[tuple[Decimal, bool]]) -> tuple[Decimal, Decimal]:
    """The weight done and the weight of all, of milestones given as (weight, done)."""
    rows = list(milestones)
    done = sum((weight for weight, finished in rows if finished), Decimal(0))
    return done, sum((weight for weight, _ in rows), Decimal(0))


Path = Literal["linear", "step"] | Sequence[tuple[dt.date, Decimal]]


def expected_share(path: Path, starts: dt.date, due: dt.date, today: dt.date) -> Decimal:
    """The share of the way that should be done: 0 before the start, 1 from the due date on.

    "linear" goes evenly by days, "step" comes all at once on the due date; a custom path is a list
    of (day, share), even between its days.
    """
    if path == "step":
        return Decimal(int(today >= due))
    ends = [(starts, Decimal(0)), (due, Decimal(1))]
    corners = ends if path == "linear" else sorted(dict([*path, *ends]).items())
    if today >= due:
        return Decimal(1)
    if today <= starts:
        return Decimal(0)
    for (since, before), (until, after) in itertools.pairwise(corners):
        if since <= today < until:
            return before + (after - before) * (today - since).days / (until - since).days
    return Decimal(1)


def expected(
    path: Path,
    starts: dt.date,
    due: dt.date,
    baseline: Decimal | None,
    target: Decimal | None,
    today: dt.date,
) -> Decimal | None:
    """The value that the path gives for today; None where there is no way to go."""
    if baseline is None or target is None:
        return None
    return baseline + (target - baseline) * expected_share(path, starts, due, today)


def health(
    attained: Decimal | None,
    share: Decimal | None,
    *,
    green: Decimal = GREEN,
    amber: Decimal = AMBER,
) -> Health:
    """Attainment against the share expected today: good, warn, bad; "none" where not defined."""
    if attained is None or not share or share < 0:
        return "none"
    ratio = attained / share
    if ratio >= green:
        return "good"
    return "warn" if ratio >= amber else "bad"
