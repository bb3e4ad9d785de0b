"""One department in one period: its scorecard."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluation.lifecycle import (
    DISCLOSED,
    PUBLIC,
    SETTLED,
    EvaluationLifecycle,
    EvaluationStatus,
)
from evaluation.weighing import grade_of
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.models import Plan

from .criteria import Grade
from .period import EvaluationPeriod


class EvaluationQuerySet(VisibleQuerySet):
    def with_names(self) -> EvaluationQuerySet:
        plan = ("plan__round", "plan__department")
        return self.select_related("period__round", "period__criteria", "department", *plan)

    def not_yet_shown(self) -> EvaluationQuerySet:
        return self.exclude(status__in=DISCLOSED)

    def not_yet_settled(self) -> EvaluationQuerySet:
        return self.exclude(status__in=SETTLED)

    def public(self) -> EvaluationQuerySet:
        return self.filter(status__in=PUBLIC)

    def published_for(self, department: Any) -> EvaluationQuerySet:
        """What everybody may read of a department, the latest first."""
        return self.public().filter(department=department).order_by("-period__ends")


def score_field(label: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=4, decimal_places=1, null=True, editable=False)


class Evaluation(EvaluationLifecycle):
    """Totals are kept when a side hands in; what they are made of stands in the ratings."""

    period = models.ForeignKey(EvaluationPeriod, models.PROTECT, related_name="evaluations")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="evaluations"
    )
    own_total = score_field(_("self-rating"))
    superior_total = score_field(_("superior rating"))
    office_total = score_field(_("office score"))
    total = score_field(_("score"))
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices, blank=True)
    highlights = models.TextField(_("highlights and experience"), blank=True)
    suggestions_made = models.TextField(_("suggestions for improvement"), blank=True)
    without_self = models.TextField(blank=True)
    rated_above_on = models.DateField(null=True, editable=False)
    shown_on = models.DateField(null=True, editable=False)
    objections_until = models.DateField(null=True, editable=False)
    objection = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    NAMED_BY = ("period__round", "department")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["department__path"]
        constraints = [
            known_status("evaluation", EvaluationStatus),
            models.UniqueConstraint(
                fields=["period", "department"], name="evaluation_once_a_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=EvaluationStatus.SHOWN)
                | models.Q(objections_until__isnull=False),
                name="evaluation_shown_with_date",
            ),
        ]
        indexes = [models.Index(fields=["status", "period"], name="evaluation_by_status")]

    def __str__(self) -> str:
        return gettext("%(department)s · %(period)s evaluation") % {
            "department": self.department.local_name,
            "period": self.period.label,
        }

    def get_absolute_url(self) -> str:
        return reverse("evaluation:scorecard", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.status not in {EvaluationStatus.COLLECTING, EvaluationStatus.SELF_RATED}:
            return _("The evaluation is not open for writing at this stage.")
        return None

    def weigh(self) -> None:
        from evaluation.scoresheet import Scoresheet

        sheet = Scoresheet(self)
        found = sheet.totals
        self.own_total, self.superior_total = found.own, found.superior
        self.office_total, self.total = found.office, found.total
        self.grade = grade_of(found.total, sheet.criteria_set.borders, Grade.D)
