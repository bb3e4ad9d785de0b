"""Who is reminded in chapter 6: a rectification that is due, or has not been planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift

from .lifecycle import AT_WORK, RectificationStatus
from .messages import concerned_by, office_of_notice
from .models import Rectification

PLAN_DAYS = 5
"""Working days in which cause and measures are written down (ours)."""
A_MONTH = dt.timedelta(days=31)
LADDER = [
    Rung("three-days", -3, "concerned"),
    Rung("today", 0, "concerned"),
    Rung("late", 1, "concerned"),
    Rung("office", 3, "office"),
]
DUE = Kind(
    "incentives.rectification.due",
    _("Due on {due}: {subject}"),
    _("The page says what is still to be done."),
    decision=True,
    resend=True,
)


def announce() -> None:
    register(DUE)


def rectifications_due(now: dt.datetime) -> Iterator[Notice]:
    """Those concerned before, on and after the date; then the office."""
    today = timezone.localdate(now)
    waiting = Rectification.objects.filter(status__in=[RectificationStatus.OPENED, *AT_WORK])
    rows = list(waiting.with_names())
    if not rows:
        return
    shift = working_shift(min(row.opened_on for row in rows), today + A_MONTH)
    for row in rows:
        planning = row.status == RectificationStatus.OPENED
        due = shift(row.opened_on, PLAN_DAYS) if planning else row.due
        if due is None:
            continue
        for rung in due_rungs(LADDER, due, today, shift=shift):
            people = office_of_notice(row) if rung.audience == "office" else concerned_by(row)
            yield Notice(
                kind=DUE.name,
                subject=row,
                occasion=occasion(row.status, due, rung),
                recipients=list(people),
                context={"due": due.isoformat()},
            )
