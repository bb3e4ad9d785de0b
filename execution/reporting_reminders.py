"""Who is reminded of a progress report: the department, its superior, the office."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Appointment, Role
from improvement.organization.models.appointment import OFFICE

from . import models
from .reporting_lifecycle import ReportStatus

ALWAYS = -60
"""So long before the due date that it is reached when the report is opened."""

REPORT = [
    Rung("opened", ALWAYS, "department"),
    Rung("two-days", -2, "department"),
    Rung("today", 0, "department"),
    Rung("late", 1, "department"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
"""In working days from the due date; on the fifth day the grace ends."""

ANSWER_DAYS = 5
WAITING = [Rung("due", 0, "office"), Rung("overdue", 3, "office")]
"""In working days from the day by which the office should have said its word (ours)."""

A_QUARTER = dt.timedelta(days=120)
A_MONTH = dt.timedelta(days=31)

DUE = Kind(
    "execution.progressreport.due",
    _("Due on {due}: {subject}"),
    _("The report is due on {due}. Its figures are filled in already."),
    decision=False,
    resend=True,
)
OVERDUE = Kind(
    "execution.progressreport.overdue",
    _("Overdue since {due}: {subject}"),
    _("The report was due on {due}. It is taken until {until} and then counts as missed."),
    decision=False,
    resend=True,
)
UNREAD = Kind(
    "execution.progressreport.waiting",
    _("Waiting for your word: {subject}"),
    _("The report was handed in on {since} and waits for the assessment of the office."),
    decision=True,
    resend=True,
)


def announce() -> None:
    for kind in (DUE, OVERDUE, UNREAD):
        register(kind)


def reports_due(now: dt.datetime) -> Iterator[Notice]:
    """When it is opened, before, on and after its day; then the superior, then the office."""
    today = timezone.localdate(now)
    reports = list(models.ProgressReport.objects.open().with_names().order_by("due", "pk"))
    if not reports:
        return
    shift = working_shift(reports[0].due - A_QUARTER, today + A_QUARTER)
    reached: dict[dt.date, list[Rung]] = {}
    people = People()
    for report in reports:
        if report.due not in reached:
            reached[report.due] = due_rungs(REPORT, report.due, today, shift=shift)
        for rung in reached[report.due]:
            yield Notice(
                kind=(OVERDUE if rung.days > 0 else DUE).name,
                subject=report,
                occasion=occasion(report.period, report.due, rung),
                recipients=people.of(rung.audience, report.department_id),
                context={"due": report.due.isoformat(), "until": report.last_day.isoformat()},
            )


def reports_waiting(now: dt.datetime) -> Iterator[Notice]:
    """D77: the office says its word within some working days."""
    today = timezone.localdate(now)
    waiting = models.ProgressReport.objects.filter(status=ReportStatus.SUBMITTED).with_names()
    reports = list(waiting.order_by("submitted_at", "pk"))
    if not reports:
        return
    shift = working_shift(reports[0].submitted_on - A_MONTH, today + A_MONTH)
    people = People()
    for report in reports:
        due = shift(report.submitted_on, ANSWER_DAYS)
        for rung in due_rungs(WAITING, due, today, shift=shift):
            yield Notice(
                kind=UNREAD.name,
                subject=report,
                occasion=occasion(f"v{report.version}", due, rung),
                recipients=people.of("office", report.department_id),
                context={"since": report.submitted_on.isoformat()},
            )


class People:
    """Who writes for which department, whom its heads report to, who is the office; one query."""

    def __init__(self) -> None:
        self.department: defaultdict[int, set[int]] = defaultdict(set)
        self.head: defaultdict[int, set[int]] = defaultdict(set)
        self.superior: defaultdict[int, set[int]] = defaultdict(set)
        self.members: defaultdict[int, set[int]] = defaultdict(set)
        self.office: set[int] = set()
        held = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
        rows: Iterable[Any] = held.values_list(
            "user_id", "role", "department_id", "user__reports_to"
        )
        for user, role, department, above in rows:
            self.members[department].add(user)
            if role in {Role.HEAD, Role.DEPUTY, Role.CLERK}:
                self.department[department].add(user)
            if role == Role.HEAD:
                self.head[department].add(user)
                self.superior[department] |= {above} - {None}
            if role in OFFICE:
                self.office.add(user)

    def of(self, audience: str, department: int) -> set[int]:
        """An officer of the department itself is not asked about it (ours)."""
        if audience == "office":
            return self.office - self.members[department]
        asked = {"head": self.head, "superior": self.superior}.get(audience, self.department)
        return asked[department]
