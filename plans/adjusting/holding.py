"""Whether the lines of an adjustment still find what they start from, and which touch the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from improvement.door.lifecycle import Stateful, arrows
from plans.adjustable import TOGETHER, raw, rows_of
from plans.lifecycle import GoalStatus, MeasureStatus
from plans.models import Adjustment, AdjustmentChange, Goal, Item, Operation, Plan

STEPS = {Operation.CANCEL, Operation.SUSPEND, Operation.RESUME}
"""Operations that are steps of the goal's or the measure's own machine."""

Rows = dict[UUID, Any]


def present(plan: Plan, changes: Iterable[AdjustmentChange]) -> Rows:
    """The rows that lines are about, as they stand now; one query for each kind that occurs."""
    wanted: dict[str, set[UUID]] = {}
    for change in changes:
        kind = Item.MEASURE if change.operation == Operation.ADD else change.kind
        wanted.setdefault(kind, set()).add(change.item)
    return {
        row.public_id: row
        for kind, keys in wanted.items()
        for row in rows_of(plan, kind).filter(public_id__in=keys)
    }


def moved(
    adjustment: Adjustment,
    rows: Rows | None = None,
    changes: list[AdjustmentChange] | None = None,
) -> list[AdjustmentChange]:
    """The lines that no longer apply: their field holds something else, their row has ended."""
    changes = list(adjustment.changes.live()) if changes is None else changes
    rows = present(adjustment.plan, changes) if rows is None else rows
    after = {(c.item, c.field): c.after for c in changes}
    return [c for c in changes if not holds(c, rows.get(c.item), after)]


def holds(change: AdjustmentChange, row: Any, after: dict[tuple[UUID, str], Any]) -> bool:
    if row is None or ended(row):
        return False
    if change.operation in STEPS:
        return possible(row, change.operation)
    if change.operation == Operation.ADD:
        return True
    if raw(change.kind, row, change.field) != change.before:
        return False
    if TOGETHER.get(change.field) != "dates":
        return True
    both = {n: after.get((change.item, n), raw(change.kind, row, n)) for n in ("starts", "ends")}
    return not out_of_order(both)


def possible(row: Stateful, operation: str) -> bool:
    """Whether the row's own machine knows the step in its present status."""
    known = arrows(type(row))
    return operation in known and str(row.status) in known[operation].sources


def ended(row: Any) -> bool:
    """Whether nothing of a row, or of the goal or measure it belongs to, is changed any more."""
    owner = getattr(row, "goal", None) or getattr(row, "measure", None) or row
    if isinstance(owner, Goal):
        return owner.status != GoalStatus.FIXED
    return owner.status in {MeasureStatus.CANCELLED, MeasureStatus.VERIFIED}


def out_of_order(values: dict[str, Any]) -> bool:
    """ISO dates compare as they are written."""
    starts, ends = values.get("starts"), values.get("ends")
    return bool(starts and ends and ends < starts)


def overlap(one: AdjustmentChange, other: AdjustmentChange) -> bool:
    """Whether two lines touch the same: a cancelled goal or measure touches all that is in it."""
    if Operation.CANCEL in {one.operation, other.operation}:
        return one.owner == other.owner
    if Operation.ADD in {one.operation, other.operation}:
        return False
    return one.item == other.item and slot(one) == slot(other)


def slot(change: AdjustmentChange) -> str:
    return "status" if change.operation in STEPS else TOGETHER.get(change.field, change.field)
