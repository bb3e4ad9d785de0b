"""The definition card of an indicator (5.1.1, 5.1.2)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.periods import Rhythm
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
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


class Indicator(LocalName, Guarded):
    """What is measured: formula, unit, direction, source, rhythm, owner."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    source = models.CharField(_("data source"), max_length=200, blank=True)
    owner = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, related_name="indicators"
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
    stale_days = models.PositiveSmallIntegerField(
        _("days until a value is missed"),
        default=15,
        help_text=_("After the end of a period; from then on the value shows as missing."),
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]

    def get_absolute_url(self) -> str:
        return reverse("evidence:indicator", args=[self.code])

    @property
    def by_parts(self) -> bool:
        """Told by numerator and denominator, so that departments can be rolled up."""
        return bool(self.denominator_name)
