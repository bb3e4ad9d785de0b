"""What an adjustment proposes, line by line, while it is a draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, record
from improvement.door.lifecycle import Stateful, arrows
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from plans.adjustable import MODELS, owner_of, plain, raw, title_of
from plans.models import Adjustment, AdjustmentChange, AdjustmentKind, Item, Operation, Plan

from .holding import out_of_order, possible


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


def require_order(values: dict[str, Any]) -> None:
    if out_of_order(values):
        raise StepRefused(_("The measure must end after it starts."))
