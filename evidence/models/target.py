"""Targets: what an indicator is to reach in a department by the end of a period (5.1, ours)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.periods import Period, parse
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .indicator import Indicator


class PeriodTarget(Guarded):
    """For a year, a quarter or a month; without a figure it has been taken back."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="period_targets"
    )
    period = models.CharField(_("period"), max_length=7)
    ends = models.DateField(editable=False)
    target = models.DecimalField(
        _("target"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    upper = models.DecimalField(
        _("upper limit"), max_digits=24, decimal_places=6, null=True, blank=True
    )

    NAMED_BY = ("indicator", "department")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("target of a period")
        verbose_name_plural = _("targets of periods")
        ordering = ["indicator", "department", "ends"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "department", "period"], name="target_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(upper=None) | Q(target__isnull=False, upper__gte=models.F("target")),
                name="target_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        named = self.indicator.local_name, self.department.local_name, self.in_period.label
        return " · ".join(named)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ends = self.in_period.ends
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.indicator.targets_url(self.department.code, self.in_period.starts.year)

    def root(self) -> tuple[type[models.Model], int]:
        """All targets of an indicator are set under its lock and stand in its record."""
        return Indicator, self.indicator_id

    def closed(self) -> Text | None:
        return self.indicator.closed()

    @property
    def in_period(self) -> Period:
        return parse(self.period)
