"""The clock as a cause: a step that follows from a date is taken by a job of the scanner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from improvement.notifications.models import Heartbeat

from .lifecycle import CLOCK, Stateful, arrows
from .refusals import Refused


def clock(job: str) -> Heartbeat:
    """The scanner's job as the cause that the record names."""
    now = timezone.now()
    first = {"first_started": now, "last_started": now}
    return Heartbeat.objects.get_or_create(name=job, defaults=first)[0]


def may_begin_or_move(row: Any, step: str) -> bool:
    """Whether the clock takes this step on this row, or begins rows of its kind (`add`)."""
    if step == "add":
        return bool(row.BEGUN_BY_CLOCK)
    arrow = arrows(type(row)).get(step) if isinstance(row, Stateful) else None
    return arrow is not None and CLOCK in arrow.on


def sweep(job: str, rows: Iterable[Stateful], step: str, **inputs: Any) -> int:
    """Take one step on every row, each in its own transaction; return how many moved.

    One that cannot move does not hold back the others. The first error is raised when all have
    been tried, so that the heartbeat shows it.
    """
    from .acts import take

    cause, done, errors = clock(job), 0, []
    for row in rows:
        try:
            take(row, step, by=None, cause=cause, **inputs)
            done += 1
        except (Refused, DatabaseError) as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return done
