"""Figures of others, by which one's own are measured: competitors and peers (3.1.2)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.periods import Period, parse
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .indicator import Indicator


class Relation(models.TextChoices):
    COMPETITOR = "competitor", pgettext_lazy("benchmark", "Competitor")
    PEER = "peer", pgettext_lazy("benchmark", "Peer")


class BenchmarkQuerySet(VisibleQuerySet):
    def counting(self) -> BenchmarkQuerySet:
        return self.filter(withdrawn=False)


class Benchmark(Guarded):
    """What somebody else reached in a period, and where that can be read."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="benchmarks")
    peer = models.CharField(_("whose figure"), max_length=120)
    relation = models.CharField(_("who they are to us"), max_length=10, choices=Relation.choices)
    period = models.CharField(_("period"), max_length=7)
    ends = models.DateField(editable=False)
    value = models.DecimalField(_("figure"), max_digits=24, decimal_places=6)
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The report, page or letter in which it stands.")
    )
    published_on = models.DateField(_("date of the source"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    withdrawn = models.BooleanField(default=False, editable=False)

    NAMED_BY = ("indicator",)

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("benchmark")
        verbose_name_plural = _("benchmarks")
        ordering = ["indicator", "-ends", "peer"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "peer", "period"],
                condition=Q(withdrawn=False),
                name="benchmark_once_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(peer=""), name="benchmark_named_with_source"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values), name="benchmark_relation_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.local_name} · {self.peer} · {self.in_period.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.ends = self.in_period.ends
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("evidence:benchmarks", args=[self.indicator.code])

    def closed(self) -> Text | None:
        if self.withdrawn:
            return _("The figure was withdrawn.")
        return self.indicator.closed()

    @property
    def in_period(self) -> Period:
        return parse(self.period)
