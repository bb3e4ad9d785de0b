"""The door: take() moves a status, record() changes a content, create() begins a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.audit.record import Draft
from improvement.notifications.models import Heartbeat

from .clock import may_begin_or_move
from .inputs import missing, too_long
from .lifecycle import Arrow, Guarded, Stateful, arrows
from .models import Revision
from .permissions import who_may
from .refusals import Gap, Invisible, NotYours, Stale, StepRefused, WrongState
from .telling import notices
from .unit import Unit, unit

S = TypeVar("S", bound=Stateful)
G = TypeVar("G", bound=Guarded)


def take(
    obj: S,
    step: str,
    *,
    by: Any,
    cause: models.Model | None = None,
    version: int | None = None,
    key: str | None = None,
    **inputs: Any,
) -> S:
    """Take one step of a machine and return the locked row as it stands afterwards.

    `by` is the person (None only for the clock); `cause` the decided ballot, the scanner's run
    or the row above for arrows no person takes; `version` the version the person read; `key` the
    form's one-time key. In one transaction: lock, receipt, visibility, version, right, status,
    conditions, transition, record entry, notices, and what follows in the rows below.

    Raises Invisible (404), Stale (409), NotYours (403), WrongState or StepRefused (409), each
    with the sentence that is shown.
    """
    with unit() as work:
        row = work.lock(obj)
        arrow = arrows(type(row))[step]
        work.fresh(by)
        if work.repeated(row, step, by, key):
            return row
        if cause is None:
            require_visible(by, row)
        if version not in (None, row.version):
            raise Stale(row, inputs)
        require(by, arrow, row, cause)
        refuse_unless_possible(arrow, row, inputs)
        before = snapshot(row)
        getattr(row, step)(**accepted(arrow, by, inputs))
        row.version += 1
        work.save(row)
        if arrow.freeze:
            Revision.freeze(row, step=step, by=by)
        enter(work, row, step, by=by, before=before, inputs=inputs, cause=cause)
        row.follow(arrow, by=by, inputs=inputs)
    return row


def take_many(
    rows: Iterable[S], step: str, *, by: Any, cause: models.Model | None = None, **inputs: Any
) -> list[S]:
    """Take one step on many rows in one transaction with a constant number of queries.

    The rows are of one model and are each their own root or share a root that is already locked.
    Either all move or none: the first that cannot says why. What `follow()` would do row by row
    is not done here; the caller does it for all at once.
    """
    with unit() as work:
        locked = work.lock_many(rows)
        if not locked:
            return []
        arrow = arrows(type(locked[0]))[step]
        work.fresh(by)
        for row in locked:
            require(by, arrow, row, cause)
            refuse_unless_possible(arrow, row, inputs)
        touched: set[str] = {"version"}
        for row in locked:
            before = snapshot(row)
            getattr(row, step)(**accepted(arrow, by, inputs))
            row.version += 1
            touched |= enter(work, row, step, by=by, before=before, inputs=inputs, cause=cause)
        fields = [f.attname for f in row._meta.concrete_fields if f.attname in touched]
        type(row)._base_manager.bulk_update(locked, fields)
    return locked


def record(
    row: G,
    changes: dict[str, Any],
    *,
    by: Any,
    version: int | None = None,
    key: str | None = None,
    cause: models.Model | None = None,
) -> G:
    """Change fields of one row: one version, one entry. Nothing to change is nothing done.

    With a `cause` (an adjustment that was approved) the content may be closed to people.

    Raises Invisible, NotYours, Stale (keeping the typed text) or WrongState when the content is
    closed to editing; StepRefused where the cause has not decided this change.
    """
    with unit() as work:
        kept = work.lock(row)
        work.fresh(by)
        if work.repeated(kept, "change", by, key):
            return kept
        if cause is None:
            require_visible(by, kept)
        if version not in (None, kept.version):
            raise Stale(kept, changes)
        require_open(by, "change", kept, cause)
        before = snapshot(kept)
        many = {f.name for f in kept._meta.many_to_many}
        linked = {name: list(changes[name]) for name in changes if name in many}
        for name, value in changes.items():
            if name not in many:
                setattr(kept, name, value)
        moved = snapshot(kept) != before
        for name, value in linked.items():
            was = sorted(getattr(kept, name).values_list("pk", flat=True))
            now = sorted(item.pk for item in value)
            if was != now:
                before[name] = was
                getattr(kept, name).set(value)
                moved = True
        if not moved:
            return kept
        kept.version += 1
        kept.save()
        extra = {name: sorted(i.pk for i in linked[name]) for name in linked if name in before}
        fields = enter(
            work, kept, "change", by=by, before=before, inputs={}, cause=cause, after=extra
        )
        kept.follow_change(fields, by=by)
    return kept


def create(
    row: G,
    *,
    by: Any,
    key: str | None = None,
    links: dict[str, Any] | None = None,
    cause: models.Model | None = None,
) -> G:
    """Begin a row: version 1 and its first entry, under the lock of its root.

    `links` are many-to-many fields, set right after the row exists; `cause` is the row above, or
    the scanner's run, where no person begins it.
    """
    with unit() as work:
        root_model, root_pk = row.root()
        if root_pk is not None:
            work.locked(root_model, root_pk)
        work.fresh(by)
        if work.repeated(row, "create", by, key):
            return row
        require_open(by, "add", row, cause)
        row.version = 1
        row.save(force_insert=True)
        for name, value in (links or {}).items():
            getattr(row, name).set(value)
        work.hold(row)
        after = {name: sorted(item.pk for item in value) for name, value in (links or {}).items()}
        enter(work, row, "create", by=by, before={}, inputs={}, cause=cause, after=after)
    return row


def create_many(rows: Iterable[G], *, by: Any, cause: models.Model | None = None) -> list[G]:
    """Begin rows of one model in one transaction with a constant number of queries.

    They are their own roots, or share one that is locked first; either all begin or none.
    """
    new = list(rows)
    if not new:
        return []
    with unit() as work:
        for root_model, root_pk in dict.fromkeys(row.root() for row in new):
            if root_pk is not None:
                work.locked(root_model, root_pk)
        work.fresh(by)
        for row in new:
            require_open(by, "add", row, cause)
            row.version = 1
        type(new[0])._base_manager.bulk_create(new)
        for row in new:
            work.hold(row)
        for row in new:
            enter(work, row, "create", by=by, before={}, inputs={}, cause=cause)
    return new


def record_many(
    changes: Iterable[tuple[G, dict[str, Any]]], *, by: Any, cause: models.Model | None = None
) -> list[G]:
    """Change columns of many rows of one model that share a root; return those that changed.

    One version and one entry a row, as by record(), with a constant number of queries.
    """
    asked = {row.pk: (row, columns) for row, columns in changes}
    if not asked:
        return []
    moved: list[G] = []
    touched: set[str] = {"version"}
    with unit() as work:
        for root_model, root_pk in dict.fromkeys(row.root() for row, _columns in asked.values()):
            work.locked(root_model, root_pk)
        work.fresh(by)
        for kept in work.lock_many(row for row, _columns in asked.values()):
            require_open(by, "change", kept, cause)
            before = snapshot(kept)
            for name, value in asked[kept.pk][1].items():
                setattr(kept, name, value)
            if snapshot(kept) == before:
                continue
            kept.version += 1
            touched |= enter(work, kept, "change", by=by, before=before, inputs={}, cause=cause)
            moved.append(kept)
        if moved:
            fields = [f.attname for f in moved[0]._meta.concrete_fields if f.attname in touched]
            type(moved[0])._base_manager.bulk_update(moved, fields)
    return moved


def accepted(arrow: Arrow, by: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """What the arrow's method takes of the inputs, and who takes the step, where it asks."""
    given = inputs | {"by": by}
    return {name: given[name] for name in arrow.accepts if name in given}


