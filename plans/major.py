"""Which measures are major, and what is decided on them (2.1.1)."""

from __future__ import annotations

from typing import Any

from improvement.approvals.steps import void_open
from improvement.door.acts import create, record, take
from improvement.door.models import Revision

from .adjusting import enlarged
from .adjusting.enlarging import Enlarged
from .lifecycle import AdjustmentStatus, MajorProjectStatus, PlanStatus
from .models import Adjustment, Gate, MajorProject, Measure, Plan, Round


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
        outdate_changed(project, by=by, cause=plan)


def outdate_changed(project: MajorProject, *, by: Any, cause: Plan | Adjustment) -> None:
    """Void what is voted on and ask anew for what was approved, where the content is another."""
    read = Revision.objects.latest_of(project)
    if read is None or read.digest == Revision.digest_of(project.content()):
        return
    void_open(project, by=by)
    if project.status == MajorProjectStatus.APPROVED:
        take(project, "outdate", by=by, cause=cause)


def propose_by(adjustment: Adjustment, *, by: Any) -> None:
    """An adjustment is handed in: each measure it makes major has a project that asks for it.

    A project that was decided on with other content is decided on anew.
    """
    for one in enlarged(adjustment):
        project = MajorProject.objects.filter(measure=one.measure).first()
        if project is None:
            create(MajorProject(measure=one.measure, adjustment=adjustment), by=by)
            continue
        asked = record(project, {"adjustment": adjustment}, by=by, cause=adjustment)
        outdate_changed(asked, by=by, cause=adjustment)


def undecided_of(adjustment: Adjustment) -> list[tuple[Enlarged, MajorProject | None]]:
    """The measures it makes major on which the leadership group has not decided for it yet."""
    found = enlarged(adjustment)
    if not found:
        return []
    projects = MajorProject.objects.filter(
        adjustment=adjustment, measure__in=[one.measure for one in found]
    )
    asked = {project.measure_id: project for project in projects}
    return [
        (one, project)
        for one in found
        if (project := asked.get(one.measure.pk)) is None
        or project.status != MajorProjectStatus.APPROVED
    ]


def outdates(plan: Plan, row: Any, step: str) -> bool:
    """Whether the plan, just handed in, is the cause of this step of one of its projects."""
    own = isinstance(row, MajorProject) and row.measure.plan_id == plan.pk
    return own and step == "outdate" and plan.status == PlanStatus.OFFICE_REVIEW


def asks(adjustment: Adjustment, row: Any, step: str) -> bool:
    """Whether the adjustment, just handed in, asks anew for one of the projects of its plan."""
    own = isinstance(row, MajorProject) and row.measure.plan_id == adjustment.plan_id
    handed_in = adjustment.status == AdjustmentStatus.OFFICE_REVIEW
    return own and handed_in and step in {"change", "outdate"}


def awaited(organization_plan: Any) -> list[MajorProject]:
    """Projects of included plans that are not approved; none where the round does not ask."""
    if not organization_plan.round.asks_for(Gate.MAJOR):
        return []
    included = Plan.objects.filter(items__organization_plan=organization_plan)
    pulled = organization_plan.items.late().values("plan")
    return list(MajorProject.objects.asked_of(included.exclude(pk__in=pulled)).undecided())
