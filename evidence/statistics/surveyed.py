"""Shares, means and recommendation of those who answered, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

Z = NormalDist().inv_cdf(0.975)
EXACT = (
    *(12.706205, 4.302653, 3.182446, 2.776445, 2.570582),
    *(2.446912, 2.364624, 2.306004, 2.262157, 2.228139),
)
"""The 97.5 % points of Student's t for 1 to 10 degrees of freedom."""


class Estimate(NamedTuple):
    """A figure and the interval around it; no interval where one answer cannot give any."""

    value: float
    low: float | None
    high: float | None


def share(part: int, whole: int) -> Estimate | None:
    """A share of one with Wilson's interval, which stays inside 0 and 1 (Wilson 1927).

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.96; None where nobody answered.
    """
    if not whole:
        return None
    p, square = part / whole, Z * Z / whole
    middle, half = p + square / 2, Z * sqrt(p * (1 - p) / whole + square / (4 * whole))
    low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
    return Estimate(p, max(0.0, low), min(1.0, high))


def mean(counts: Mapping[int, int]) -> Estimate | None:
    """The mean of steps, given how many chose each, with Student's interval mean ± t·s/√n.

    s is the standard deviation of a sample (n − 1). Those who do not know are not among them.
    """
    n = sum(counts.values())
    if not n:
        return None
    middle = sum(step * count for step, count in counts.items()) / n
    if n == 1:
        return Estimate(middle, None, None)
    squares = sum(count * (step - middle) ** 2 for step, count in counts.items())
    half = student(n - 1) * sqrt(squares / (n - 1) / n)
    return Estimate(middle, middle - half, middle + half)


def recommendation(counts: Mapping[int, int]) -> Estimate | None:
    """NPS in points from −100 to 100: per cent of 9 and 10 less per cent of 0 to 6.

    The interval is that of a difference of two shares of one sample,
    (p − d) ± z·√((p + d − (p − d)²)/n).
    """
    n = sum(counts.values())
    if not n:
        return None
    p = sum(count for step, count in counts.items() if step >= 9) / n
    d = sum(count for step, count in counts.items() if step <= 6) / n
    half = Z * sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    low, high = max(-1.0, p - d - half), min(1.0, p - d + half)
    return Estimate(100 * (p - d), 100 * low, 100 * high)


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t; beyond 10 degrees by its series in 1/ν (to 0.0001).

    Abramowitz and Stegun 26.7.5.
    """
    if freedom <= len(EXACT):
        return EXACT[freedom - 1]
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))
