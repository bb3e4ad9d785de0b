"""What waits for a person, as the menu counts it beside its entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from execution.models import Deviation, ProgressReport, Task
from improvement.approvals.models import Ballot
from improvement.approvals.panel import waiting_for
from plans.models import Plan


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


def deviations_waiting(user: Any) -> QuerySet[Deviation]:
    """What is counted beside “Deviations”: to acknowledge, to answer, to say a word on."""
    waiting: QuerySet[Deviation] = Deviation.objects.waiting_for(user)
    return waiting
