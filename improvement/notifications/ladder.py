"""Reminder ladders: some days before, on the day, after; then the superior, then the office.

A scanner asks what is due and has no row yet; it does not ask what falls on today, because a day
on which nothing ran would lose a reminder for ever. After an outage each audience gets only the
last rung it has reached: three days of silence are made up by one reminder and not by three, and
the superior's rung does not hide the office's. That every rung is told at most once is not
decided here but by the unique key of the outbox, of which `occasion` is a part.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import date, timedelta
from typing import NamedTuple

Shift = Callable[[date, int], date]


class Rung(NamedTuple):
    """One reminder: days from the due date (negative: before it), and for whom it is."""

    name: str
    days: int
    audience: str


def calendar_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def due_rungs(
    ladder: Iterable[Rung],
    due: date,
    today: date,
    *,
    shift: Shift = calendar_days,
    told: Container[str] = (),
) -> list[Rung]:
    """The last rung each audience has reached today, unless it is among those `told`.

    `shift(day, n)` moves a day by n days of the kind that counts, forward or back; the
    organization passes its working calendar.
    """
    last: dict[str, Rung] = {}
    for rung in sorted(ladder, key=lambda rung: rung.days):
        if shift(due, rung.days) <= today:
            last[rung.audience] = rung
    return [rung for rung in last.values() if rung.name not in told]


def occasion(period: str, due: date, rung: Rung) -> str:
    """The part of the key that makes this rung unique; a new due date reminds anew."""
    return f"{period}:{due.isoformat()}:{rung.name}"
