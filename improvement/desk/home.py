"""What stands on the home page: panels by what a person may do, each a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from execution import mine
from execution.models import ProgressReport, Task
from improvement.approvals.models import Ballot
from improvement.approvals.panel import waiting_for, with_counts
from improvement.door.models import Revision
from improvement.organization.models import Department
from plans.lifecycle import IN_FORCE, GoalSetStatus, PlanStatus, RoundStatus
from plans.models import Adjustment, GoalSet, Measure, OverallGoal, Plan, Round

from .year import round_stages

SHOWN = 6


def home(user: Any) -> dict[str, Any]:
    """Everything the page needs; a panel that does not concern the person is left out."""
    standing = user.standing
    planning_round, running = rounds_now()
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
    if standing.headed or standing.in_office:
        panels["reports"] = reports(user)
    if planning_round and (standing.in_office or standing.leads or standing.assists_leader):
        panels["departments"] = departments(planning_round)
        panels["stages"] = round_stages(planning_round, panels["departments"])
    if running:
        panels["overall_goals"] = overall_goals(running)
        panels["my_tasks"] = mine.for_today(user, panels["today"], SHOWN)
        panels["my_measures"] = my_measures(user, running)
    # What waits for a review or a vote is counted once, for the menu.
    panels["to_write"] = sum(1 for row in panels.get("my_plans", []) if row["mine"])
    return panels


def rounds_now() -> tuple[Round | None, Round | None]:
    """The round that is being planned and the one that is being executed, in one query."""
    begun = list(Round.objects.current().order_by("-starts")[:4])
    executing = [r for r in begun if r.status == RoundStatus.EXECUTING]
    planning = [r for r in begun if r.status != RoundStatus.EXECUTING]
    return next(iter(planning), None), next(iter(executing), None)


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
    row: dict[str, Any] = {"department": department, "plan": plan, "mine": True}
    if plan is None:
        row["sentence"] = _("The plan for %(year)s has not been begun.") % {
            "year": planning_round.label
        }
    elif plan.status == PlanStatus.DRAFT:
        row["returned"] = plan.returned_because or plan.goal_set.returned_because
        row["sentence"] = DRAFTING[GoalSetStatus(plan.goal_set.status)]
    else:
        row["mine"] = False
        row["sentence"] = _("It lies with %(desk)s.") % {"desk": plan.desk}
    return row


DRAFTING = {
    GoalSetStatus.DRAFT: gettext_lazy(
        "Write the goals and submit them first; the check says what is missing."
    ),
    GoalSetStatus.OFFICE_REVIEW: gettext_lazy(
        "The goals are under way; sections and measures can be written."
    ),
    GoalSetStatus.LEADERSHIP_APPROVAL: gettext_lazy(
        "The goals are under way; sections and measures can be written."
    ),
    GoalSetStatus.FIXED: gettext_lazy("The goals are approved. Complete the plan and submit it."),
}


def decisions(user: Any) -> list[Ballot]:
    """The ballots that wait for this person, the most urgent first."""
    waiting = with_counts(waiting_for(user))
    return list(waiting.order_by("deadline", "pk")[:SHOWN])


def office_queue(user: Any) -> list[dict[str, Any]]:
    """Goals, plans and adjustments that this person can judge, the longest waiting first."""
    goals = Revision.objects.filter(
        object_type=GoalSet._meta.label_lower, object_id=OuterRef("goal_set")
    ).order_by("-number")
    adjustments = (
        Adjustment.objects.awaiting_office().filter(plan=OuterRef("pk")).order_by("submitted_at")
    )
    since = Case(
        When(status=PlanStatus.DRAFT, then=Subquery(goals.values("made_at")[:1])),
        When(status=PlanStatus.ADJUSTMENT, then=Subquery(adjustments.values("submitted_at")[:1])),
        default=F("submitted_at"),
    )
    waiting = (
        Plan.objects.on_the_desk_of_the_office()
        .for_action("put_forward", user)
        .select_related("department", "round", "goal_set")
        .annotate(since=since)
        .order_by("since", "pk")[:SHOWN]
    )
    return [
        {
            "row": plan.goal_set if plan.status == PlanStatus.DRAFT else plan,
            "plan": plan,
            "kind": WAITING_AS.get(plan.status, "plan"),
        }
        for plan in waiting
    ]


WAITING_AS = {PlanStatus.DRAFT: "goals", PlanStatus.ADJUSTMENT: "adjustment"}
"""What of a plan in this status waits for the office; else it is the plan itself."""


def waiting_for_office(user: Any) -> QuerySet[Plan]:
    """What is counted beside “Review” in the menu."""
    waiting: QuerySet[Plan] = Plan.objects.on_the_desk_of_the_office()
    return waiting.for_action("put_forward", user)  # type: ignore[attr-defined]


def waiting_for_vote(user: Any) -> QuerySet[Ballot]:
    """What is counted beside “Approvals” in the menu."""
    return waiting_for(user)


def tasks_waiting(user: Any) -> QuerySet[Task]:
    """What is counted beside “Tasks”: own ones that are due, and those to decide on."""
    due: QuerySet[Task] = Task.objects.open_for(user).filter(due__lte=timezone.localdate())
    return due | Task.objects.to_decide_by(user)


def reports_waiting(user: Any) -> QuerySet[ProgressReport]:
    """What is counted beside “Progress reports”: to write, to answer, to say a word on."""
    waiting: QuerySet[ProgressReport] = ProgressReport.objects.waiting_for(user)
    return waiting


def reports(user: Any) -> list[ProgressReport]:
    """The same by name, what is due first on top."""
    waiting = ProgressReport.objects.waiting_for(user).with_names()
    return list(waiting.order_by("due", "plan__department__path", "pk")[:SHOWN])


def departments(planning_round: Round) -> list[dict[str, Any]]:
    """Every department that must plan, with its plan of the round if it has begun one."""
    plans = {
        plan.department_id: plan
        for plan in Plan.objects.filter(round=planning_round)
        .select_related("round")
        .annotate(
            goal_count=Count("goals", filter=Q(goals__archived=False), distinct=True),
            measure_count=Count("measures", filter=Q(measures__archived=False), distinct=True),
        )
    }
    return [
        {"department": department, "plan": plans.get(department.pk)}
        for department in Department.objects.must_plan()
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
        .filter(person=user, plan__round=running, plan__status__in=IN_FORCE)
        .select_related("plan__department", "plan__round")
        .prefetch_related("goals")
        .order_by("ends", "pk")[:SHOWN]
    )
