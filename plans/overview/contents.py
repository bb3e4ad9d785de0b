"""What an edition of the organization plan holds, read once: plans with their frozen contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from improvement.organization.models import Appointment
from plans.briefs import Content
from plans.lifecycle import OrganizationPlanStatus
from plans.models import OrganizationPlan, OrganizationPlanItem, Plan, Round

NO_GOAL = ""
"""Stands for the overall goal of what serves none."""


@dataclass(frozen=True, slots=True)
class Part:
    """One included plan: the row it is, and what it said when it was approved."""

    plan: Plan
    content: Content
    people: int = 0
    """How many belong to the department today, where that was asked."""

    @property
    def department(self) -> Any:
        return self.plan.department

    @property
    def goals(self) -> list[Content]:
        return list(self.content.get("goals", []))

    @property
    def measures(self) -> list[Content]:
        return list(self.content.get("measures", []))

    @property
    def serves(self) -> dict[str, str]:
        """The overall goal that each of its goals serves."""
        return {goal["number"]: goal["overall_goal"] for goal in self.goals}


@dataclass(frozen=True)
class Whole:
    """All of them together, in the year they are for."""

    round: Round
    parts: Sequence[Part]

    @property
    def overall(self) -> Mapping[str, str]:
        """The overall goals of the year by their code."""
        return self.round.overall_titles

    def titled(self, code: str) -> str:
        return f"{code} {self.overall[code]}" if code in self.overall else code


def of_items(planning_round: Round, items: Iterable[OrganizationPlanItem]) -> Whole:
    """An edition, from its items with plan, department and revision."""
    parts = [Part(item.plan, item.revision.content, item.people or 0) for item in items]  # type: ignore[attr-defined]
    return Whole(planning_round, parts)


def items_of(plan: OrganizationPlan) -> list[OrganizationPlanItem]:
    """The items of an edition, with the number of people in each department today."""
    rows = plan.items.select_related("plan__department", "revision").order_by("position")
    items = list(rows.annotate(people=people_of("plan__department")))
    for item in items:
        item.plan.round = plan.round
    return items


def people_of(department: str) -> Subquery:
    """How many people belong today to the department in this column."""
    today = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
    own = today.filter(department=OuterRef(department)).order_by().values("department")
    return Subquery(own.annotate(people=Count("user", distinct=True)).values("people"))


def year_before(planning_round: Round) -> Round | None:
    """The last year before this one of which an organization plan was issued."""
    issued = Round.objects.filter(
        organization_plans__status=OrganizationPlanStatus.ISSUED,
        starts__lt=planning_round.starts,
    )
    return issued.order_by("-starts").first()


def of_year(planning_round: Round) -> Whole:
    """What was issued for a year: all its editions together."""
    rows = OrganizationPlanItem.objects.filter(
        organization_plan__round=planning_round,
        organization_plan__status=OrganizationPlanStatus.ISSUED,
    )
    rows = rows.select_related("plan__department", "revision").order_by("plan__department__path")
    items = list(rows.annotate(people=people_of("plan__department")))
    for item in items:
        item.plan.round = planning_round
    return of_items(planning_round, items)
