"""A plan broken down: its measures with their tasks, read at once however long it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from plans.lifecycle import IN_FORCE
from plans.models import Goal, Measure, Milestone, Plan

from .conditions import RESTING
from .lifecycle import AT_WORK, TaskStatus
from .models import Task
from .models.task import left
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Card:
    """One measure, its tasks, and whether this reader can add one."""

    measure: Measure
    tasks: list[Task]
    progress: Progress
    can_add: bool


class Breakdown:
    """Every measure of a plan with its tasks; whom they wait for and who has left is marked."""

    def __init__(self, plan: Plan, reader: Any, *, milestones: bool = False) -> None:
        self.plan, self.reader, self.milestones = plan, reader, milestones
        self.today = timezone.localdate()

    @cached_property
    def tasks(self) -> list[Task]:
        found = list(
            Task.objects.of_plan(self.plan)
            .select_related("person", "post", "measure")
            .annotate(left=left())
            .along("depends_on", Task.objects.all(), "measure")
        )
        for task in found:
            task.measure.plan = self.plan
            task.broken = broken(task)
            task.late = task.overdue(self.today)
        return found

    @cached_property
    def cards(self) -> list[Card]:
        """With the goals they serve, or with milestones where these are asked for."""
        rows = self.plan.measures.live().select_related("department", "person")
        if self.milestones:
            rows = rows.along("milestones", Milestone.objects.all())
        else:
            rows = rows.along("goals", Goal.objects.all())
        return [self.of(measure) for measure in rows]

    def of(self, measure: Measure) -> Card:
        measure.plan = self.plan
        tasks = [task for task in self.tasks if task.measure_id == measure.pk]
        counted = [task for task in tasks if task.status != TaskStatus.CANCELLED]
        return Card(
            measure=measure,
            tasks=tasks,
            progress=Progress(
                done=sum(task.status == TaskStatus.DONE for task in counted),
                total=len(counted),
                late=sum(task.late for task in counted),
            ),
            can_add=self.plan.status in IN_FORCE
            and measure.status not in RESTING
            and self.reader.has_perm("execution.add_task", Task(measure=measure)),
        )

    def card(self, number: int | None) -> Card | None:
        return next((card for card in self.cards if card.measure.number == number), None)


def broken(task: Task) -> list[Task]:
    """What this task waits for and that is due only after it is to begin."""
    if task.status not in AT_WORK or task.started_on:
        return []
    ended = {TaskStatus.DONE, TaskStatus.CANCELLED}
    return [
        other
        for other in task.depends_on.all()
        if other.status not in ended and other.due > task.starts
    ]
