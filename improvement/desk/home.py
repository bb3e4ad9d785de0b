"""What stands on the home page: panels by what a person may do, each a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from improvement.approvals.models import Ballot
from improvement.organization.models import Department
from plans.check import check_goals, check_plan
from plans.lifecycle import GoalSetStatus, PlanStatus
from plans.models import GoalSet, Measure, OrganizationPlan, OverallGoal, Plan, Round

from .year import round_stages

SHOWN = 6


def home(user: Any) -> dict[str, Any]:
    """Everything the page needs; a panel that does not concern the person is left out."""
    standing = user.standing
    planning_round = Round.objects.current().exclude(status="executing").order_by("-starts").first()
    running = Round.objects.filter(status="executing").order_by("-starts").first()
    panels: dict[str, Any] = {
        "planning_round": planning_round,
        "running": running,
        "today": timezone.localdate(),
    }
    if standing.drafted or standing.headed:
        panels["my_plans"] = my_plans(user, planning_round)
    if standing.leads or user.has_perm("approvals.vote_ballot"):
        panels["decisions"] = decisions(user)
    if standing.in_office:
        panels["queue"] = office_queue(user)
    if planning_round and (standing.in_office or standing.leads or standing.assists_leader):
        panels["departments"] = departments(planning_round)
        panels["stages"] = round_stages(planning_round, panels["departments"])
    if running:
        panels["overall_goals"] = overall_goals(running)
        panels["my_measures"] = my_measures(user, running)
        panels["issued"] = OrganizationPlan.objects.filter(round=running, status="issued").first()
    panels["waiting"] = sum(
        len(panels[name]) for name in ("queue", "decisions") if name in panels
    ) + sum(1 for row in panels.get("my_plans", []) if row["mine"])
    return panels


def my_plans(user: Any, planning_round: Round | None) -> list[dict[str, Any]]:
    """The departments the person drafts for, each with its plan, its next step and its gaps."""
    if planning_round is None:
        return []
    mine = Department.objects.must_plan().filter(pk__in=user.standing.drafted)
    begun = {
        plan.department_id: plan
        for plan in Plan.objects.filter(round=planning_round, department__in=mine)
        .with_names()
        .select_related("goal_set")
    }
    return [next_step(department, begun.get(department.pk), planning_round) for department in mine]


def next_step(department: Department, plan: Plan | None, planning_round: Round) -> dict[str, Any]:
    """One sentence, one button: what this department does next for the round."""
    row: dict[str, Any] = {"department": department, "plan": plan, "mine": True, "gaps": []}
    if plan is None:
        row["sentence"] = _("The plan for %(year)s has not been begun.") % {
            "year": planning_round.label
        }
        return row
    if plan.status == PlanStatus.DRAFT:
        goals_open = plan.goal_set.status != GoalSetStatus.FIXED
        goals_away = plan.goal_set.status in {
            GoalSetStatus.OFFICE_REVIEW,
            GoalSetStatus.LEADERSHIP_APPROVAL,
        }
        row["gaps"] = check_goals(plan.goal_set) if goals_open else check_plan(plan)
        if plan.return_reason or plan.goal_set.return_reason:
            row["returned"] = plan.return_reason or plan.goal_set.return_reason
        if goals_away:
            row["sentence"] = _("The goals are under way; sections and measures can be written.")
        elif row["gaps"]:
            row["sentence"] = _("Mend what the check found, then submit.")
        elif goals_open:
            row["sentence"] = _("The goals are ready to be submitted.")
        else:
            row["sentence"] = _("The plan is ready to be submitted.")
        return row
    row["mine"] = False
    row["sentence"] = _("It lies with %(desk)s.") % {"desk": plan.desk}
    return row


def decisions(user: Any) -> list[Ballot]:
    """The ballots that wait for this person, the most urgent first."""
    return list(
        Ballot.objects.waiting_for(user)
        .select_related("department", "content_type")
        .annotate(cast=Count("votes"))
        .order_by("deadline", "pk")[:SHOWN]
    )


def office_queue(user: Any) -> list[dict[str, Any]]:
    """Goals and plans that wait for the office, the longest first."""
    plans = Plan.objects.awaiting_office().visible_to(user).order_by("submitted_at", "pk")[:SHOWN]
    goal_sets = (
        GoalSet.objects.filter(status=GoalSetStatus.OFFICE_REVIEW)
        .visible_to(user)
        .order_by("pk")[:SHOWN]
    )
    rows = [{"row": goals, "plan": goals.plan, "kind": "goals"} for goals in goal_sets]
    rows += [{"row": plan, "plan": plan, "kind": "plan"} for plan in plans]
    return rows[:SHOWN]


def departments(planning_round: Round) -> list[dict[str, Any]]:
    """Every department that must plan, with its plan of the round if it has begun one."""
    plans = Plan.objects.filter(round=planning_round).annotate(
        goal_count=Count("goals", filter=Q(goals__archived=False), distinct=True),
        measure_count=Count("measures", filter=Q(measures__archived=False), distinct=True),
    )
    found = Department.objects.must_plan().prefetch_related(
        Prefetch("plans", plans.select_related("round", "department"), to_attr="of_round")
    )
    return [
        {"department": department, "plan": next(iter(department.of_round), None)}
        for department in found
    ]


def overall_goals(running: Round) -> list[OverallGoal]:
    """The organization's goals of the running year, with how many goals serve each."""
    return list(
        OverallGoal.objects.filter(goal_set__round=running)
        .live()
        .annotate(serving=Count("served_by", filter=Q(served_by__archived=False)))
        .order_by("number")
    )


def my_measures(user: Any, running: Round) -> list[Measure]:
    """Measures of the running year for which the person is responsible."""
    return list(
        Measure.objects.live()
        .filter(person=user, plan__round=running, plan__status=PlanStatus.EXECUTION)
        .select_related("plan__department", "plan__round")
        .prefetch_related("goals")
        .order_by("ends", "pk")[:SHOWN]
    )
