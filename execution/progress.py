"""How far the tasks of a plan have come, counted for each of its measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from plans.models import Plan

from .lifecycle import AT_WORK, TaskStatus
from .models import Task


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks done, in all, and past their date; cancelled ones do not count."""

    done: int = 0
    total: int = 0
    late: int = 0

    @property
    def percent(self) -> int | None:
        """None where the measure has not been broken down: that is not zero."""
        return round(100 * self.done / self.total) if self.total else None


def progress_of(plan: Plan, on: dt.date | None = None) -> dict[int, Progress]:
    """As of the end of that day, by key of the measure; a measure without tasks is not there.

    What was finished later was not done then, and was overdue if its date had passed. One query.
    """
    day = on or timezone.localdate()
    finished = Q(status=TaskStatus.DONE, finished_on__lte=day)
    open_then = Q(status__in=AT_WORK) | Q(status=TaskStatus.DONE, finished_on__gt=day)
    counted = (
        Task.objects.of_plan(plan)
        .live()
        .order_by()
        .values("measure_id")
        .annotate(
            done=Count("pk", filter=finished),
            total=Count("pk"),
            late=Count("pk", filter=open_then & Q(due__lt=day)),
        )
    )
    return {row["measure_id"]: Progress(row["done"], row["total"], row["late"]) for row in counted}
