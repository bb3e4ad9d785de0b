"""The definition card of an indicator (5.1.1, 5.1.2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import IndicatorLifecycle, IndicatorStatus
from evidence.periods import Period, Rhythm, period_of
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.organization.models.user import LocalName


class Family(models.TextChoices):
    QUALITY = "quality", _("Service quality")
    SATISFACTION = "satisfaction", _("Customer satisfaction")
    PROCESS = "process", _("Process")
    BUSINESS = "business", _("Business")


class Direction(models.TextChoices):
    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    AT_LEAST = "at_least", _("At least")
    AT_MOST = "at_most", _("At most")
    IN_RANGE = "in_range", _("In range")
    MILESTONE = "milestone", _("Milestone")


class Path(models.TextChoices):
    """What a target for a year asks of its months."""

    STEP = "step", _("The same in every period")
    LINEAR = "linear", _("Step by step from the target before")


ADDING_UP = [(False, _("Do not add up")), (True, _("Add up"))]


class IndicatorQuerySet(VisibleQuerySet):
    def in_use(self) -> IndicatorQuerySet:
        return self.filter(status=IndicatorStatus.IN_USE)


class Indicator(LocalName, IndicatorLifecycle):
    """What is measured: formula, unit, direction, source, rhythm, owner."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    source = models.CharField(_("data source"), max_length=200, blank=True)
    owner = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("responsible department"),
    )

    rhythm = models.CharField(
        _("rhythm"), max_length=12, choices=Rhythm.choices, default=Rhythm.MONTHLY
    )
    factor = models.DecimalField(
        _("factor"),
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        help_text=_("What numerator divided by denominator is multiplied by: 100 for per cent."),
    )
    numerator_name = models.CharField(_("numerator"), max_length=200, blank=True)
    denominator_name = models.CharField(_("denominator"), max_length=200, blank=True)
    adds_up = models.BooleanField(_("figures of departments"), choices=ADDING_UP, default=False)
    stale_days = models.PositiveSmallIntegerField(
        _("days until a value is missed"),
        default=15,
        help_text=_("After the end of a period; from then on the value shows as missing."),
    )

    path = models.CharField(_("path"), max_length=8, choices=Path.choices, default=Path.STEP)
    valid_from = models.DateField(
        _("valid from"),
        null=True,
        blank=True,
        help_text=_("The first day measured by this definition."),
    )
    change_reason = models.TextField(_("reason of the last change"), blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]
        constraints = [known_status("indicator", IndicatorStatus)]

    def get_absolute_url(self) -> str:
        return reverse("evidence:indicator", args=[self.code])

    @property
    def by_parts(self) -> bool:
        """Told by numerator and denominator, so that departments can be rolled up."""
        return bool(self.denominator_name)

    @property
    def in_use(self) -> bool:
        return self.status == IndicatorStatus.IN_USE

    def step_url(self, name: str) -> str:
        return reverse("evidence:indicator_step", args=[self.public_id, name])

    def targets_url(self, department: str, year: int) -> str:
        query = urlencode([("department", department), ("year", year)])
        return f"{reverse('evidence:targets', args=[self.code])}?{query}"

    def closed(self) -> Text | None:
        if not self.in_use:
            return _("The indicator is retired. Take it up again to change its definition.")
        return None

    def owed(self, today: dt.date) -> Period:
        """The last period whose value should have been told by now."""
        return period_of(today - dt.timedelta(days=self.stale_days), self.rhythm).previous()
