"""A quarter or half-year of a round in which every department is evaluated (5.3.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluation.calendar import SCORE_DAYS, dates_after
from evaluation.lifecycle import EvaluationStatus, PeriodLifecycle, PeriodStatus
from evidence.periods import parse
from improvement.door.acts import create_many, take_many
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.organization.calendar import working_shift
from plans.lifecycle import IN_FORCE, PlanStatus
from plans.models import Plan, Round

from .criteria import CriteriaSet


class PeriodQuerySet(VisibleQuerySet):
    def under_way(self) -> PeriodQuerySet:
        ended = [PeriodStatus.SCHEDULED, PeriodStatus.PUBLISHED]
        return self.exclude(status__in=ended)


class EvaluationPeriod(PeriodLifecycle):
    """Opened by the clock; criteria and dates are kept on it from then on."""

    BEGUN_BY_CLOCK = True

    round = models.ForeignKey(Round, models.PROTECT, related_name="evaluation_periods")
    key = models.CharField(max_length=7)
    starts = models.DateField()
    ends = models.DateField()
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, null=True, related_name="periods")
    data_due = models.DateField(null=True)
    self_due = models.DateField(null=True)
    score_due = models.DateField(null=True)
    published_on = models.DateField(null=True)
    return_reason = models.TextField(blank=True)

    NAMED_BY = ("round",)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation period")
        verbose_name_plural = _("evaluation periods")
        ordering = ["-ends", "-pk"]
        constraints = [
            known_status("evaluation_period", PeriodStatus),
            models.UniqueConstraint(fields=["round", "key"], name="evaluation_period_once"),
            models.CheckConstraint(
                condition=Q(status=PeriodStatus.SCHEDULED)
                | Q(criteria__isnull=False, data_due__isnull=False),
                name="evaluation_period_open_with_criteria",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Evaluation %(period)s") % {"period": self.label}

    @property
    def label(self) -> str:
        return parse(self.key).label

    def get_absolute_url(self) -> str:
        return reverse("evaluation:period", args=[self.public_id])

    @property
    def figures_kept(self) -> bool:
        """Whether the computed figures are frozen; before that they follow the data."""
        return self.status not in {PeriodStatus.SCHEDULED, PeriodStatus.COLLECTING}

    def begin(self, opened_on: dt.date) -> None:
        shift = working_shift(
            self.ends, max(self.ends, opened_on) + dt.timedelta(days=3 * SCORE_DAYS + 30)
        )
        dates = dates_after(self.ends, opened_on, shift)
        self.criteria = CriteriaSet.objects.filter(round=self.round_id).latest("number")
        self.data_due, self.self_due, self.score_due = dates

    def plans_in_force(self) -> models.QuerySet[Plan]:
        """Issued before the period was over, and not ended since."""
        plans = Plan.objects.filter(
            round=self.round_id, status__in=(*IN_FORCE, PlanStatus.EVALUATION)
        )
        return plans.exclude(items__organization_plan__issued_on__gt=self.ends)

    def causes(self, row: models.Model, step: str) -> bool:
        from .evaluation import Evaluation
        from .rating import Suggestion

        if isinstance(row, Evaluation) and row.period_id == self.pk:
            opening = step in {"add", "open"} and self.status == PeriodStatus.COLLECTING
            return opening or (step == "publish" and self.status == PeriodStatus.PUBLISHED)
        if isinstance(row, Suggestion):
            return step == "add" and self.status == PeriodStatus.RATING
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from evaluation.suggestions import keep_figures

        from .evaluation import Evaluation

        if arrow.name == "open":
            begun = [
                Evaluation(period=self, plan=plan, department_id=plan.department_id)
                for plan in self.plans_in_force()
            ]
            take_many(create_many(begun, by=by, cause=self), "open", by=by, cause=self)
        if arrow.name == "begin_rating":
            keep_figures(self, by=by)
        if arrow.name == "publish":
            moderated = self.evaluations.filter(status=EvaluationStatus.MODERATED)
            take_many(moderated, "publish", by=by, cause=self)
