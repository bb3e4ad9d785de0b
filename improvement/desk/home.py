"""What stands on the home page: panels by what a person may do, each a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import DataRequest
from execution import mine
from execution.models import ProgressReport, Task
from improvement.approvals import at_hand as conditions
from improvement.approvals.models import Ballot, Condition
from improvement.approvals.panel import waiting_for, with_counts
from improvement.door.gathered import Mapped
from improvement.door.models import Revision
from improvement.door.packed import columns, side_by_side
from plans.lifecycle import IN_FORCE, DraftCheckStatus, GoalSetStatus, PlanStatus, RoundStatus
from plans.models import (
    Adjustment,
    Countersign,
    Extension,
    GoalHealth,
    GoalSet,
    Measure,
    OrganizationPlan,
    Plan,
    PlanReceipt,
    Round,
)

from .course import overall_goals, overview, with_course_counts, with_deviations
from .year import with_stage_counts

SHOWN = 6


def home(user: Any) -> dict[str, Any]:
    """Everything the page needs; a panel that does not concern the person is left out."""
    standing = user.standing
    oversees = standing.oversees
    planning_round, running = rounds_now(user, counted=oversees)
    panels: dict[str, Any] = {
        "planning_round": planning_round,
        "running": running,
        "today": timezone.localdate(),
    }
    if standing.drafted or standing.headed:
        panels |= my_plans(user, planning_round, running, panels["today"])
    if standing.leads or user.has_perm("approvals.vote_ballot"):
        panels["decisions"] = decisions(user)
    if standing.in_office:
        panels["queue"] = office_queue(user)
    if planning_round or running:
        panels["asked"] = conditions.condition_counts(planning_round or running)
    panels |= at_hand(user, panels)
    if oversees:
        panels |= overview(planning_round, running, panels["today"])
    if running and not oversees:
        panels["my_tasks"] = mine.for_today(user, panels["today"], SHOWN)
    if running and not standing.drafted and not oversees:
        panels["my_measures"] = my_measures(user, running)
    if running and not standing.drafted:
        panels["overall_goals"] = overall_goals(running)
    # What waits for a review or a vote is counted once, for the menu.
    panels["to_write"] = sum(1 for row in panels.get("my_plans", []) if row["mine"])
    panels["to_write"] += len(panels["to_sign"]) + len(panels["to_sign_for"])
    panels["to_write"] += len(panels.get("to_countersign", []))
    panels["to_write"] += conditions_due(user, panels.get("asked", {}))
    return panels


def rounds_now(user: Any, *, counted: bool) -> tuple[Any, Any]:
    """The round that is being planned and the one that is being executed, in one query.

    Counted for whoever follows all departments: how many stand where, and what is late; for
    everybody: how the conditions of approvals stand that concern them, and their own dates.
    """
    rows: QuerySet[Round] = Round.objects.current().order_by("-starts")
    dates = Extension.objects.granted().filter(
        round=OuterRef("pk"), department__in=user.standing.drafted
    )
    rows = rows.annotate(own_dates=Mapped(dates.order_by("pk"), "department", "until"))
    rows = conditions.with_condition_counts(rows, user, timezone.localdate())
    if counted:
        rows = with_course_counts(with_stage_counts(rows), timezone.localdate())
    begun = list(rows[:4])
    executing = [r for r in begun if r.status == RoundStatus.EXECUTING]
    planning = [r for r in begun if r.status != RoundStatus.EXECUTING]
    return next(iter(planning), None), next(iter(executing), None)


def my_plans(user: Any, planning_round: Any, running: Any, today: dt.date) -> dict[str, Any]:
    """What the person drafts: the next step for the coming year, and how the running year goes."""
    rounds = [one.pk for one in (planning_round, running) if one]
    own = own_departments(user, planning_round)
    plans = (
        Plan.objects.filter(round__in=rounds, department__in=own)
        .with_names()
        .select_related("goal_set", "draft_check", "department__drafting_route")
        .order_by("department__path")
    )
    begun = {(plan.round_id, plan.department_id): plan for plan in plans}
    panels: dict[str, Any] = {"my_plans": []}
    if planning_round:
        panels["my_plans"] = [
            next_step(one, begun.get((planning_round.pk, one.pk)), planning_round) for one in own
        ]
        for row in panels["my_plans"]:
            row["check"] = under_check(row["plan"], user)
    if running:
        carried = [p for p in begun.values() if p.round_id == running.pk and p.status in IN_FORCE]
        panels["my_year"] = my_year(carried)
    return panels


def own_departments(user: Any, planning_round: Any) -> list[Any]:
    """Those for which the person drafts, each with the day by which it hands in (3.4.2)."""
    own: list[Any] = user.standing.drafts_for
    dates = planning_round.own_dates if planning_round else {}
    for one in own:
        until = dates.get(str(one.pk))
        one.extended_until = dt.date.fromisoformat(until) if until else None
    return own


def my_year(plans: list[Plan]) -> list[dict[str, Any]]:
    """Each plan in force with its goals: where they stand and where they should."""
    standing: dict[int, list[GoalHealth]] = {plan.pk: [] for plan in plans}
    rows = GoalHealth.objects.filter(goal__plan__in=plans).with_lines()
    for row in with_deviations(rows.order_by("goal__number")):
        standing[row.goal.plan_id].append(row)
    return [{"plan": plan, "goals": standing[plan.pk]} for plan in plans]


def at_hand(user: Any, panels: dict[str, Any]) -> dict[str, list[Any]]:
    """What is to be signed, reported, met or hurried along, in one statement."""
    standing, plans = user.standing, [row["plan"] for row in panels.get("my_year", ())]
    lists: dict[str, tuple[QuerySet[Any], tuple[str, ...]]] = {}
    if standing.leads:
        lists["to_sign"] = to_sign_off(), columns(OrganizationPlan, "round")
    if standing.headed:
        lists["to_sign_for"] = to_sign_for(user), columns(PlanReceipt, *PlanReceipt.NAMED_BY)
    if standing.headed or standing.in_office:
        lists["reports"] = reports(user), columns(ProgressReport, *ProgressReport.NAMED_BY)
        lists["data_requests"] = data_requests(user), columns(DataRequest, "department")
    if standing.steered:
        of_draft = ("department", "plan__round", "plan__department")
        lists["to_countersign"] = to_countersign(user), columns(Countersign, *of_draft)
    if plans:
        named_by = (*Task.NAMED_BY, "person", "post")
        lists["overdue"] = overdue(plans, panels["today"]), columns(Task, *named_by)
    asked = panels.get("asked", {})
    if asked.get("outstanding") or asked.get("met"):
        lists["conditions"] = conditions.at_hand(user), columns(Condition, *Condition.NAMED_BY)
    found = {"to_sign": [], "to_sign_for": [], "to_countersign": []} | side_by_side(user, lists)
    found["to_sign"] = [row for row in found["to_sign"] if user.has_perm(SIGN_OFF, row)]
    return found


def data_requests(user: Any) -> QuerySet[DataRequest]:
    """Answers that wait for the office; else what the departments one heads are asked for."""
    if user.standing.in_office:
        rows = DataRequest.objects.to_accept().exclude(department__in=user.standing.departments)
    else:
        rows = DataRequest.objects.to_answer().filter(department__in=user.standing.headed)
    return rows.order_by("due", "pk")[:SHOWN]


SIGN_OFF = "plans.sign_off_organizationplan"


def conditions_due(user: Any, asked: dict[str, int]) -> int:
    """What waits for the person: the office's word, or a day of their department that is near."""
    if user.standing.in_office:
        return asked.get("met", 0)
    if user.standing.oversees:
        return 0
    return asked.get("overdue", 0) + asked.get("soon", 0)


