"""Deliver what the outbox holds: claim, write, send, mark; and settle what a crash left open.

A claimed row stays pending under a lease, so that a worker killed before it spoke to the mail
server loses nothing and leaves no doubt. Only the one letter being handed over is `sending`; when
that lease runs out nobody knows, and it is `in_doubt` until a person decides.
"""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from improvement.audit.record import Draft, append

from . import bell, digest, kinds, timing
from .letters import Letter, write
from .models import Channel, Message, State
from .wire import Outcome, Wire

logger = logging.getLogger(__name__)

BATCH = 1_000
BATCHES_A_RING = 10
CRASHED = "The worker stopped while it was sending."


def deliver_all() -> None:
    """Deliver until nothing waits; after ten full batches leave the rest to the next bell."""
    for _ in range(BATCHES_A_RING):
        if deliver() < BATCH:
            return
    bell.publish()


def deliver(limit: int = BATCH) -> int:
    """Send up to `limit` e-mails that are due; return how many were dealt with.

    0 means that nothing waits, or that the mail server is away and everything still waits.
    """
    lease, held = claim(min(limit, BATCH))
    if not held:
        return 0
    with closing(Wire()) as wire:
        for done, key in enumerate(held):
            letter = write(key, lease)
            if letter is None:
                continue
            try:
                wire.open()
            except OSError as error:
                release(held[done:], lease, f"The mail server cannot be reached: {error}")
                return 0
            if begin(letter):
                settle(letter, wire.send(letter.mail))
    return len(held)


@transaction.atomic
def claim(limit: int) -> tuple[datetime, list[int]]:
    """Hold the e-mails that are due under one lease; two workers never hold the same one."""
    now = timezone.now()
    free = Message.objects.waiting(now).select_for_update(skip_locked=True)
    held = list(free.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    lease = now + timing.LEASE
    Message.objects.filter(pk__in=held).update(lease_until=lease)
    return lease, held


def release(held: list[int], lease: datetime, error: str) -> None:
    """Give back what was claimed and not begun; nobody is to blame for a server that is away."""
    logger.warning(error)
    mine = Message.objects.filter(pk__in=held, state=State.PENDING, lease_until=lease)
    mine.update(lease_until=None, last_error=error)


def begin(letter: Letter) -> bool:
    """Write down that the letter is being sent before a word is said to the mail server."""
    row = letter.row
    until = timezone.now() + timing.LEASE
    now_sending = {"state": State.SENDING, "lease_until": until, "attempts": F("attempts") + 1}
    with transaction.atomic():
        pending = Message.objects.filter(state=State.PENDING)
        begun = pending.filter(pk=row.pk, lease_until=row.lease_until).update(**now_sending)
        if letter.lines:
            lines = pending.filter(pk__in=letter.lines)
            begun += lines.update(digest_day=digest.day_of(row), **now_sending)
        if begun != len(letter.rows):  # somebody else is at it
            transaction.set_rollback(True)
            return False
    row.lease_until, row.attempts = until, row.attempts + 1
    return True


def settle(letter: Letter, outcome: Outcome) -> None:
    """Write down how it ended, for the letter and the lines it carried."""
    now, row = timezone.now(), letter.row
    state, error = outcome
    if state == State.PENDING and row.attempts >= timing.MAX_ATTEMPTS:
        state = State.DEAD
    values: dict[str, Any] = {"state": state, "last_error": error}
    if state == State.SENT:
        values |= {"sent_at": now}
    elif state == State.PENDING:
        values |= {"lease_until": None, "due_at": timing.retry_at(now, row.attempts)}
    if state != State.SENT:
        logger.warning("%s is %s: %s", row, state, error)
    # The sweep may have called it in doubt meanwhile; the one who sent it knows better.
    open_still = Q(state__in=(State.SENDING, State.IN_DOUBT), lease_until=row.lease_until)
    Message.objects.filter(open_still, pk__in=letter.rows).update(**values)


def sweep(now: datetime | None = None) -> int:
    """What no bell rings for: expired leases, reminders in doubt, digests that are due.

    Returns the number of e-mails that have come into doubt.
    """
    now = now or timezone.now()
    lost = Message.objects.filter(state=State.SENDING, lease_until__lt=now)
    doubtful = lost.filter(digest_day=None).count()
    lost.update(state=State.IN_DOUBT, last_error=CRASHED)
    if doubtful:
        logger.warning("%d e-mails are in doubt: %s", doubtful, CRASHED)
    Message.objects.filter(
        state=State.IN_DOUBT,
        kind__in=kinds.sent_again_by_policy(),
        attempts__lt=timing.MAX_ATTEMPTS,
    ).update(state=State.PENDING, lease_until=None, due_at=now)
    digest.open_due(now)
    return doubtful


@transaction.atomic
def resend(message: Message, *, by: Any) -> bool:
    """Let an e-mail in doubt, or one that could not be delivered, go out once more.

    A digest takes its lines along; a single line waits for the next digest. False when somebody
    else was faster. Who did it is in the record.
    """
    row = Message.objects.select_for_update().get(pk=message.pk, channel=Channel.EMAIL)
    if row.state not in (State.IN_DOUBT, State.DEAD):
        return False
    rows = Q(pk=row.pk)
    if digest.is_digest(row):
        rows |= Q(recipient=row.recipient_id, digest_day=digest.day_of(row), state=row.state)
    Message.objects.filter(rows, channel=Channel.EMAIL).update(
        state=State.PENDING, due_at=timezone.now(), lease_until=None
    )
    append(
        [
            Draft(
                chain=f"notifications.message:{row.pk}",
                verb="resend",
                actor_id=by.pk,
                object_type="notifications.message",
                object_id=row.pk,
                version=row.attempts,
                changes={"state": [row.state, State.PENDING.value]},
                inputs={},
                cause=None,
                personal=frozenset(),
            )
        ]
    )
    bell.ring()
    return True
