"""Which periods take figures: lock one for all departments, and see what is told in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, take
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from .lifecycle import PeriodLockStatus, ValueStatus
from .models import PeriodLock, Rhythm, Value
from .models.period_lock import covering
from .periods import Period, period_of

BACK = {Rhythm.YEARLY: 2, Rhythm.HALF_YEARLY: 4, Rhythm.QUARTERLY: 8, Rhythm.MONTHLY: 18}


def lock_period(*, by: Any, period: Period, today: dt.date) -> PeriodLock:
    """Lock a period that is over, for the first time or again."""
    if period.ends >= today:
        raise StepRefused(_("The period is not over yet. Lock it afterwards."))
    with unit():
        known = PeriodLock.objects.filter(period=period.key).first()
        if known is None:
            return create(PeriodLock(period=period.key), by=by)
        return take(known, "lock", by=by)


@dataclass(frozen=True, slots=True)
class Line:
    """A period with its own lock, the one above it, and how many values stand where."""

    period: Period
    lock: PeriodLock | None
    above: Period | None
    counts: dict[str, int]

    @property
    def locked(self) -> bool:
        return self.lock is not None and self.lock.status == PeriodLockStatus.LOCKED

    @property
    def unlock_url(self) -> str:
        return self.lock.step_url("unlock") if self.lock else ""

    @property
    def accepted(self) -> int:
        return self.counts.get(ValueStatus.ACCEPTED, 0)

    @property
    def submitted(self) -> int:
        return self.counts.get(ValueStatus.SUBMITTED, 0)

    @property
    def unfinished(self) -> int:
        """Drafts and returned values, which a lock leaves where they are."""
        return self.counts.get(ValueStatus.DRAFT, 0) + self.counts.get(ValueStatus.RETURNED, 0)


def past(today: dt.date) -> list[Period]:
    """What is over and can be locked, the latest first, the longer before its parts."""
    found = []
    for rhythm, count in BACK.items():
        period = period_of(today, rhythm)
        for _step in range(count):
            period = period.previous()
            found.append(period)
    return sorted(found, key=lambda one: (one.ends, -one.starts.toordinal()), reverse=True)


def lines(today: dt.date) -> Iterable[Line]:
    """Every period that can be locked, with two statements."""
    periods = past(today)
    known = {row.period: row for row in PeriodLock.objects.all()}
    locked = [row.in_period for row in known.values() if row.status == PeriodLockStatus.LOCKED]
    counts: dict[str, dict[str, int]] = {}
    told = Value.objects.filter(period__in=[one.key for one in periods]).order_by()
    for key, status, number in told.values_list("period", "status").annotate(Count("pk")):
        counts.setdefault(key, {})[status] = number
    for period in periods:
        above = covering([one for one in locked if one != period], period)
        yield Line(period, known.get(period.key), above, counts.get(period.key, {}))
