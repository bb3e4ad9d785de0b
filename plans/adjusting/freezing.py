"""What of an adjustment is handed in and voted on: its lines, and the sums of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from improvement.door.models import Revision
from plans.adjustable import plain
from plans.lifecycle import MeasureStatus
from plans.models import Adjustment, AdjustmentChange, Operation, Plan

from .enlarging import told_majors
from .holding import present


def frozen(adjustment: Adjustment) -> dict[str, Any]:
    """What is handed in and voted on: the version it starts from, the lines, the sums of money."""
    plan = adjustment.plan
    changes = list(adjustment.changes.live())
    rows = present(plan, changes)
    base = Revision.objects.latest_of(plan)
    majors = told_majors(adjustment, changes)
    return {
        "number": adjustment.number,
        "kind": adjustment.kind,
        "reason": adjustment.reason,
        "cause_analysis": adjustment.cause_analysis,
        "effect_on_goals": adjustment.effect_on_goals,
        "in_force": {"revision": base.number, "digest": base.digest} if base else None,
        "sums": {name: sums(plan, changes, name) for name in ("cost", "benefit")},
        "changes": [told(change, rows.get(change.item)) for change in changes],
    } | ({"majors": majors} if majors else {})


def told(change: AdjustmentChange, row: Any = None) -> dict[str, Any]:
    """One line as a content keeps it and as pages read it."""
    return {
        "operation": str(change.operation),
        "kind": str(change.kind),
        "item": str(change.item),
        "number": change.number,
        "title": change.title,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "unit": getattr(row, "unit", ""),
    }


def sums(plan: Plan, changes: list[AdjustmentChange], name: str) -> list[str]:
    """What all measures in force cost or bring, before and after."""
    running = plan.measures.live().exclude(status=MeasureStatus.CANCELLED)
    now = {m.public_id: getattr(m, name) or Decimal(0) for m in running}
    after = dict(now)
    for change in changes:
        if change.item in after and change.field == name:
            after[change.item] = Decimal(change.after or 0)
    for change in changes:
        if change.operation == Operation.CANCEL:
            after.pop(change.item, None)
    return [str(plain(sum(values.values(), Decimal(0)))) for values in (now, after)]
