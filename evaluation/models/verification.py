"""The verdict on one goal at year end: its frozen method beside what happened (5.4.1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evaluation.lifecycle import VerificationLifecycle, VerificationStatus
from evidence.models import Finding
from improvement.door.acts import take
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.models import Revision
from improvement.door.permissions import VisibleQuerySet
from plans.attainment import LineFigure, figures_of
from plans.models import Goal, Plan

VERDICT_OF_GOAL = {
    VerificationStatus.EFFECTIVE: "achieve",
    VerificationStatus.PARTLY: "achieve_partly",
    VerificationStatus.NOT_EFFECTIVE: "miss",
    VerificationStatus.PENDING: "reconsider",
}
"""What the goal does when its verification has arrived at a status."""


class VerificationQuerySet(VisibleQuerySet):
    def pending(self) -> VerificationQuerySet:
        return self.filter(status=VerificationStatus.PENDING)


class Verification(VerificationLifecycle):
    """One goal, judged on the revision of its plan that was in force at year end."""

    BEGUN_BY_CLOCK = True

    goal = models.OneToOneField(Goal, models.PROTECT, related_name="verification_at_year_end")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    assessment = models.TextField(_("assessment"), blank=True)
    cause_analysis = models.TextField(_("cause analysis"), blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    verified_on = models.DateField(null=True, editable=False)

    NAMED_BY = ("goal__plan__department", "goal__plan__round")

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("effect verification")
        ordering = ["goal__plan", "goal__number"]
        constraints = [
            known_status("verification", VerificationStatus),
            models.CheckConstraint(
                condition=models.Q(status=VerificationStatus.PENDING)
                | models.Q(verified_by__isnull=False),
                name="verification_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Effect verification: %(goal)s") % {"goal": self.goal}

    def get_absolute_url(self) -> str:
        return reverse("evaluation:verification", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.goal.plan_id

    @property
    def department_id(self) -> int:
        return int(self.goal.plan.department_id)

    @cached_property
    def promised(self) -> dict[str, Any]:
        """The goal as the leadership group approved it."""
        goals = self.revision.content["goals"]
        return next((g for g in goals if g["id"] == str(self.goal.public_id)), self.goal.content())

    @cached_property
    def figures(self) -> list[LineFigure]:
        """What happened by the end of the round."""
        return figures_of(self.goal, on=self.goal.plan.round.ends)

    def content(self) -> dict[str, Any]:
        """What is kept with every verdict: the promise, and the figures as of then."""
        return {
            "goal": str(self.goal.public_id),
            "method": self.promised["verification"],
            "target_lines": self.promised["target_lines"],
            "figures": [
                {
                    "line": str(figure.line.public_id),
                    "actual": None if figure.actual is None else str(figure.actual),
                    "period": figure.period.key if figure.period else None,
                    "attainment": None if figure.attainment is None else str(figure.attainment),
                }
                for figure in self.figures
            ],
            "assessment": self.assessment,
            "cause_analysis": self.cause_analysis,
        }

    @property
    def origin(self) -> str:
        """How a finding names the verdict it comes from."""
        return f"{self._meta.label_lower}:{self.pk}"

    def causes(self, row: models.Model, step: str) -> bool:
        from .practice import Practice

        if isinstance(row, Goal):
            decided = VERDICT_OF_GOAL[VerificationStatus(self.status)]
            return row.pk == self.goal_id and step == decided
        if isinstance(row, Finding):
            unmet = self.status in {VerificationStatus.PARTLY, VerificationStatus.NOT_EFFECTIVE}
            return row.origin == self.origin and (step in {"add", "reopen"}) == unmet
        if isinstance(row, Practice):
            given_up = self.status == VerificationStatus.PENDING
            return row.verification_id == self.pk and step == "lapse" and given_up
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from evaluation.findings import carry_over
        from evaluation.practising import lapse

        take(self.goal, VERDICT_OF_GOAL[VerificationStatus(self.status)], by=by, cause=self)
        carry_over(self, by=by)
        if arrow.name == "reconsider":
            lapse(self, by=by)
