"""What an organization plan comes to: cost, goals and effort, in exact arithmetic."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from evidence.models import Family
from plans.briefs import Content
from plans.consolidation.load import Effort, Month, load
from plans.models import ResourceKind

from .contents import NO_GOAL, Part, Whole

Costs = dict[str, dict[str, Fraction]]
"""By overall goal, then by the code of the department."""


def costs(whole: Whole) -> Costs:
    """The cost of each measure in equal shares for the overall goals it serves.

    So the rows add up to the cost of the whole; what serves none stands under `NO_GOAL`.
    """
    found: Costs = {code: {} for code in whole.overall}
    for part in whole.parts:
        for measure in part.measures:
            served = served_by(measure, part)
            for code in served:
                row = found.setdefault(code, {})
                share = cost_of(measure) / len(served)
                row[part.department.code] = row.get(part.department.code, Fraction()) + share
    return found


def served_by(measure: Content, part: Part) -> Sequence[str]:
    """The overall goals a measure serves through its goals."""
    goals = part.serves
    served = {goals.get(number, NO_GOAL) for number in measure["goals"]} - {NO_GOAL}
    return sorted(served) or [NO_GOAL]


def cost_of(measure: Content) -> Fraction:
    return Fraction(measure["cost"] or 0)


def cost_by_department(whole: Whole) -> dict[str, Fraction]:
    return {
        part.department.code: sum((cost_of(m) for m in part.measures), Fraction())
        for part in whole.parts
    }


def families(whole: Whole) -> dict[str, int]:
    """How many goals there are of each family, in the order of the rule; "" is of none."""
    counted = Counter(goal["family"] for part in whole.parts for goal in part.goals)
    known = {family: counted[family] for family in Family.values}
    return known | ({"": counted[""]} if counted[""] else {})


def effort(whole: Whole) -> Mapping[Month, Mapping[str, Fraction]]:
    """Person-days by month, and by the code of the department that asks for them."""
    return load(one for part in whole.parts for one in efforts_of(part, whole))


def efforts_of(part: Part, whole: Whole) -> Iterator[Effort]:
    for measure in part.measures:
        for need in measure.get("resource_needs", []):
            starts = day(need["starts"] or measure["starts"]) or whole.round.starts
            ends = day(need["ends"] or measure["ends"]) or whole.round.ends
            if need["kind"] == ResourceKind.PEOPLE and starts <= ends:
                code = part.department.code
                days = Decimal(need["amount"])
                yield Effort(measure["id"], code, code, days, starts, ends)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def most(rows: Mapping[str, Fraction], count: int) -> list[str]:
    """The names of the largest, the largest first."""
    return sorted(rows, key=lambda name: (-rows[name], name))[:count]
