"""Consent lists of adjustments: chosen by the office, put to one vote, carried out (ours).

The list is locked first, then the plans in the order of their keys, then the adjustments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import Listed, open_ballot
from improvement.door.acts import create, take, take_many
from improvement.door.models import Revision
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused, Text
from improvement.door.unit import Unit, unit
from improvement.organization.models import Appointment

from .adjusting import moved
from .adjusting.enlarging import enlarged_by
from .lifecycle import AdjustmentListStatus, AdjustmentStatus
from .models import (
    Adjustment,
    AdjustmentChange,
    AdjustmentList,
    Item,
    ListedAdjustment,
    Measure,
    Operation,
    Round,
)
from .models.adjustment import AdjustmentQuerySet, wrote_adjustments
from .steps import latest_revisions

Chosen = Iterable[Sequence[str]]
"""Public keys of adjustments, each with the word of the office on it."""


# Choosing


def begin_list(
    *,
    by: Any,
    planning_round: Round,
    introduction: str = "",
    chosen: Chosen = (),
    key: str | None = None,
) -> AdjustmentList:
    """The next list of a year, with the adjustments chosen for it."""
    with unit() as work:
        held = work.lock(planning_round)
        last = held.adjustment_lists.aggregate(last=Max("number"))["last"] or 0
        begun = create(AdjustmentList(round=held, number=last + 1), by=by, key=key)
        return take(begun, "choose", by=by, introduction=introduction, chosen=list(chosen))


def on_offer(
    planning_round: Round, reader: Any, *, besides: AdjustmentList | None = None
) -> AdjustmentQuerySet:
    """What lies with the office, is this person's to put forward, and stands on no other list."""
    compiled = ListedAdjustment.objects.filter(
        adjustment=OuterRef("pk"), adjustment_list__status=AdjustmentListStatus.COMPILING
    ).exclude(adjustment_list=besides.pk if besides else None)
    rows = Adjustment.objects.awaiting_office().filter(
        ~Exists(compiled), plan__round=planning_round
    )
    offered: AdjustmentQuerySet = rows.for_action("put_forward", reader)
    return offered.with_names().order_by("submitted_at", "pk")


def write_down(adjustment_list: AdjustmentList, chosen: Chosen, *, by: Any) -> None:
    """Replace the items by what is chosen now, in the order in which it was handed in."""
    adjustment_list.items.all().delete()
    words = {str(key): word for key, word in chosen}
    offered = on_offer(adjustment_list.round, by).filter(public_id__in=words)
    found = sharing(adjustment_list.round, offered)
    if len(found) != len(words):
        raise StepRefused(_("Something of it is no longer with the office. Choose again."))
    for sentence in why_alone(found).values():
        raise StepRefused(sentence)
    ListedAdjustment.objects.bulk_create(
        ListedAdjustment(
            adjustment_list=adjustment_list,
            adjustment=adjustment,
            position=position,
            recommendation=words[str(adjustment.public_id)],
        )
        for position, adjustment in enumerate(found, start=1)
    )


def sharing(planning_round: Round, rows: Iterable[Adjustment]) -> list[Adjustment]:
    """These rows with one copy of the round, so that its gates are read once."""
    found = list(rows)
    for adjustment in found:
        adjustment.plan.round = planning_round
    return found


def why_alone(adjustments: Sequence[Adjustment]) -> dict[int, Text]:
    """Which of them are not small enough for a list, by their keys, and why; few statements."""
    lines: dict[int, list[AdjustmentChange]] = {one.pk: [] for one in adjustments}
    for change in AdjustmentChange.objects.live().filter(adjustment__in=lines):
        lines[change.adjustment_id].append(change)
    touched = {c.owner for changes in lines.values() for c in changes}
    of_measures = Measure.objects.filter(public_id__in=touched).major()
    major = set(of_measures.values_list("public_id", flat=True)) if touched else set()
    enlarged = enlarged_by((one, lines[one.pk]) for one in adjustments)
    reasons = {
        one.pk: reason_alone(one, lines[one.pk], major, bool(enlarged.get(one.pk)))
        for one in adjustments
    }
    return {pk: sentence for pk, sentence in reasons.items() if sentence}


def reason_alone(
    adjustment: Adjustment, changes: list[AdjustmentChange], major: set[Any], enlarges: bool
) -> Text:
    """Why this one has a ballot to itself; empty where it may stand on a list."""
    if adjustment.terminates:
        return _("It ends the plan, and is decided on alone.")
    if any(change.operation == Operation.CANCEL for change in changes):
        return _("It cancels a goal or a measure, and is decided on alone.")
    if enlarges:
        return _("It makes a measure a major project, and is decided on alone.")
    owned = {change.owner for change in changes if change.kind in {Item.MEASURE, Item.MILESTONE}}
    if owned & major:
        return _("It changes a major project, and is decided on alone.")
    return ""


# Putting forward


