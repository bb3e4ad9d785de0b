"""Which measures an adjustment makes major projects, and what they are then (2.1.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from improvement.organization.models import Department
from plans.adjustable import column, plain, typed
from plans.models import Adjustment, AdjustmentChange, Gate, Item, Measure, Operation, Round
from plans.models.measure import MANY_DEPARTMENTS, is_major

WEIGH = {"cost", "department"}
"""Fields an adjustment can change on which it depends whether a measure is major."""


@dataclass(frozen=True, slots=True)
class Enlarged:
    """A measure that is not major in force and is by the adjustment, with its figures then."""

    measure: Measure
    cost: Decimal | None
    dear: bool
    concerned: frozenset[int]

    @property
    def many(self) -> bool:
        return len(self.concerned) > MANY_DEPARTMENTS


def enlarged(
    adjustment: Adjustment, changes: Iterable[AdjustmentChange] | None = None
) -> list[Enlarged]:
    """The measures it makes major by the rule of the round; nothing where the round does not ask.

    One statement, and none where no line touches a cost or who is responsible.
    """
    lines = adjustment.live_changes if changes is None else changes
    return enlarged_by([(adjustment, lines)]).get(adjustment.pk, [])


def enlarged_by(
    adjustments: Iterable[tuple[Adjustment, Iterable[AdjustmentChange]]],
) -> dict[int, list[Enlarged]]:
    """The same for many adjustments with their lines, by their keys; one statement for all."""
    asked = [(one, after) for one, lines in adjustments if (after := proposed(lines))]
    asked = [(one, after) for one, after in asked if one.plan.round.asks_for(Gate.MAJOR)]
    if not asked:
        return {}
    items = {item for _one, after in asked for item in after}
    rows = Measure.objects.filter(public_id__in=items, archived=False).with_joined()
    known = {measure.public_id: measure for measure in rows.order_by("number")}
    return {
        one.pk: [
            found
            for item, measure in known.items()
            if item in after and (found := weighed(measure, after[item], one.plan.round))
        ]
        for one, after in asked
    }


def weighed(measure: Any, then: dict[str, Any], planning_round: Round) -> Enlarged | None:
    """The measure with what shall stand in it, if that makes it major and it is not yet."""
    cost = typed(Item.MEASURE, "cost", then.get("cost", plain(measure.cost)))
    own = then.get("department", measure.department_id)
    concerned = frozenset(measure.joined) | ({own} if own else frozenset())
    limit = planning_round.major_cost
    if measure.is_major or not is_major(cost, len(concerned), limit):
        return None
    return Enlarged(measure, cost, is_major(cost, 0, limit), concerned)


def proposed(changes: Iterable[AdjustmentChange]) -> dict[UUID, dict[str, Any]]:
    """What shall stand in the fields of each measure whose weight these lines touch."""
    after: dict[UUID, dict[str, Any]] = {}
    for change in changes:
        if (change.kind, change.operation) == (Item.MEASURE, Operation.CHANGE):
            after.setdefault(change.item, {})[change.field] = change.after
    return {item: fields for item, fields in after.items() if WEIGH & fields.keys()}


def told_majors(
    adjustment: Adjustment, changes: Iterable[AdjustmentChange] | None = None
) -> list[dict[str, Any]]:
    """The same as a content keeps it and as pages read it: which measure, and by what."""
    found = enlarged(adjustment, changes)
    if not found:
        return []
    many = {pk for one in found if one.many for pk in one.concerned}
    codes = dict(Department.objects.filter(pk__in=many).order_by("path").values_list("pk", "code"))
    return [
        {
            "number": one.measure.code,
            "cost": plain(one.cost) if one.dear else None,
            "departments": [c for pk, c in codes.items() if one.many and pk in one.concerned],
        }
        for one in found
    ]


def as_adjusted(measure: Measure, adjustment: Adjustment) -> Measure:
    """The measure as the adjustment would leave it: to be read and frozen, never saved."""
    for change in adjustment.live_changes:
        if change.item == measure.public_id and change.operation == Operation.CHANGE:
            now = typed(Item.MEASURE, change.field, change.after)
            setattr(measure, column(Item.MEASURE, change.field), now)
    return measure
