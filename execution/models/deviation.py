"""Deviations: what the rules find off its plan, acknowledged and answered by a person (D75)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.periods import Period, parse
from execution.deviation_lifecycle import (
    UNSETTLED,
    WITH_HEAD,
    DeviationLifecycle,
    DeviationStatus,
)
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.models import Goal, Measure, Plan

from .report import ProgressReport


class DeviationKind(models.TextChoices):
    """By which rule it was found."""

    PATH = "path", _("Off its expected path")
    SCHEDULE = "schedule", _("Behind schedule")
    REPORT = "report", _("Report missing")


class DeviationQuerySet(VisibleQuerySet):
    def with_names(self) -> DeviationQuerySet:
        return self.select_related(*Deviation.NAMED_BY)

    def unsettled(self) -> DeviationQuerySet:
        return self.filter(status__in=UNSETTLED)

    def waiting_for(self, user: Any) -> DeviationQuerySet:
        """What this person has to acknowledge or answer, or to say a word on."""
        from execution.rules import PERMISSIONS

        heads = PERMISSIONS["execution.answer_deviation"].q(user)
        handles = PERMISSIONS["execution.resolve_deviation"].q(user)
        return self.filter(
            Q(status__in=WITH_HEAD) & heads | Q(status=DeviationStatus.ANSWERED) & handles
        )


class Deviation(DeviationLifecycle):
    """One goal, measure or report that is not where the plan has it, as it was found."""

    kind = models.CharField(_("found by"), max_length=8, choices=DeviationKind.choices)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="deviations")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="deviations")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="deviations")
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, related_name="deviations")
    period = models.CharField(_("period"), max_length=7, blank=True)
    """Of the value that is off its path."""
    actual = models.DecimalField(_("actual"), max_digits=24, decimal_places=6, null=True)
    target = models.DecimalField(_("target"), max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=40, blank=True)
    promised = models.DateField(_("planned for"), null=True)
    """The day that a measure or a report has not kept."""
    found_on = models.DateField(_("found on"), editable=False)
    due = models.DateField(_("due"), editable=False)
    """By when whoever acts next has acted."""
    suggestion = models.TextField(_("suggestion of the office"), blank=True)
    cause_analysis = models.TextField(_("cause"), blank=True)
    remedy = models.TextField(_("remedy"), blank=True)
    back_by = models.DateField(_("back on its path by"), null=True)
    return_reason = models.TextField(blank=True)
    assessment = models.TextField(_("assessment of the office"), blank=True)
    dismissed_because = models.TextField(blank=True)

    BEGUN_BY_CLOCK = True
    NAMED_BY = ("plan__department", "plan__round", "goal", "measure", "report__plan__department")

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        ordering = ["-found_on", "-pk"]
        constraints = [
            known_status("deviation", DeviationStatus),
            models.CheckConstraint(
                condition=Q(kind="path", goal__isnull=False, measure=None, report=None)
                | Q(kind="schedule", goal=None, measure__isnull=False, report=None)
                | Q(kind="report", goal=None, measure=None, report__isnull=False),
                name="deviation_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["goal"], condition=Q(status__in=UNSETTLED), name="deviation_goal_once"
            ),
            models.UniqueConstraint(
                fields=["measure"], condition=Q(status__in=UNSETTLED), name="deviation_measure_once"
            ),
            models.UniqueConstraint(fields=["report"], name="deviation_report_once"),
        ]
        indexes = [models.Index(fields=["status", "due"], name="deviation_by_status")]

    def __str__(self) -> str:
        return gettext("%(department)s deviation: %(about)s") % {
            "department": self.plan.department.local_name,
            "about": self.about,
        }

    @property
    def department_id(self) -> int:
        return self.plan.department_id

    @property
    def about(self) -> Goal | Measure | ProgressReport:
        """What is not where the plan has it."""
        found = self.goal or self.measure or self.report
        assert found is not None  # the database holds it to one of the three
        return found

    @property
    def told_for(self) -> Period | None:
        return parse(self.period) if self.period else None

    @property
    def settled(self) -> bool:
        return self.status not in UNSETTLED

    @property
    def overdue(self) -> bool:
        return not self.settled and self.due < timezone.localdate()

    @property
    def with_head(self) -> bool:
        return self.status in WITH_HEAD

    def get_absolute_url(self) -> str:
        return reverse("execution:deviation", args=[self.public_id])

    def closed(self) -> Text | None:
        return _("A deviation stays as it was found; it is answered, not edited.")
