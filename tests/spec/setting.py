"""When and where the scenes of the tables play."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import Any

import time_machine

MONDAY = dt.datetime(2026, 10, 12, 1, 0, tzinfo=dt.UTC)
A_WEEK_BEFORE = MONDAY - dt.timedelta(days=7)
"""A ballot opened then: the chair need not wait any more, the deadline is tonight."""
LONG_BEFORE = MONDAY - dt.timedelta(days=30)
YESTERDAY, TOMORROW = MONDAY.date() - dt.timedelta(days=1), MONDAY.date() + dt.timedelta(days=1)

DEPARTMENT, HOST = "csc", "qua"
"""Hana's department, and the one in which the office sits, to which otto belongs."""


@contextmanager
def at(moment: dt.datetime) -> Any:
    with time_machine.travel(moment, tick=False):
        yield


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row).objects.get(pk=row.pk)
