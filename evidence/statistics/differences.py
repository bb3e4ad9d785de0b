"""Two shares beside each other: how far apart they are, and how far that may be chance."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    low: float
    high: float


def quantile(level: float, looks: int = 1) -> float:
    """How many standard errors an interval of this level reaches.

    Where many are looked at, each is held to a stricter level, so that all of them together are
    right as often as one alone would be (Bonferroni).
    """
    return NormalDist().inv_cdf(1 - (1 - level) / (2 * max(looks, 1)))


def share_interval(part: int, whole: int, z: float) -> Interval:
    """Between what values the true share may lie (Wilson); `whole` is at least 1."""
    share, squared = part / whole, z * z
    middle = (share + squared / (2 * whole)) / (1 + squared / whole)
    reach = math.sqrt(share * (1 - share) / whole + squared / (4 * whole * whole))
    reach *= z / (1 + squared / whole)
    low, high = middle - reach, middle + reach
    return Interval(low if part else 0.0, high if part < whole else 1.0)


def difference(now: tuple[int, int], before: tuple[int, int], z: float) -> Interval:
    """Between what values the share now less the share before may lie (Newcombe's hybrid).

    Each argument is (part, whole) with a whole of at least 1. Where zero lies inside, the
    difference may be chance.
    """
    one, other = now[0] / now[1], before[0] / before[1]
    first, second = share_interval(*now, z), share_interval(*before, z)
    apart = one - other
    low = apart - math.hypot(one - first.low, second.high - other)
    high = apart + math.hypot(first.high - one, other - second.low)
    return Interval(low, high)
