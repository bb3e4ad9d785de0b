"""The conditions of approvals that a home page shows: one's departments' own, or everybody's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, F, When

from improvement.door.gathered import Counted

from .condition_lifecycle import ConditionStatus
from .models.condition import Condition, ConditionQuerySet

SOON = dt.timedelta(days=7)
SHOWN = 6
COUNTED = ("outstanding", "overdue", "soon", "met")


def concerning(user: Any) -> ConditionQuerySet:
    """Of all departments for whoever oversees them; else of those the person drafts for."""
    rows: ConditionQuerySet = Condition.objects.all()
    if user.standing.oversees:
        return rows.visible_to(user)
    return rows.of_departments(user.standing.drafted)


def with_condition_counts(rows: Any, user: Any, today: dt.date) -> Any:
    """How many are open, late, due soon and reported; read along with whatever is read anyway."""
    concerned = concerning(user)
    return rows.annotate(
        conditions_outstanding=Counted(concerned.outstanding()),
        conditions_overdue=Counted(concerned.overdue(today)),
        conditions_soon=Counted(concerned.due_between(today, today + SOON)),
        conditions_met=Counted(concerned.reported()),
    )


def condition_counts(row: Any) -> dict[str, int]:
    """What `with_condition_counts` has read along with this row."""
    return {name: getattr(row, f"conditions_{name}") for name in COUNTED}


def at_hand(user: Any) -> ConditionQuerySet:
    """What waits for the person first: a word of theirs, or the day by which it is to be met."""
    first = ConditionStatus.MET if user.standing.oversees else ConditionStatus.OUTSTANDING
    turn = Case(When(status=first, then=0), default=1)
    rows = concerning(user).unsettled()
    found: ConditionQuerySet = rows.order_by(turn, F("due").asc(nulls_last=True), "pk")[:SHOWN]
    return found
