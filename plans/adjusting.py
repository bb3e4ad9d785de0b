"""Acts of an adjustment: propose its changes, carry them out when approved, end what is overtaken.

Everything happens under the lock of the plan. What has been handed in stays possible as long as
it is undecided: whatever changes the same field first sends it back to draft (4.4.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import void_open
from improvement.door.acts import create, record, take, take_many
from improvement.door.lifecycle import Stateful, arrows
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from . import goal_health
from .adjustable import (
    FIELDS,
    MODELS,
    TOGETHER,
    column,
    owner_of,
    plain,
    raw,
    rows_of,
    title_of,
    typed,
)
from .lifecycle import AdjustmentStatus, GoalStatus, MeasureStatus
from .models import (
    Adjustment,
    AdjustmentChange,
    AdjustmentKind,
    Goal,
    Item,
    Measure,
    Milestone,
    Operation,
    Plan,
)

STEPS = {Operation.CANCEL, Operation.SUSPEND, Operation.RESUME}
"""Operations that are steps of the goal's or the measure's own machine."""

Rows = dict[UUID, Any]


def begin(plan: Plan, *, by: Any, kind: str = "") -> Adjustment:
    """The draft that stands behind `open_adjustment`, numbered after the last."""
    last = plan.adjustments.aggregate(last=Max("number"))["last"] or 0
    begun = Adjustment(plan=plan, number=last + 1, kind=kind or AdjustmentKind.CHANGE)
    return create(begun, by=by)


def propose(
    *,
    by: Any,
    adjustment: Adjustment,
    kind: str,
    row: Any,
    values: dict[str, Any],
    operation: str = "",
    milestone: tuple[str, dt.date] | None = None,
    key: str | None = None,
) -> int:
    """Put down what shall stand in the fields of one row; a field typed as it is, is no change.

    `operation` is a step of the row's machine (cancel, suspend, resume) or nothing; `milestone`
    is a new one of a measure. Returns how many lines of the adjustment were written.
    """
    with unit() as work:
        held = work.lock(adjustment)
        if work.repeated(held, "propose", by, key):
            return 1
        now = work.lock(row)
        known = {c.field: c for c in held.changes.live().filter(item=now.public_id)}
        wanted = {name: (raw(kind, now, name), plain(values[name])) for name in values}
        require_order({name: after for name, (_now, after) in wanted.items()})
        written = 0
        for name, (before, after) in wanted.items():
            about = {"by": by, "kind": kind, "row": now, "field": name}
            written += put_down(held, known.get(name), before, after, **about)
        written += put_down_step(held, known.get(""), operation, by=by, kind=kind, row=now)
        if milestone:
            title, due = milestone
            added = line(held, kind, now, Operation.ADD)
            added.kind, added.after = Item.MILESTONE, {"title": title, "due": due.isoformat()}
            create(added, by=by)
            written += 1
    return written


def line(adjustment: Adjustment, kind: str, row: Any, operation: str) -> AdjustmentChange:
    """A line about a row, named as the row is named today."""
    owner = owner_of(kind, row)
    return AdjustmentChange(
        adjustment=adjustment,
        operation=operation,
        kind=kind,
        item=row.public_id,
        owner=owner.public_id,
        number=owner.code,
        title=title_of(row),
    )


def put_down(
    adjustment: Adjustment,
    known: AdjustmentChange | None,
    before: Any,
    after: Any,
    *,
    by: Any,
    kind: str,
    row: Any,
    field: str,
) -> int:
    """Write, renew or drop the line about one field."""
    if before == after or {before, after} <= {None, ""}:
        return 0 if known is None else drop(known, by=by)
    if known is not None:
        renewed = record(known, {"before": before, "after": after}, by=by)
        return int(renewed.version != known.version)
    new = line(adjustment, kind, row, Operation.CHANGE)
    new.field, new.before, new.after = field, before, after
    create(new, by=by)
    return 1


def put_down_step(
    adjustment: Adjustment,
    known: AdjustmentChange | None,
    operation: str,
    *,
    by: Any,
    kind: str,
    row: Any,
) -> int:
    """Write, renew or drop the line about the step of a goal or measure."""
    if known is not None and known.operation == operation:
        return 0
    written = 0 if known is None else drop(known, by=by)
    if operation:
        require_possible(kind, row, operation)
        new = line(adjustment, kind, row, operation)
        new.before = row.status
        machine: type[Stateful] = MODELS[kind]
        new.after = arrows(machine)[operation].target
        create(new, by=by)
        written += 1
    return written


def drop(change: AdjustmentChange, *, by: Any) -> int:
    """Take a line out of the adjustment; the record keeps it."""
    record(change, {"archived": True}, by=by)
    return 1


def require_possible(kind: str, row: Any, operation: str) -> None:
    if kind not in {Item.GOAL, Item.MEASURE} or not possible(row, operation):
        raise StepRefused(_("This is not possible for %(row)s as it stands.") % {"row": row})


def possible(row: Stateful, operation: str) -> bool:
    """Whether the row's own machine knows the step in its present status."""
    known = arrows(type(row))
    return operation in known and str(row.status) in known[operation].sources


