"""Who is reminded of what in chapter 3: the submission date and the waiting review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Department, Role

from . import models
from .lifecycle import AdjustmentStatus, PlanStatus
from .recipients import department as department_of
from .recipients import office, today_in

SUBMISSION = [
    Rung("two-weeks", -14, "department"),
    Rung("three-days", -3, "department"),
    Rung("today", 0, "department"),
    Rung("late", 1, "department"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
REVIEW_DAYS = 3
A_MONTH = dt.timedelta(days=31)
REVIEW = [Rung("due", 0, "office"), Rung("overdue", 2, "office")]

DUE = Kind(
    "plans.round.plan_due",
    _("Plan due on {due}: {department} {subject}"),
    _("The plan of {department} for {subject} is due on {due} and has not been handed in."),
    decision=True,
    resend=True,
)
REVIEW_DUE = Kind(
    "plans.plan.review_due",
    _("Waiting for review: {subject}"),
    _("The plan was handed in on {since} and is waiting for the review of the office."),
    decision=True,
    resend=True,
)

ADJUSTMENT_DUE = Kind(
    "plans.adjustment.review_due",
    _("Waiting for review: {subject}"),
    _("The adjustment was handed in on {since} and is waiting for the review of the office."),
    decision=True,
    resend=True,
)
CUT_OFF = [Rung("two-weeks", -14, "department"), Rung("three-days", -3, "department")]
CUT_OFF_DUE = Kind(
    "plans.adjustment.cut_off",
    _("To be handed in until {due}: {subject}"),
    _("Adjustments are taken until {due}. This one is still a draft."),
    decision=True,
    resend=True,
)


RECEIPT = [
    Rung("tomorrow", -1, "head"),
    Rung("today", 0, "head"),
    Rung("late", 1, "head"),
    Rung("superior", 2, "superior"),
    Rung("office", 3, "office"),
]
RECEIPT_DUE = Kind(
    "plans.planreceipt.due",
    _("To be signed for until {due}: {subject}"),
    _("The organization plan is issued and the head of the department has not signed for it."),
    decision=True,
    resend=True,
)


def announce() -> None:
    for kind in (RECEIPT_DUE, DUE, REVIEW_DUE, ADJUSTMENT_DUE, CUT_OFF_DUE):
        register(kind)


def plans_due(now: dt.datetime) -> Iterator[Notice]:
    """D58: department before, on and after the date; then its superior; then the office."""
    today = timezone.localdate(now)
    for planning_round in models.Round.objects.drafting():
        own = planning_round.extensions.latest_dates()
        if not any(
            due_rungs(SUBMISSION, day, today) for day in own_and_common(planning_round, own)
        ):
            continue
        handed_in = planning_round.plans.filter(submitted_at__isnull=False).values("department")
        for department in Department.objects.must_plan().exclude(pk__in=handed_in):
            due = own.get(department.pk, planning_round.deadline)
            for rung in due_rungs(SUBMISSION, due, today):
                yield plan_due(planning_round, department, due, rung)


def own_and_common(planning_round: Any, own: dict[int, dt.date]) -> set[dt.date]:
    return {planning_round.deadline, *own.values()}


def plan_due(planning_round: Any, department: Any, due: dt.date, rung: Rung) -> Notice:
    """A new date reminds anew, be it the round's or the department's own (3.4.2)."""
    return Notice(
        kind=DUE.name,
        subject=planning_round,
        occasion=f"{department.code}:" + occasion(planning_round.label, due, rung),
        recipients=audience(rung, department),
        context=department.named("department") | {"due": due.isoformat()},
    )


def audience(rung: Rung, department: Any) -> list[int]:
    """The people of a rung: the department, the superiors of its head, or the office."""
    if rung.audience == "office":
        return list(office(department))
    if rung.audience == "superior":
        heads = today_in(Role.HEAD, department=department.pk)
        return [pk for pk in heads.values_list("user__reports_to", flat=True) if pk]
    return list(today_in(Role.HEAD, Role.DEPUTY, Role.CLERK, department=department.pk))


def reviews_due(now: dt.datetime) -> Iterator[Notice]:
    """A plan waits three working days for its review; then the office is reminded (ours)."""
    waiting = models.Plan.objects.filter(status=PlanStatus.OFFICE_REVIEW).with_names()
    plans = waiting.exclude(submitted_at=None).order_by("submitted_at")
    yield from waiting_for_the_office(list(plans), REVIEW_DUE, timezone.localdate(now))


def adjustments_due(now: dt.datetime) -> Iterator[Notice]:
    """The same for what is to change an issued plan (4.4.3)."""
    waiting = models.Adjustment.objects.awaiting_office().with_names().order_by("submitted_at")
    yield from waiting_for_the_office(list(waiting), ADJUSTMENT_DUE, timezone.localdate(now))


def waiting_for_the_office(rows: list[Any], kind: Kind, today: dt.date) -> Iterator[Notice]:
    """Rows that were handed in, the longest waiting first."""
    if not rows:
        return
    days = [timezone.localdate(row.submitted_at) for row in rows]
    shift = working_shift(days[0], today + A_MONTH)
    for row, day in zip(rows, days, strict=True):
        due = shift(day, REVIEW_DAYS)
        for rung in due_rungs(REVIEW, due, today, shift=shift):
            yield Notice(
                kind=kind.name,
                subject=row,
                occasion=occasion(f"v{row.version}", due, rung),
                recipients=list(office(row)),
                context={"since": day.isoformat()},
            )


def cut_offs_due(now: dt.datetime) -> Iterator[Notice]:
    """Before the round takes no more adjustments, whoever has one in draft is told (4.4.3)."""
    today = timezone.localdate(now)
    drafts = models.Adjustment.objects.filter(
        status=AdjustmentStatus.DRAFT, plan__round__changes_until__gte=today
    )
    for adjustment in drafts.with_names():
        until = adjustment.plan.round.changes_until
        for rung in due_rungs(CUT_OFF, until, today):
            yield Notice(
                kind=CUT_OFF_DUE.name,
                subject=adjustment,
                occasion=occasion(adjustment.plan.round.label, until, rung),
                recipients=list(department_of(adjustment)),
                context={"due": until.isoformat()},
            )


def receipts_due(now: dt.datetime) -> Iterator[Notice]:
    """The head before, on and after the day; then the superior; then the office (3.4.3; ours)."""
    today = timezone.localdate(now)
    rows = list(models.PlanReceipt.objects.open().with_names().order_by("due", "pk"))
    if not rows:
        return
    shift = working_shift(rows[0].due - A_MONTH, today + A_MONTH)
    for row in rows:
        for rung in due_rungs(RECEIPT, row.due, today, shift=shift):
            yield Notice(
                kind=RECEIPT_DUE.name,
                subject=row,
                occasion=occasion(str(row.organization_plan.edition), row.due, rung),
                recipients=who_signs(rung, row.department),
                context={"due": row.due.isoformat()},
            )


def who_signs(rung: Rung, department: Any) -> list[int]:
    """Only the head signs, so only the head is reminded; else as for everything."""
    if rung.audience == "head":
        return list(today_in(Role.HEAD, department=department.pk))
    return audience(rung, department)
