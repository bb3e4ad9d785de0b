"""Adjustments of an issued plan, brought about by the real acts."""

from __future__ import annotations

from typing import Any

from improvement.approvals.models import Ballot
from improvement.door.acts import record, take
from plans.adjusting import propose
from plans.models import Adjustment, Plan
from tests import factories

REASONS = {
    "reason": "gap",
    "cause_analysis": "Two of five left in spring.",
    "effect_on_goals": "G1 is reached a quarter later.",
}


def begin(cast: Any, plan: Plan, *, by: str = "hana", kind: str = "change") -> Adjustment:
    """A draft with its reasons and without a change."""
    take(plan, "open_adjustment", by=cast.people[by], kind=kind)
    begun = plan.adjustments.latest("number")
    return record(begun, REASONS, by=cast.people[by])


def proposing(
    cast: Any, plan: Plan, row: Any = None, *, by: str = "hana", operation: str = "", **values: Any
) -> Adjustment:
    """A draft with changes to one row, the measure unless told."""
    begun = begin(cast, plan, by=by)
    put(cast, begun, row, by=by, operation=operation, **values)
    return begun


def put(
    cast: Any,
    adjustment: Adjustment,
    row: Any = None,
    *,
    by: str = "hana",
    operation: str = "",
    milestone: Any = None,
    **values: Any,
) -> int:
    row = row or adjustment.plan.measures.get(number=1)
    return propose(
        by=cast.people[by],
        adjustment=adjustment,
        kind=KINDS[type(row).__name__],
        row=row,
        values=values,
        operation=operation,
        milestone=milestone,
    )


KINDS = {
    "Goal": "goal",
    "TargetLine": "target_line",
    "Measure": "measure",
    "Milestone": "milestone",
}


def submitted(cast: Any, adjustment: Adjustment, *, by: str = "hana") -> Adjustment:
    return take(adjustment, "submit", by=cast.people[by])


def put_forward(cast: Any, adjustment: Adjustment) -> Ballot:
    handed_in = submitted(cast, adjustment)
    take(handed_in, "put_forward", by=cast.oscar, recommendation="It keeps the goal in reach.")
    return factories.ballot_of(handed_in)


def approved(cast: Any, adjustment: Adjustment) -> Adjustment:
    put_forward(cast, adjustment)
    factories.vote_through(cast, adjustment)
    adjustment.refresh_from_db()
    return adjustment