def require_order(values: dict[str, Any]) -> None:
    if out_of_order(values):
        raise StepRefused(_("The measure must end after it starts."))


def out_of_order(values: dict[str, Any]) -> bool:
    """ISO dates compare as they are written."""
    starts, ends = values.get("starts"), values.get("ends")
    return bool(starts and ends and ends < starts)


# What still holds


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


def ended(row: Any) -> bool:
    """Whether nothing of a row, or of the goal or measure it belongs to, is changed any more."""
    owner = getattr(row, "goal", None) or getattr(row, "measure", None) or row
    if isinstance(owner, Goal):
        return owner.status != GoalStatus.FIXED
    return owner.status in {MeasureStatus.CANCELLED, MeasureStatus.VERIFIED}


def overlap(one: AdjustmentChange, other: AdjustmentChange) -> bool:
    """Whether two lines touch the same: a cancelled goal or measure touches all that is in it."""
    if Operation.CANCEL in {one.operation, other.operation}:
        return one.owner == other.owner
    if Operation.ADD in {one.operation, other.operation}:
        return False
    return one.item == other.item and slot(one) == slot(other)


def slot(change: AdjustmentChange) -> str:
    return "status" if change.operation in STEPS else TOGETHER.get(change.field, change.field)


# Decided


def decides(adjustment: Adjustment, row: models.Model, step: str) -> bool:
    """Whether this adjustment, as it stands, is the reason for `step` on `row`."""
    applied = adjustment.status == AdjustmentStatus.APPLIED
    if isinstance(row, Plan):
        ended = applied or adjustment.status in {
            AdjustmentStatus.REJECTED,
            AdjustmentStatus.WITHDRAWN,
        }
        because = {"terminate": applied and adjustment.terminates, "close_adjustment": ended}
        return row.pk == adjustment.plan_id and because.get(step, False)
    if not applied:
        return False
    if isinstance(row, Adjustment):
        return step == "outdate" and row.plan_id == adjustment.plan_id
    if adjustment.terminates:
        return step == "cancel" and getattr(row, "plan_id", None) == adjustment.plan_id
    if isinstance(row, Milestone) and step == "add":
        return (Operation.ADD, row.measure.public_id) in decided(adjustment)
    return (step, getattr(row, "public_id", None)) in decided(adjustment)


def decided(adjustment: Adjustment) -> set[tuple[str, UUID]]:
    return {(str(c.operation), c.item) for c in adjustment.live_changes}


def carry_out(adjustment: Adjustment, *, by: Any) -> None:
    """Apply what was approved, field by field, and freeze the plan as it is in force from now."""
    if adjustment.terminates:
        terminate(adjustment, by=by)
        return
    plan = Plan.objects.get(pk=adjustment.plan_id)
    changes = adjustment.live_changes
    rows = present(plan, changes)
    if gone := moved(adjustment, rows):
        raise StepRefused(
            _("%(row)s has changed since this was put forward. The adjustment cannot be applied.")
            % {"row": gone[0].place}
        )
    for item, group in groupby(sorted(changes, key=by_item), key=lambda c: c.item):
        apply_to(rows[item], list(group), by=by, cause=adjustment)
    for other in plan.adjustments.undecided().exclude(pk=adjustment.pk):
        if any(overlap(one, two) for one in changes for two in other.changes.live()):
            send_back_to_draft(other, by=by, cause=adjustment, overtaken_by=adjustment.pk)
    Revision.freeze(plan, step="adjust", by=by)
    goal_health.refresh([plan.pk])