def told(adjustment_list: AdjustmentList) -> list[dict[str, Any]]:
    """The items as the list's content keeps them: whose they are, and in which revision."""
    items = list(adjustment_list.items.select_related("adjustment__plan__department"))
    latest = latest_revisions([item.adjustment for item in items])
    return [
        {
            "department": item.adjustment.plan.department.code,
            "recommendation": item.recommendation,
            "revision": latest[item.adjustment_id].number,
            "digest": latest[item.adjustment_id].digest,
            "content": latest[item.adjustment_id].content,
        }
        for item in items
    ]


def put_to_the_vote(adjustment_list: AdjustmentList, *, by: Any) -> None:
    """One ballot on all items, each in the revision that was handed in.

    Where they concern several departments, members with an interest declare it and vote; where
    all are of one, its people are recused as from any other matter of that department.
    """
    with unit() as work:
        items = list(adjustment_list.items.select_related("adjustment__plan__department"))
        adjustments = locked(work, [item.adjustment for item in items])
        latest = require_unmoved(adjustment_list, items)
        require_handled(adjustments, by=by)
        departments = {item.adjustment.plan.department for item in items}
        open_ballot(
            adjustment_list,
            by=by,
            department=departments.pop() if len(departments) == 1 else None,
            declares=len(departments) > 1,
            involved=concerned(items),
            items=[
                Listed(
                    item.adjustment,
                    latest[item.adjustment_id],
                    item.adjustment.plan.department,
                    item.recommendation,
                )
                for item in items
            ],
        )
        for item in items:
            word = item.recommendation
            take(item.adjustment, "put_on_list", by=by, cause=adjustment_list, recommendation=word)


def locked(work: Unit, adjustments: Iterable[Adjustment]) -> list[Adjustment]:
    """The plans first, then what is to change in them."""
    rows = list(adjustments)
    plans = {plan.pk: plan for plan in work.lock_many(one.plan for one in rows)}
    held = work.lock_many(rows)
    for adjustment in held:
        adjustment.plan = plans[adjustment.plan_id]
    return held


def require_unmoved(
    adjustment_list: AdjustmentList, items: Sequence[ListedAdjustment]
) -> dict[int, Revision]:
    """What is voted on is what was frozen with the list, also when somebody was faster."""
    frozen = Revision.objects.latest_of(adjustment_list)
    latest = latest_revisions([item.adjustment for item in items])
    now = [latest[item.adjustment_id].digest for item in items]
    if frozen is None or [one["digest"] for one in frozen.content["adjustments"]] != now:
        raise StepRefused(_("Something of it is no longer with the office. Choose again."))
    return latest


def require_handled(adjustments: Sequence[Adjustment], *, by: Any) -> None:
    """Nobody puts forward on a list what is not theirs to put forward alone (ours)."""
    action = "plans.put_forward_adjustment"
    if not all(by.has_perm(action, adjustment) for adjustment in adjustments):
        raise NotYours(_("Something on the list is not yours to put forward."), who_may(action))


def concerned(items: Sequence[ListedAdjustment]) -> set[int]:
    """Who belongs to a department whose plan is to change, and who wrote what is proposed."""
    members = Appointment.objects.valid_on(timezone.localdate()).filter(
        department__in={item.adjustment.plan.department_id for item in items}
    )
    wrote = wrote_adjustments([item.adjustment_id for item in items])
    return {*members.values_list("user", flat=True), *wrote.values_list("actor", flat=True)}


# What is decided


def decide_listed(items: Sequence[Any], step: str, *, by: Any, ballot: Any) -> None:
    """Carry out each item of an approved list, or put all back.

    An item that no longer finds what it starts from goes back to draft with its reason; so does
    one that another item before it on the list has overtaken. The others go on (4.4.3).
    """
    with unit() as work:
        named = Adjustment.objects.filter(pk__in=[item.object_id for item in items])
        held = {one.pk: one for one in locked(work, named.select_related("plan"))}
        left = [item for item in items if not held[item.object_id].awaits(item.revision_id)]
        passed_over(left)
        staying = [item for item in items if item not in left]
        if step != "approve":
            take_many([held[item.object_id] for item in staying], step, by=by, cause=ballot)
            return
        for item in staying:
            if not carried_out(held[item.object_id], by=by, ballot=ballot):
                passed_over([item])


def carried_out(adjustment: Adjustment, *, by: Any, ballot: Any) -> bool:
    """Whether its changes could be applied; else it is a draft again."""
    if adjustment.status != AdjustmentStatus.LEADERSHIP_APPROVAL:
        return False
    if moved(adjustment):
        take(adjustment, "outdate", by=by, cause=ballot.locked_subject())
        return False
    take(adjustment, "approve", by=by, cause=ballot)
    return True


def passed_over(items: Iterable[Any]) -> None:
    """Written on the item itself, so that the record of the decision says what came of it."""
    for item in items:
        item.passed_over = True
        item.save(update_fields=["passed_over"])
