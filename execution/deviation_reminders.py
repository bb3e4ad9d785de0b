"""Who is reminded of a deviation: the head, the superior, the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift

from .models import Deviation
from .reporting_reminders import People

HEAD = [
    Rung("today", 0, "head"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
OFFICE = [Rung("today", 0, "office"), Rung("overdue", 3, "office")]
"""In working days from the day by which whoever acts next should have acted (ours)."""

A_MONTH = dt.timedelta(days=31)

WAITING = Kind(
    "execution.deviation.waiting",
    _("Waiting since {found}: {subject}"),
    _("The next step was due on {due}. The page says whose it is."),
    decision=True,
    resend=True,
)


def announce() -> None:
    register(WAITING)


def deviations_due(now: dt.datetime) -> Iterator[Notice]:
    """On the day of the next step and after it: the head and above, or the office."""
    today = timezone.localdate(now)
    waiting = Deviation.objects.unsettled().filter(due__lte=today).with_names()
    rows = list(waiting.order_by("due", "pk"))
    if not rows:
        return
    shift = working_shift(rows[0].due - A_MONTH, today + A_MONTH)
    people = People()
    for row in rows:
        for rung in due_rungs(HEAD if row.with_head else OFFICE, row.due, today, shift=shift):
            yield Notice(
                kind=WAITING.name,
                subject=row,
                occasion=occasion(row.status, row.due, rung),
                recipients=people.of(rung.audience, row.department_id),
                context={"found": row.found_on.isoformat(), "due": row.due.isoformat()},
            )
