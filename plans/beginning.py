"""Which plans a person can begin: an open year, an own department, and no plan yet."""

from __future__ import annotations

from typing import Any

from improvement.organization.models import Department

from .models import Plan, Round

Pair = tuple[Round, Department]


def pairs(user: Any) -> list[Pair]:
    """The pairs of round and department for which this person can begin a plan today."""
    drafted = user.standing.drafted
    if not drafted:
        return []
    rounds = [r for r in Round.objects.order_by("starts") if r.takes_drafts]
    departments = list(Department.objects.must_plan().filter(pk__in=drafted))
    begun = set(
        Plan.objects.filter(round__in=rounds, department__in=departments).values_list(
            "round_id", "department_id"
        )
    )
    return [
        (planning_round, department)
        for planning_round in rounds
        for department in departments
        if (planning_round.pk, department.pk) not in begun
    ]


def can_begin(user: Any) -> bool:
    return bool(pairs(user))
