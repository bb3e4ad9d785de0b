"""How far the tasks of a plan have come, counted for each of its measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from plans.models import Measure

from .lifecycle import AT_WORK, TaskStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks done, in all, and past their date; cancelled ones do not count."""

    done: int = 0
    total: int = 0
    late: int = 0

    @classmethod
    def of(cls, measure: Any) -> Progress:
        return cls(measure.tasks_done, measure.tasks_total, measure.tasks_late)

    @property
    def percent(self) -> int | None:
        """None where the measure has not been broken down: that is not zero."""
        return round(100 * self.done / self.total) if self.total else None


def with_progress(measures: QuerySet[Measure], on: dt.date | None = None) -> QuerySet[Any]:
    """Each with its tasks counted as of the end of that day, for `Progress.of`.

    What was finished later was not done then, and was overdue if its date had passed.
    """
    day = on or timezone.localdate()
    finished = Q(tasks__status=TaskStatus.DONE, tasks__finished_on__lte=day)
    finished_later = Q(tasks__status=TaskStatus.DONE, tasks__finished_on__gt=day)
    open_then = Q(tasks__status__in=AT_WORK) | finished_later
    return measures.annotate(
        tasks_done=Count("tasks", filter=finished),
        tasks_total=Count("tasks", filter=~Q(tasks__status=TaskStatus.CANCELLED)),
        tasks_late=Count("tasks", filter=open_then & Q(tasks__due__lt=day)),
    )
