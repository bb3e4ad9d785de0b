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


def progress_of(plan: Plan, today: dt.date | None = None) -> dict[int, Progress]:
    """By key of the measure; one query, and a measure without tasks is not there."""
    today = today or timezone.localdate()
    counted = (
        Task.objects.of_plan(plan)
        .live()
        .order_by()
        .values("measure_id")
        .annotate(
            done=Count("pk", filter=Q(status=TaskStatus.DONE)),
            total=Count("pk"),
            late=Count("pk", filter=Q(status__in=AT_WORK, due__lt=today)),
        )
    )
    return {row["measure_id"]: Progress(row["done"], row["total"], row["late"]) for row in counted}
