"""Acts on a draft's way: say that it is ready, ask others, ask anew what has changed (ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from improvement.door.acts import create, record, require_right, take
from improvement.door.refusals import Gap, StepRefused
from improvement.door.unit import unit
from plans.lifecycle import CountersignStatus, DraftCheckStatus, PlanStatus
from plans.models import Countersign, DraftCheck, DraftingRoute, Plan
from plans.models.route import route_of

from .concern import Concern, concerns, digest_of_draft
from .reading import Route


def ready(*, by: Any, plan: Plan, key: str | None = None) -> DraftCheck:
    """Whoever drafts says that the draft can be checked."""
    with unit() as work:
        held = work.lock(plan)
        check = DraftCheck.objects.filter(plan=held).first()
        if check:
            return take(check, "ready", by=by, key=key)
        due = route_of(held.department).due_from_today()
        return create(DraftCheck(plan=held, ready_by=by, due=due), by=by, key=key)


def ask(*, by: Any, plan: Plan, key: str | None = None) -> list[Countersign]:
    """Ask every department concerned that has not been asked; sent twice it counts once."""
    with unit() as work:
        held = work.lock(plan)
        if work.repeated(held, "ask", by, key):
            return []
        route = Route(held)  # read under the lock, and kept no longer than this act
        if not route.ready_to_ask:
            raise StepRefused(
                _("The draft is checked first; then the other departments are asked."), route.link
            )
        asked = [*read_anew(held, by=by), *ask_those_concerned(held, by=by)]
        if not asked:
            raise StepRefused(_("No department is to be asked now."), route.link)
    return asked


def ask_those_concerned(plan: Plan, *, by: Any) -> list[Countersign]:
    """Begin a request for each, or take up one that had lapsed."""
    kept = {row.department_id: row for row in Countersign.objects.filter(plan=plan)}
    due = route_of(plan.department).due_from_today()
    asked = []
    for department, concern in concerns(plan).items():
        row = kept.get(department)
        if row is None:
            new = {"plan": plan, "department_id": department, "due": due}
            asked.append(create(Countersign(**new, digest=concern.digest), by=by))
        elif row.status == CountersignStatus.LAPSED:
            require_right(by, "add", row)
            asked.append(again(row, plan, concern, due, by=by))
    return asked


def again(row: Countersign, plan: Plan, concern: Concern, due: dt.date, *, by: Any) -> Countersign:
    return take(row, "ask_anew", by=by, cause=plan, digest=concern.digest, due=due)


def read_anew(plan: Plan, *, by: Any) -> list[Countersign]:
    """After something was written: what was checked or answered holds for what was read.

    Who has answered is asked again, once; who has not finds the new text, and an answer to the old
    one is stale. Where nothing concerns a department any more, nothing is asked of it.
    """
    if not travels(plan):
        return []
    with unit() as work:
        held = work.lock(plan)
        check = DraftCheck.objects.filter(plan=held, status=DraftCheckStatus.PASSED).first()
        if check and check.digest != digest_of_draft(held):
            take(check, "outdate", by=by, cause=held)
        kept = list(Countersign.objects.filter(plan=held).standing())
        found = concerns(held) if kept else {}
        due = route_of(held.department).due_from_today()
        renewed = [renew(row, held, found.get(row.department_id), due, by=by) for row in kept]
    return [row for row in renewed if row]


def renew(
    row: Countersign, plan: Plan, concern: Concern | None, due: dt.date, *, by: Any
) -> Countersign | None:
    """The row where it is asked again."""
    if concern is None:
        take(row, "lapse", by=by, cause=plan)
    elif concern.digest != row.digest and row.is_answered:
        return again(row, plan, concern, due, by=by)
    elif concern.digest != row.digest:
        record(row, {"digest": concern.digest}, by=by, cause=plan)
    return None


def travels(plan: Plan) -> bool:
    """Whether somebody has checked the draft or been asked about it.

    A page has read it along with the plan; what came in between is found when it is handed in.
    """
    if "countersigns_kept" in vars(plan):
        return plan.status == PlanStatus.DRAFT and plan.route.travels
    check = DraftCheck.objects.filter(plan=OuterRef("pk"), status=DraftCheckStatus.PASSED)
    asked = Countersign.objects.filter(plan=OuterRef("pk")).standing()
    rows = Plan.objects.filter(pk=plan.pk, status=PlanStatus.DRAFT)
    return rows.filter(Q(Exists(check)) | Q(Exists(asked))).exists()


def end(plan: Plan, *, by: Any) -> None:
    """Handed in or withdrawn: who has not answered is asked no longer."""
    for check in DraftCheck.objects.filter(plan=plan).waiting():
        take(check, "lapse", by=by, cause=plan)
    for row in Countersign.objects.filter(plan=plan).waiting():
        take(row, "lapse", by=by, cause=plan)


def moves(plan: Plan, row: Any, step: str) -> bool:
    """Whether the plan, as it stands, is the cause of this step of a row on its way."""
    if isinstance(row, DraftCheck):
        return row.plan_id == plan.pk and step in {"outdate", "lapse"}
    if isinstance(row, Countersign):
        return row.plan_id == plan.pk and step in {"ask_anew", "lapse", "change"}
    return False


def moved_unnoticed(plan: Plan) -> list[Gap]:
    """What was checked or answered on another content than stands there.

    As when somebody changed department, or wrote in the moment in which the draft was passed on.
    """
    answered = [row for row in plan.route.countersigns.values() if row.is_answered]
    found = concerns(plan) if answered else {}
    gaps = [
        Gap(
            _("What concerns %(department)s has changed since it answered. Ask for it again.")
            % {"department": row.department.local_name},
            plan.route.link,
        )
        for row in answered
        if row.department_id in found and found[row.department_id].digest != row.digest
    ]
    check = plan.route.check
    if check and check.status == DraftCheckStatus.PASSED and check.digest != digest_of_draft(plan):
        gaps.append(Gap(_("The draft has been changed since it was checked."), plan.route.link))
    return gaps


def set_route(
    *, by: Any, route: DraftingRoute, changes: dict[str, Any], version: int | None = None
) -> DraftingRoute:
    """The head says how the drafts of the department go from now on."""
    if route.pk:
        return record(route, changes, by=by, version=version)
    for name, value in changes.items():
        setattr(route, name, value)
    return create(route, by=by)
