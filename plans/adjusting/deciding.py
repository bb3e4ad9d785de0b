"""What a decided adjustment brings about, and what happens to those it overtakes."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import void_open
from improvement.door.acts import create, record, take, take_many
from improvement.door.lifecycle import arrows
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from plans import goal_health
from plans.adjustable import FIELDS, column, typed
from plans.lifecycle import AdjustmentStatus, GoalStatus
from plans.models import (
    Adjustment,
    AdjustmentChange,
    Item,
    Measure,
    Milestone,
    Operation,
    Plan,
)

from .holding import STEPS, moved, overlap, present


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
    """What was handed in is looked at again; a ballot on it is void. A draft stays where it is.

    On a consent list it leaves the list, which decides on the others.
    """
    with unit() as work:
        held = work.lock(adjustment)
        void_open(held, by=by)
        if held.status in {AdjustmentStatus.OFFICE_REVIEW, AdjustmentStatus.LEADERSHIP_APPROVAL}:
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