def overdue(plans: list[Plan], today: dt.date) -> QuerySet[Task]:
    """Tasks of these plans past their day, the oldest first."""
    late = Task.objects.at_work().filter(measure__plan__in=plans, due__lt=today)
    return late.order_by("due", "pk")[:SHOWN]


def next_step(department: Any, plan: Plan | None, planning_round: Round) -> dict[str, Any]:
    """One sentence, one button: what this department does next for the round."""
    extended = department.extended_until
    row: dict[str, Any] = {
        "department": department,
        "plan": plan,
        "mine": True,
        "due": extended or planning_round.deadline,
        "extended": extended is not None,
    }
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


def under_check(plan: Plan | None, user: Any) -> str:
    """“mine” where the person is to check the draft, “others” where somebody else is."""
    check = getattr(plan, "draft_check", None)
    if check is None or check.status != DraftCheckStatus.ASKED:
        return ""
    return "mine" if user.has_perm("plans.pass_on_draftcheck", check) else "others"


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


def to_sign_off() -> QuerySet[OrganizationPlan]:
    """What the group has approved and whoever presides signs next."""
    return OrganizationPlan.objects.to_be_signed_off().order_by("-round__starts", "-edition")


def to_countersign(user: Any) -> QuerySet[Countersign]:
    """Drafts of others that wait for the departments this person steers."""
    waiting: QuerySet[Countersign] = Countersign.objects.waiting()
    return waiting.filter(department__in=user.standing.steered).order_by("due", "pk")[:SHOWN]


def to_sign_for(user: Any) -> QuerySet[PlanReceipt]:
    """The issued plans for which the departments this person heads have not signed."""
    waiting = PlanReceipt.objects.open().filter(department__in=user.standing.headed)
    return waiting.order_by("due")


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


def reports(user: Any) -> QuerySet[ProgressReport]:
    """The same by name, what is due first on top."""
    waiting = ProgressReport.objects.waiting_for(user)
    return waiting.order_by("due", "plan__department__path", "pk")[:SHOWN]


def my_measures(user: Any, running: Round) -> list[Measure]:
    """Measures of the running year for which the person is responsible."""
    return list(
        Measure.objects.live()
        .filter(person=user, plan__round=running, plan__status__in=IN_FORCE)
        .select_related("plan__department", "plan__round")
        .prefetch_related("goals")
        .order_by("ends", "pk")[:SHOWN]
    )
