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
from .lifecycle import PlanStatus
from .messages import office, today_in

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


def announce() -> None:
    register(DUE)
    register(REVIEW_DUE)


def plans_due(now: dt.datetime) -> Iterator[Notice]:
    """D58: department before, on and after the date; then its superior; then the office."""
    today = timezone.localdate(now)
    for planning_round in models.Round.objects.drafting():
        rungs = due_rungs(SUBMISSION, planning_round.deadline, today)
        if not rungs:
            continue
        handed_in = planning_round.plans.filter(submitted_at__isnull=False).values("department")
        for department in Department.objects.must_plan().exclude(pk__in=handed_in):
            for rung in rungs:
                yield Notice(
                    kind=DUE.name,
                    subject=planning_round,
                    occasion=f"{department.code}:"
                    + occasion(planning_round.label, planning_round.deadline, rung),
                    recipients=audience(rung, department),
                    context=department.named("department")
                    | {"due": planning_round.deadline.isoformat()},
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
    today = timezone.localdate(now)
    waiting = models.Plan.objects.filter(status=PlanStatus.OFFICE_REVIEW).with_names()
    plans = list(waiting.exclude(submitted_at=None).order_by("submitted_at"))
    if not plans:
        return
    shift = working_shift(plans[0].submitted_on, today + A_MONTH)
    for plan in plans:
        due = shift(plan.submitted_on, REVIEW_DAYS)
        for rung in due_rungs(REVIEW, due, today, shift=shift):
            yield Notice(
                kind=REVIEW_DUE.name,
                subject=plan,
                occasion=occasion(f"v{plan.version}", due, rung),
                recipients=list(office(plan)),
                context={"since": plan.submitted_on.isoformat()},
            )