def enter(
    work: Unit,
    row: Guarded,
    verb: str,
    *,
    by: Any,
    before: dict[str, Any],
    inputs: dict[str, Any],
    cause: models.Model | None = None,
    after: dict[str, Any] | None = None,
) -> set[str]:
    """Write down what changed and whom it concerns; return the names of the changed fields."""
    now = snapshot(row) | (after or {})
    changes = {name: [before.get(name), now[name]] for name in now if before.get(name) != now[name]}
    root_model, root_pk = row.root()
    work.drafts.append(
        Draft(
            chain=f"{root_model._meta.label_lower}:{root_pk}",
            verb=verb,
            actor_id=None if by is None else by.pk,
            object_type=row._meta.label_lower,
            object_id=row.pk,
            version=row.version,
            changes=changes,
            inputs={name: value for name, value in inputs.items() if value not in ("", None, [])},
            cause=None if cause is None else {"type": cause._meta.label_lower, "id": cause.pk},
            personal=row.personal,
        )
    )
    work.notices.extend(notices(row, verb, by=by, inputs=inputs))
    return set(changes)


def snapshot(row: models.Model) -> dict[str, Any]:
    """The row's own columns, without those the door keeps itself."""
    kept = {"id", "version", "public_id"}
    return {
        field.attname: row.__dict__[field.attname]
        for field in row._meta.concrete_fields
        if field.attname not in kept and field.attname in row.__dict__
    }


