"""The leadership group decides on an issue by a ballot; what it decides is carried out (2.2.2)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from improvement.approvals.steps import open_ballot
from improvement.door.acts import create, take
from improvement.door.models import Revision
from improvement.door.unit import unit
from improvement.organization.models import Appointment
from plans.lifecycle import PlanStatus
from plans.models import Change, ConsolidationIssue, Plan, ProposedChange
from plans.models.plan import wrote_in

from .consenting import chosen, offer


def open_the_ballot(issue: ConsolidationIssue, *, by: Any) -> None:
    """It concerns several departments: members with an interest declare it and vote (ours)."""
    if issue.choice:
        chosen(issue, issue.choice)
    plans = list(Plan.objects.filter(pk__in=issue.items.values("plan")))
    members = Appointment.objects.valid_on(timezone.localdate()).filter(
        department__in=[plan.department_id for plan in plans]
    )
    open_ballot(
        issue,
        by=by,
        declares=True,
        involved={
            *members.values_list("user", flat=True),
            *wrote_in(plans).values_list("actor", flat=True),
        },
        recommendation=issue.question,
    )


def apply(issue: ConsolidationIssue, *, by: Any) -> None:
    """Each change of the way out that was decided, into its plan at once where that is possible.

    A draft is written in, and so is a plan the office has endorsed, which is frozen anew. A plan
    on its way between the two, and a goal whose figures are still to be written, wait for the
    department: it is told of the decision and can accept it, not refuse it.
    """
    if not issue.choice:
        return
    with unit() as work:
        solution = chosen(issue, issue.choice)
        plans = Plan.objects.in_bulk({ask["plan"] for ask in solution["asks"]})
        for ask in solution["asks"]:
            plan = work.lock(plans[ask["plan"]])
            change = offer(issue, ask, plan, asked_by(issue))
            change.decided = True
            change = create(change, by=by, cause=issue)
            if can_be_written(change, plan):
                take(change, "carry_out", by=by, cause=issue)
                if plan.status == PlanStatus.ENDORSED:
                    Revision.freeze(plan, step="carry_out", by=by)


def asked_by(issue: ConsolidationIssue) -> Any:
    ballot = issue.ballot
    assert ballot
    return ballot.opened_by


def can_be_written(change: ProposedChange, plan: Plan) -> bool:
    """Nothing that it touches has been taken out since, and the plan lies still."""
    rows = (change.measure, change.goal, change.target_line)
    if any(row.archived for row in rows if row):
        return False
    if plan.status == PlanStatus.DRAFT:
        return True
    return plan.status == PlanStatus.ENDORSED and change.change != Change.ADD
