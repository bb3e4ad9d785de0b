"""What is read again and again, kept beside the values it follows from (5.2.2, ours)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.periods import Period, parse

from .indicator import Indicator


def amount(**more: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=30, decimal_places=6, null=True, **more)


class RollUp(models.Model):
    """An indicator in a period, over the organization or a department with those below it.

    Only what was told is in it. It is written again with the values, and by no person.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="roll_ups")
    node = models.ForeignKey("organization.Department", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=7)
    ends = models.DateField()
    told = models.PositiveIntegerField(_("departments that told"), default=0)
    parted = models.PositiveIntegerField(default=0)
    """How many of them told numerator and denominator."""
    numerator = amount()
    denominator = amount()
    total = amount()
    lowest = amount()
    median = amount()
    highest = amount()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "node", "period"], name="roll_up_once_a_node"
            ),
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(node=None),
                name="roll_up_once_an_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.node_id or ''} · {self.period}"

    @property
    def in_period(self) -> Period:
        return parse(self.period)

    def figure(self, indicator: Indicator) -> Decimal | None:
        """The figure of all together: parts divided or figures added, never rates averaged."""
        if not self.told:
            return None
        if indicator.by_parts:
            if self.parted < self.told or not self.denominator or self.numerator is None:
                return None
            return self.numerator / self.denominator * indicator.factor
        return self.total if indicator.adds_up else None


class Series(models.Model):
    """From when until when a department has told an indicator, and how its last value stands."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series")
    department = models.ForeignKey("organization.Department", models.PROTECT, related_name="+")
    since = models.DateField()
    last = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    side = models.SmallIntegerField(default=0)
    """Where the control chart says that the last value went: +1 up, -1 down, 0 nowhere."""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["indicator", "department"], name="series_once")
        ]
        indexes = [models.Index(fields=["indicator", "side", "value"], name="series_worst_first")]

    def __str__(self) -> str:
        return f"{self.indicator_id} · {self.department_id}"
