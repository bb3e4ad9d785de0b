"""Periods that are locked: no figure in them is entered, changed or taken back (ours)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import PeriodLockLifecycle, PeriodLockStatus
from evidence.periods import Period, parse
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.unit import unit

READ = "locked periods"


class PeriodLockQuerySet(VisibleQuerySet):
    def locked(self) -> PeriodLockQuerySet:
        return self.filter(status=PeriodLockStatus.LOCKED)


class PeriodLock(PeriodLockLifecycle):
    """One period for all departments; it covers every shorter period within it."""

    period = models.CharField(_("period"), max_length=7, unique=True)
    ends = models.DateField(editable=False)
    word = models.TextField(_("why it was opened"), blank=True)

    objects = PeriodLockQuerySet.as_manager()

    class Meta:
        verbose_name = _("lock of a period")
        verbose_name_plural = _("locks of periods")
        ordering = ["-ends", "period"]
        constraints = [known_status("periodlock", PeriodLockStatus)]

    def __str__(self) -> str:
        return self.in_period.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ends = self.in_period.ends
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("evidence:periods")

    def step_url(self, name: str) -> str:
        return reverse("evidence:period_step", args=[self.public_id, name])

    @property
    def in_period(self) -> Period:
        return parse(self.period)


def locked_periods() -> list[Period]:
    return [parse(key) for key in PeriodLock.objects.locked().values_list("period", flat=True)]


def locking(period: Period) -> Period | None:
    """The locked period in which this one lies; asked once in an act, however many rows it has."""
    with unit() as work:
        if READ not in work.read:
            work.read[READ] = locked_periods()
        return covering(work.read[READ], period)


def covering(locked: list[Period], period: Period) -> Period | None:
    """The longest of the locked periods that holds this one."""
    around = [one for one in locked if one.starts <= period.starts and period.ends <= one.ends]
    return max(around, key=lambda one: one.ends - one.starts, default=None)
