"""Who is reminded of a draft that waits to be checked or countersigned (ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Role
from plans.models import Countersign, DraftCheck
from plans.recipients import today_in

from .messages import who_checks, who_countersigns

LADDER = [
    Rung("today", 0, "reader"),
    Rung("late", 1, "reader"),
    Rung("department", 2, "department"),
]
"""The reader on the day and after it; then the department that waits decides how it goes on."""

A_MONTH = dt.timedelta(days=31)
CHECK_DUE = Kind(
    "plans.draftcheck.due",
    _("To be checked until {due}: {subject}"),
    _("The draft waits to be passed on or returned."),
    decision=True,
    resend=True,
)
COUNTERSIGN_DUE = Kind(
    "plans.countersign.due",
    _("To be countersigned until {due}: {subject}"),
    _("The draft waits for an answer of the department."),
    decision=True,
    resend=True,
)


def announce() -> None:
    register(CHECK_DUE)
    register(COUNTERSIGN_DUE)


def checks_due(now: dt.datetime) -> Iterator[Notice]:
    waiting = DraftCheck.objects.waiting().with_names().order_by("due", "pk")
    yield from due(list(waiting), CHECK_DUE, who_checks, timezone.localdate(now))


def countersigns_due(now: dt.datetime) -> Iterator[Notice]:
    waiting = Countersign.objects.waiting().with_names().order_by("due", "pk")
    yield from due(list(waiting), COUNTERSIGN_DUE, who_countersigns, timezone.localdate(now))


def due(
    rows: list[Any], kind: Kind, reader: Callable[[Any], Iterable[int]], today: dt.date
) -> Iterator[Notice]:
    """A request that is made anew has a new day, and reminds anew."""
    if not rows:
        return
    shift = working_shift(rows[0].due - A_MONTH, today + A_MONTH)
    for row in rows:
        for rung in due_rungs(LADDER, row.due, today, shift=shift):
            yield Notice(
                kind=kind.name,
                subject=row,
                occasion=occasion(row.plan.round.label, row.due, rung),
                recipients=list(reader(row) if rung.audience == "reader" else waits_for(row)),
                context={"due": row.due.isoformat()},
            )


def waits_for(row: Any) -> Iterable[int]:
    """Those who draft, the head among them."""
    held = today_in(Role.HEAD, Role.DEPUTY, Role.CLERK, department=row.plan.department_id)
    return list(held)
