"""Who is reminded of what in this room, on working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift

from . import models
from .recipients import drafting, office, superiors

REQUESTS = [
    Rung("soon", -3, "department"),
    Rung("today", 0, "department"),
    Rung("late", 1, "department"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
A_MONTH = dt.timedelta(days=31)
AUDIENCES = {"department": drafting, "superior": superiors, "office": office}

REQUEST_DUE = Kind(
    "evidence.datarequest.due",
    _("Data due on {due}: {subject}"),
    _("The data that the office has asked for are due on {due} and have not been handed in."),
    decision=True,
    resend=True,
)


def announce() -> None:
    register(REQUEST_DUE)


def requests_due(now: dt.datetime) -> Iterator[Notice]:
    """D35: the department before, on and after the day; its superior; then the office."""
    today = timezone.localdate(now)
    rows = list(models.DataRequest.objects.to_answer().select_related("department"))
    if not rows:
        return
    shift = working_shift(min(row.due for row in rows) - A_MONTH, today + A_MONTH)
    for row in rows:
        for rung in due_rungs(REQUESTS, row.due, today, shift=shift):
            yield Notice(
                kind=REQUEST_DUE.name,
                subject=row,
                occasion=occasion(f"v{row.version}", row.due, rung),
                recipients=AUDIENCES[rung.audience](row),
                context={"due": row.due.isoformat()},
            )
