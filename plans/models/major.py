"""Major projects: measures on which the leadership group decides one by one (2.1.1)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import open_ballot
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import MajorProjectLifecycle, MajorProjectStatus, MeasureStatus

from .goal import Goal
from .measure import Measure
from .plan import Plan
from .round import Round


class MajorProjectQuerySet(VisibleQuerySet):
    def asked_of(self, plans: Any) -> MajorProjectQuerySet:
        """Those of these plans that still are major by the rule of their round, in their order."""
        major = Measure.objects.major().filter(plan__in=plans, archived=False)
        rows = self.filter(measure__in=major.exclude(status=MeasureStatus.CANCELLED))
        return rows.select_related(
            "measure__plan__department", "measure__plan__round", "measure__department"
        ).order_by("measure__plan", "measure__number")

    def undecided(self) -> MajorProjectQuerySet:
        return self.exclude(status=MajorProjectStatus.APPROVED)


class MajorProject(MajorProjectLifecycle):
    """The decision on one measure; what is asked is the measure with the goals it serves."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="major_project")
    return_reason = models.TextField(blank=True)
    recommendation = models.TextField(_("recommendation of the office"), blank=True)

    NAMED_BY = ("measure__plan__department", "measure__plan__round")

    objects = MajorProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("major project")
        verbose_name_plural = _("major projects")
        ordering = ["measure__plan", "measure__number"]
        constraints = [known_status("major_project", MajorProjectStatus)]

    def __str__(self) -> str:
        return gettext("Major project %(reference)s: %(title)s") % {
            "reference": self.measure.reference,
            "title": self.measure.title,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:major_project", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.measure.plan_id

    @property
    def plan(self) -> Plan:
        return self.measure.plan

    @property
    def round(self) -> Round:
        return self.plan.round

    @property
    def department(self) -> Any:
        return self.plan.department

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    def authors(self) -> set[int]:
        return self.plan.authors()

    def closed(self) -> Text | None:
        if self.status != MajorProjectStatus.PROPOSED:
            return _("The project is before the leadership group or decided.")
        return None

    def content(self) -> dict[str, Any]:
        """Written like a plan of this one measure, so that whoever reads plans can read it."""
        goals = Goal.objects.live().filter(measures=self.measure)
        goals = goals.select_related("overall_goal").prefetch_related(
            "target_lines__indicator", "joint_with"
        )
        cost_limit = self.round.major_cost
        return {
            "goals": [goal.content() for goal in goals],
            "measures": [self.measure.content()],
            "departments": [d.code for d in self.measure.departments()],
            "cost_limit": None if cost_limit is None else format(cost_limit.normalize(), "f"),
        }

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        if arrow.name == "put_forward":
            open_ballot(
                self,
                by=by,
                department=self.department,
                involved=self.authors(),
                recommendation=self.recommendation,
            )
