"""Major projects: measures on which the leadership group decides one by one (2.1.1)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.models import Finding
from improvement.approvals.steps import open_ballot
from improvement.door.gathered import Rows
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.organization.models import Department
from plans.lifecycle import UNDECIDED, MajorProjectLifecycle, MajorProjectStatus, MeasureStatus

from .adjustment import Adjustment
from .goal import Goal
from .measure import Measure, joined_by
from .plan import Plan
from .round import Round


class MajorProjectQuerySet(VisibleQuerySet):
    def asked_of(self, plans: Any) -> MajorProjectQuerySet:
        """Those of these plans that still are major by the rule of their round, in their order."""
        return self.asked_where(plan__in=plans).select_related(
            "measure__plan__department", "measure__plan__round", "measure__department"
        )

    def asked_where(self, **of: Any) -> MajorProjectQuerySet:
        major = Measure.objects.major().filter(**of, archived=False)
        rows = self.filter(measure__in=major.exclude(status=MeasureStatus.CANCELLED))
        return rows.order_by("measure__plan", "measure__number")

    def named_within(self, **of: Any) -> Rows:
        """Their names and where they stand, for the statement that reads the plan they are in."""
        return Rows(
            self.asked_where(**of),
            public_id="public_id",
            status="status",
            number="measure__number",
            title="measure__title",
            department="measure__plan__department__code",
        )

    def undecided(self) -> MajorProjectQuerySet:
        return self.exclude(status=MajorProjectStatus.APPROVED)


def named(rows: list[dict[str, Any]]) -> list[MajorProject]:
    """What `named_within` has read, as rows to show and not to save."""
    return [
        MajorProject(
            public_id=uuid.UUID(row["public_id"]),
            status=row["status"],
            measure=Measure(
                number=row["number"],
                title=row["title"],
                plan=Plan(department=Department(code=row["department"])),
            ),
        )
        for row in rows
    ]


class MajorProject(MajorProjectLifecycle):
    """The decision on one measure; what is asked is the measure with the goals it serves."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="major_project")
    adjustment = models.ForeignKey(
        "plans.Adjustment",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="major_projects",
        help_text="The one that makes the measure of an issued plan a major project.",
    )
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
        """Of the plan, and of the adjustment by which it is asked."""
        return self.plan.authors() | (self.adjustment.authors() if self.adjustment else set())

    @property
    def adjusted_by(self) -> Adjustment | None:
        """The adjustment by which the measure becomes major, while that is undecided."""
        adjustment = self.adjustment
        return adjustment if adjustment and adjustment.status in UNDECIDED else None

    def as_asked(self) -> Measure:
        """The measure as it is voted on: as the adjustment would leave it, where one asks."""
        from plans.adjusting import as_adjusted

        measure = Measure.objects.get(pk=self.measure_id)
        return as_adjusted(measure, self.adjusted_by) if self.adjusted_by else measure

    def concerned(self, measure: Measure) -> models.QuerySet[Department]:
        """Whose people and means it needs, with the department that is to be responsible."""
        asked = models.Q(pk=measure.department_id) | joined_by(measure.pk)
        return Department.objects.filter(asked).order_by("path")

    def closed(self) -> Text | None:
        if self.status != MajorProjectStatus.PROPOSED:
            return _("The project is before the leadership group or decided.")
        return None

    def content(self) -> dict[str, Any]:
        """Written like a plan of this one measure, so that whoever reads plans can read it."""
        goals = Goal.objects.live().filter(measures=self.measure)
        goals = goals.select_related("overall_goal").along("answers", Finding.objects.all())
        goals = goals.prefetch_related("target_lines__indicator", "joint_with")
        cost_limit, measure = self.round.major_cost, self.as_asked()
        return {
            "goals": [goal.content() for goal in goals],
            "measures": [measure.content()],
            "departments": [d.code for d in self.concerned(measure)],
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
