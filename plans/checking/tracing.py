"""From the problem to the measure, and how many measures of each type (2.3.1, 3.3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from plans.models import Goal, Measure, MeasureType
from plans.wording import listed


@dataclass(frozen=True, slots=True)
class Trace:
    """One goal with the problem it answers and the measures that serve it (D31)."""

    goal: Goal
    measures: list[Measure]

    @property
    def problem(self) -> str:
        """The findings it answers; else the evidence it rests on, or the need it names."""
        titles = [finding.title for finding in self.goal.answered]
        return listed(titles) or self.goal.evidence or self.goal.customer_need

    @property
    def whole(self) -> bool:
        return bool(self.problem and self.measures)


def traces(goals: Iterable[Goal], measures: Iterable[Measure]) -> list[Trace]:
    """Every goal with its measures; a measure may stand at several goals."""
    known = list(measures)
    return [Trace(goal, [m for m in known if goal.number in m.goal_numbers]) for goal in goals]


def orphans(goals: Iterable[Goal], measures: Iterable[Measure]) -> list[Measure]:
    """The measures that serve no goal of the plan."""
    numbers = {goal.number for goal in goals}
    return [measure for measure in measures if not numbers & set(measure.goal_numbers)]


@dataclass(frozen=True, slots=True)
class OfType:
    """How many measures are of one type, and what they cost and bring (D53)."""

    label: str | Promise
    count: int
    cost: Decimal
    benefit: Decimal


def by_type(measures: Iterable[Measure]) -> list[OfType]:
    """The types that occur, in the rule's order; last those without a type."""
    known = list(measures)
    found = []
    for key in [*MeasureType, ""]:
        label = MeasureType(key).label if key else _("No type yet")
        rows = [measure for measure in known if measure.type == key]
        if rows:
            cost = sum((row.cost or Decimal(0) for row in rows), Decimal(0))
            benefit = sum((row.benefit or Decimal(0) for row in rows), Decimal(0))
            found.append(OfType(label, len(rows), cost, benefit))
    return found
