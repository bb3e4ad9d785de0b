"""Which measures are major, and what is decided on them (2.1.1)."""

from __future__ import annotations

from typing import Any

from improvement.approvals.steps import void_open
from improvement.door.acts import create, take
from improvement.door.models import Revision

from .lifecycle import MajorProjectStatus, PlanStatus
from .models import Gate, MajorProject, Measure, Plan, Round


def propose(plans: list[Plan], planning_round: Round, *, by: Any) -> None:
    """Begin a project for every major measure of these plans that has none yet."""
    if not planning_round.asks_for(Gate.MAJOR):
        return
    major = Measure.objects.major().filter(plan__in=plans, archived=False, major_project=None)
    for measure in major.select_related("plan__department").order_by("plan", "number"):
        create(MajorProject(measure=measure), by=by)


def read_anew(plan: Plan, *, by: Any) -> None:
    """What was voted on does not hold for a measure that was handed in with other content."""
    settled = [MajorProjectStatus.LEADERSHIP_APPROVAL, MajorProjectStatus.APPROVED]
    for project in MajorProject.objects.filter(measure__plan=plan, status__in=settled):
        read = Revision.objects.latest_of(project)
        if read and read.digest == Revision.digest_of(project.content()):
            continue
        void_open(project, by=by)
        if project.status == MajorProjectStatus.APPROVED:
            take(project, "outdate", by=by, cause=plan)


def outdates(plan: Plan, row: Any, step: str) -> bool:
    """Whether the plan, just handed in, is the cause of this step of one of its projects."""
    own = isinstance(row, MajorProject) and row.measure.plan_id == plan.pk
    return own and step == "outdate" and plan.status == PlanStatus.OFFICE_REVIEW


def awaited(organization_plan: Any) -> list[MajorProject]:
    """Projects of included plans that are not approved; none where the round does not ask."""
    if not organization_plan.round.asks_for(Gate.MAJOR):
        return []
    included = Plan.objects.filter(items__organization_plan=organization_plan)
    pulled = organization_plan.items.late().values("plan")
    return list(MajorProject.objects.asked_of(included.exclude(pk__in=pulled)).undecided())
