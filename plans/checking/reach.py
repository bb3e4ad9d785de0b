"""Whether a target can be reached: past values of its indicator and department (3.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from evidence.models import Value
from evidence.models.value import read_rate
from evidence.statistics import RISING, natural_limits

if TYPE_CHECKING:
    from plans.models import Goal, Plan, TargetLine

ENOUGH = 6
"""Fewer past values say nothing about what can be reached (ours)."""

RECENT = 36
"""Older values are of another service (ours)."""

ONE_SIDED = frozenset({"higher", "lower", "at_least", "at_most"})


@dataclass(frozen=True, slots=True)
class Reach:
    """What the last values of one indicator in one department span."""

    count: int
    lower: Decimal
    upper: Decimal
    least: Decimal
    most: Decimal

    @classmethod
    def over(cls, values: list[Decimal]) -> Reach | None:
        """None where there are too few values to say anything."""
        recent = values[-RECENT:]
        if len(recent) < ENOUGH:
            return None
        lower, upper = limits(recent)
        least, most = read_rate(min(recent)), read_rate(max(recent))
        return cls(len(recent), lower, upper, least, most)

    def best(self, direction: str) -> Decimal:
        """The best value so far, in the direction that is better."""
        return self.most if direction in RISING else self.least

    def holds(self, line: TargetLine) -> bool:
        """Whether the target lies inside the natural limits, or has been reached before."""
        if line.target is None or line.direction not in ONE_SIDED:
            return True
        if line.direction in RISING:
            return line.target <= max(self.upper, self.most)
        return line.target >= min(self.lower, self.least)


def limits(recent: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The natural limits, as exactly as people read figures."""
    lower, upper = natural_limits(recent) or (min(recent), max(recent))
    return read_rate(Decimal(lower)), read_rate(Decimal(upper))


Reaches = dict[int, Reach]
"""By the key of the indicator; one without enough past values is not in it."""


def reaches(plan: Plan, goals: Iterable[Goal]) -> Reaches:
    """What the department has reached on every indicator its goals name, in one query."""
    return past_of(plan, [line for goal in goals for line in goal.target_lines.all()])


def past_of(plan: Plan, lines: Iterable[TargetLine]) -> Reaches:
    """The same for these target lines, saved or not."""
    wanted = {line.indicator_id for line in lines if line.indicator_id and not line.archived}
    if not wanted:
        return {}
    rows = Value.objects.told().of(wanted, [plan.department_id])
    rows = rows.filter(ends__lt=plan.round.starts).order_by("ends")
    series: dict[int, list[Decimal]] = {}
    for indicator, value in rows.values_list("indicator", "value"):
        series.setdefault(indicator, []).append(value)
    found = {indicator: Reach.over(values) for indicator, values in series.items()}
    return {indicator: reach for indicator, reach in found.items() if reach}
