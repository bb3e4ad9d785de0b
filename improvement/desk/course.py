"""How the running year goes over all departments, and where each stands with the next plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from execution.models import Deviation, ProgressReport, Task
from improvement.door.gathered import Counted, Mapped
from improvement.organization.models import Department
from plans.models import GoalHealth, OverallGoal, Plan, Round
from plans.models.goal_health import KNOWN

from .year import round_stages

SHOWN = 6
DEPARTMENTS = 50


def overview(planning_round: Any, running: Any, today: dt.date) -> dict[str, Any]:
    """The year over all departments: how it goes, what is off its path, where each stands."""
    panels: dict[str, Any] = {}
    if running:
        panels["course"] = course(running)
        panels["off_track"] = off_track(running)
    if planning_round:
        panels["departments"] = departments(planning_round, running, today)
        panels["stages"] = round_stages(planning_round)
    return panels


def departments(
    planning_round: Round, running: Round | None, today: dt.date
) -> list[dict[str, Any]]:
    """The first departments that must plan: the coming plan, and how the running year goes."""
    coming = Plan.objects.filter(round=planning_round, department=OuterRef("pk"))
    goals = GoalHealth.objects.in_force().filter(
        round=running, goal__plan__department=OuterRef("pk")
    )
    late = Task.objects.at_work().filter(
        measure__plan__round=running, measure__plan__department=OuterRef("pk"), due__lt=today
    )
    rows: Any = Department.objects.must_plan().annotate(
        **{f"plan_{name}": Subquery(coming.values(name)[:1]) for name in OF_A_PLAN},
        goals=Mapped(goals, "goal__number", "health"),
        late=Counted(late),
    )
    return [
        {
            "department": row,
            "plan": plan_of(row, planning_round),
            "goals": sorted((int(number), health) for number, health in row.goals.items()),
            "late": row.late,
        }
        for row in rows.order_by("path")[:DEPARTMENTS]
    ]


OF_A_PLAN = ("id", "public_id", "status", "submitted_at")


def plan_of(row: Any, planning_round: Round) -> Plan | None:
    """A plan as far as its line needs one."""
    if row.plan_id is None:
        return None
    columns = {name: getattr(row, f"plan_{name}") for name in OF_A_PLAN}
    return Plan(round=planning_round, department=row, **columns)


def with_course_counts(rounds: QuerySet[Round], today: dt.date) -> QuerySet[Round]:
    """Each year with how its goals stand, and what is late in it, counted up to 101."""
    goals = GoalHealth.objects.in_force().filter(round=OuterRef("pk"))
    late = Task.objects.at_work().filter(measure__plan__round=OuterRef("pk"), due__lt=today)
    unreported = ProgressReport.objects.open().filter(plan__round=OuterRef("pk"), due__lt=today)
    return rounds.annotate(
        **{f"goals_{health}": Counted(goals.filter(health=health)) for health in KNOWN},
        tasks_late=Counted(late),
        reports_late=Counted(unreported),
    )


def course(running: Any) -> dict[str, Any]:
    """How the running year goes, in figures."""
    return {
        "goals": [(health, getattr(running, f"goals_{health}")) for health in KNOWN],
        "tasks": running.tasks_late,
        "reports": running.reports_late,
    }


def off_track(running: Round) -> list[GoalHealth]:
    """The goals farthest behind their path, with who acts and what became of it."""
    return with_deviations(GoalHealth.objects.off_track(running)[:SHOWN])


def with_deviations(rows: QuerySet[GoalHealth]) -> list[GoalHealth]:
    """Each goal with the last deviation found of it; in the same query."""
    latest = Deviation.objects.filter(goal=OuterRef("goal")).order_by("-pk")
    found = {f"found_{name}": Subquery(latest.values(name)[:1]) for name in OF_A_DEVIATION}
    goals: list[Any] = list(rows.annotate(**found))
    for row in goals:
        columns = {name: getattr(row, f"found_{name}") for name in OF_A_DEVIATION}
        row.deviation = Deviation(**columns) if row.found_public_id else None
    return goals


OF_A_DEVIATION = ("public_id", "status", "due")


def overall_goals(running: Round) -> list[dict[str, Any]]:
    """The organization's goals of the running year, with how those that serve them stand."""
    serving = GoalHealth.objects.in_force().filter(overall_goal=OuterRef("pk"))
    numbers = {health: Counted(serving.filter(health=health)) for health in KNOWN}
    rows = OverallGoal.objects.filter(goal_set__round=running).live().order_by("number")
    return [
        {"goal": row, "standing": [(h, getattr(row, h)) for h in KNOWN if getattr(row, h)]}
        for row in rows.annotate(**numbers)
    ]