def by_item(change: AdjustmentChange) -> tuple[str, int]:
    return str(change.item), change.pk


def apply_to(row: Any, changes: list[AdjustmentChange], *, by: Any, cause: Adjustment) -> None:
    """All lines about one row: its fields at once, new milestones, then its step."""
    fields = {
        column(c.kind, c.field): typed(c.kind, c.field, c.after)
        for c in changes
        if c.operation == Operation.CHANGE
    }
    if fields:
        record(row, fields, by=by, cause=cause)
    for change in changes:
        if change.operation == Operation.ADD:
            kept: Any = change.after
            new = {n: typed(Item.MILESTONE, n, kept[n]) for n in FIELDS[Item.MILESTONE]}
            create(Milestone(measure=row, **new), by=by, cause=cause)
        if change.operation in STEPS:
            take(row, change.operation, by=by, cause=cause)


def terminate(adjustment: Adjustment, *, by: Any) -> None:
    """The plan ends as it is; what of it still runs is cancelled (ours)."""
    plan = take(Plan.objects.get(pk=adjustment.plan_id), "terminate", by=by, cause=adjustment)
    running = arrows(Measure)["cancel"].sources
    goals = plan.goals.live().filter(status=GoalStatus.FIXED)
    measures = plan.measures.live().filter(status__in=running)
    take_many(goals, "cancel", by=by, cause=adjustment)
    take_many(measures, "cancel", by=by, cause=adjustment)


# Overtaken


def send_back_to_draft(
    adjustment: Adjustment, *, by: Any, cause: models.Model, overtaken_by: int | None = None
) -> None:
    """What was handed in is looked at again; a ballot on it is void. A draft stays where it is."""
    with unit() as work:
        held = work.lock(adjustment)
        void_open(held, by=by)
        if held.status == AdjustmentStatus.OFFICE_REVIEW:
            take(held, "outdate", by=by, cause=cause, overtaken_by=overtaken_by)


def outdate_impossible(measure: Measure, *, by: Any) -> None:
    """A step people took on a measure overtakes what was to suspend, resume or cancel it."""
    waiting = Adjustment.objects.undecided().filter(
        plan=measure.plan_id,
        changes__item=measure.public_id,
        changes__operation__in=STEPS,
        changes__archived=False,
    )
    for adjustment in waiting:
        if moved(adjustment):
            send_back_to_draft(adjustment, by=by, cause=measure)


def lapse_open(plan: Plan, *, by: Any) -> None:
    """The year-end evaluation begins, or the plan is terminated: what is undecided lapses (5.3)."""
    for adjustment in plan.adjustments.undecided():
        with unit() as work:
            held = work.lock(adjustment)
            void_open(held, by=by)
            take(held, "lapse", by=by, cause=plan)


# Frozen


def frozen(adjustment: Adjustment) -> dict[str, Any]:
    """What is handed in and voted on: the version it starts from, the lines, the sums of money."""
    plan = adjustment.plan
    changes = list(adjustment.changes.live())
    rows = present(plan, changes)
    base = Revision.objects.latest_of(plan)
    return {
        "number": adjustment.number,
        "kind": adjustment.kind,
        "reason": adjustment.reason,
        "cause_analysis": adjustment.cause_analysis,
        "effect_on_goals": adjustment.effect_on_goals,
        "in_force": {"revision": base.number, "digest": base.digest} if base else None,
        "sums": {name: sums(plan, changes, name) for name in ("cost", "benefit")},
        "changes": [told(change, rows.get(change.item)) for change in changes],
    }


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
