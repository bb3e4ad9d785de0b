"""Every ten minutes: do what the clock decides, then tell what is due and has no row yet.

Rooms above register what to look for. Nothing here asks for an exact date or remembers a last
run, so an outage of any length is caught up with, and two scanners at once write one row per key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from . import outbox
from .kinds import Notice
from .models import Heartbeat

logger = logging.getLogger(__name__)

ALARM_AFTER = timedelta(minutes=30)

Job = Callable[[datetime], int]
Rule = Callable[[datetime], Iterable[Notice]]


class Result(NamedTuple):
    """What one job or rule has done: steps taken or rows written, and what stopped it."""

    done: int
    error: str = ""


_jobs: dict[str, Job] = {}
_rules: dict[str, Rule] = {}


def register_job(name: str, job: Job) -> None:
    """A job takes the steps the clock decides (a ballot closes) and returns how many.

    It commits step by step: a row that cannot move must not hold back its neighbours.
    """
    _jobs[unused(name)] = job


def register_rule(name: str, rule: Rule) -> None:
    """A rule finds what should have been told by now; it need not know what has been."""
    _rules[unused(name)] = rule


def unused(name: str) -> str:
    if name in _jobs or name in _rules:
        raise ValueError(f"The scanner {name!r} is registered twice.")
    return name


def run(now: datetime) -> dict[str, Result]:
    """Run every job, then every rule, each for itself; one that fails does not stop the others."""
    Heartbeat.objects.started([*_jobs, *_rules], now)
    results = {name: watched(name, job, now) for name, job in _jobs.items()}
    for name, rule in _rules.items():
        results[name] = watched(name, telling(rule), now)
    return results


def telling(rule: Rule) -> Job:
    """A rule as a job: what it finds goes into the outbox in one transaction."""

    @transaction.atomic
    def tell(now: datetime) -> int:
        return outbox.add(list(rule(now)))

    return tell


def watched(name: str, job: Job, now: datetime) -> Result:
    """Run one job and leave its heartbeat: finished, or the error that an operator will see."""
    beat = Heartbeat.objects.filter(name=name)
    try:
        done = job(now)
    except Exception as error:
        logger.exception("The scanner %s failed", name)
        result = Result(0, f"{type(error).__name__}: {error}")
        beat.update(last_error=result.error)
        return result
    beat.update(last_finished=timezone.now(), last_error="")
    return Result(done)


def heartbeat_age(now: datetime) -> timedelta | None:
    """How long ago the slowest scanner last came through; None when none has ever run."""
    return Heartbeat.objects.age([*_jobs, *_rules], now)


def is_alarming(now: datetime) -> bool:
    """Whether an operator must be told that reminders and deadlines stand still."""
    age = heartbeat_age(now)
    return age is None or age > ALARM_AFTER
