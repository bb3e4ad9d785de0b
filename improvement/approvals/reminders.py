"""Ballots: who is told that one is open, reminded of it, and of how it was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.telling import tell
from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Appointment, Role

from .models import Ballot, Seat

OPENED = Kind(
    "approvals.ballot.opened",
    _("Your vote is asked for: {subject}"),
    _("{actor} put it to the leadership group. You can vote until {due}."),
    decision=True,
)
WAITING = Kind(
    "approvals.ballot.waiting",
    _("Your vote is still missing: {subject}"),
    _("The ballot closes on {due}."),
    decision=True,
    resend=True,
)
CLOSED = Kind(
    "approvals.ballot.closed",
    _("Decided: {subject}"),
    _("The ballot is closed. The result stands on the page."),
    decision=False,
)
PRESIDING = Kind(
    "approvals.ballot.missing",
    _("Votes are still missing: {subject}"),
    _("The ballot closes on {due}."),
    decision=True,
    resend=True,
)
A_MONTH = dt.timedelta(days=31)
LADDER = [
    Rung("day-3", -2, "seats"),
    Rung("last-day", 0, "seats"),
    Rung("chair", -1, "presiding"),
]


def announce() -> None:
    """Register kinds and tellers."""
    for kind in (OPENED, WAITING, PRESIDING, CLOSED):
        register(kind)
    tell(Ballot, "opened", opened)
    for step in ("approve", "return_it", "lapse", "recall", "void"):
        tell(Ballot, step, closed)


def holders(keys: Iterable[Any]) -> list[int]:
    """Who holds these seats today."""
    return list(
        Appointment.objects.valid_on(timezone.localdate())
        .filter(seat__in=list(keys), user__is_active=True)
        .values_list("user_id", flat=True)
    )


def opened(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    keys = ballot.seats.filter(recused=False).values_list("key", flat=True)
    yield Notice(
        OPENED.name,
        ballot,
        "opened",
        holders(keys),
        by.named("actor") | {"due": timezone.localdate(ballot.deadline).isoformat()},
    )


def closed(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    """The office learns of the result; the department is told by its own room."""
    if by is None or by.pk != ballot.opened_by_id:
        yield Notice(CLOSED.name, ballot, f"v{ballot.version}", [ballot.opened_by_id])


def votes_waiting(now: dt.datetime) -> Iterator[Notice]:
    """From the third day the seats that have not voted; then those who preside (ours)."""
    today = timezone.localdate(now)
    shift = working_shift(today - A_MONTH, today + A_MONTH)
    for ballot in Ballot.objects.open().order_by("pk"):
        due = timezone.localdate(ballot.deadline)
        rungs = due_rungs(LADDER, due, today, shift=shift)
        if not rungs:
            continue
        for rung in rungs:
            kind, seats = asked(ballot, rung)
            yield Notice(
                kind.name,
                ballot,
                occasion("ballot", due, rung),
                holders(seats.values_list("key", flat=True)),
                {"due": due.isoformat()},
            )


def asked(ballot: Ballot, rung: Rung) -> tuple[Kind, QuerySet[Seat]]:
    """The seats of a rung; who presides is told of others' votes too, after their own."""
    seats = Seat.objects.filter(ballot=ballot, recused=False)
    if rung.audience == "presiding":
        return PRESIDING, seats.filter(role__in=[Role.CHAIR, Role.VICE_CHAIR])
    return WAITING, seats.filter(vote=None)