def require_visible(by: Any, row: Guarded) -> None:
    """404 for whoever may not know of the row."""
    if by is not None and not by.has_perm(permission("view", row), row):
        raise Invisible()


def require_right(by: Any, action: str, row: Guarded) -> None:
    """403, naming who could."""
    name = permission(action, row)
    if by is None or not by.has_perm(name, row):
        raise NotYours(_("This is not yours to do."), who_may(name, row))


def require_open(by: Any, action: str, row: Guarded, cause: models.Model | None) -> None:
    """The person's right to content that is open to editing; or a cause that has decided it."""
    if cause is None:
        require_right(by, action, row)
        if sentence := row.closed():
            raise WrongState(sentence)
    else:
        require_cause(cause, row, action)


def require_cause(cause: models.Model, row: Guarded, step: str) -> None:
    if isinstance(cause, Heartbeat):
        decided = may_begin_or_move(row, step)
    else:
        decided = cause.causes(row, step)  # type: ignore[attr-defined]
    if not decided:
        raise StepRefused(_("What is named as the cause has not decided this."))


def require(by: Any, arrow: Arrow, row: Stateful, cause: models.Model | None) -> None:
    """The person's right; or, for arrows no person takes, a cause that really is one."""
    if cause is None:
        if not arrow.for_people:
            raise NotYours(_("No person takes this step; it follows from a decision or a date."))
        require_right(by, arrow.name, row)
    else:
        require_cause(cause, row, arrow.name)


def refuse_unless_possible(arrow: Arrow, row: Stateful, inputs: dict[str, Any]) -> None:
    """The status first, then the inputs, then the conditions; all gaps are told at once."""
    if row.status not in arrow.sources:
        raise WrongState()
    for name in arrow.needs:
        if not inputs.get(name):
            raise StepRefused(missing(name))
    for name, typed in inputs.items():
        if sentence := too_long(name, typed):
            raise StepRefused(sentence)
    gaps: list[Gap] = []
    for condition in arrow.when:
        found = condition(row)
        gaps.extend(found if isinstance(found, list) else [found] if found else [])
    if gaps:
        sentence = gaps[0].sentence if len(gaps) == 1 else _("Some things are still missing.")
        raise StepRefused(sentence, gaps[0].link, gaps)


def steps_for(user: Any, row: Stateful) -> list[Arrow]:
    """The steps this person can take on this row as it stands now."""
    return [
        arrow
        for arrow in arrows(type(row)).values()
        if arrow.for_people
        and row.status in arrow.sources
        and user.has_perm(permission(arrow.name, row), row)
    ]


def permission(action: str, row: models.Model) -> str:
    """`submit` on a plan is `plans.submit_plan`: one word from the method to the permission."""
    return f"{row._meta.app_label}.{action}_{row._meta.model_name}"


__all__: Sequence[str] = (
    *("create", "create_many", "record", "record_many"),
    *("steps_for", "take", "take_many"),
)
