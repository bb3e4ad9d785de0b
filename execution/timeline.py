"""The timeline of a plan: what happens when, against what was approved, and what is broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from improvement.charts.chart import Chart
from improvement.charts.gantt import Bar, Link, Milestone, gantt_chart
from improvement.door.models import Revision
from plans.lifecycle import MeasureStatus
from plans.models import Measure, Plan

from .breakdown import Breakdown, Card
from .lifecycle import TaskStatus
from .models import Task

Period = tuple[dt.date, dt.date]

ENDED = {MeasureStatus.COMPLETED, MeasureStatus.VERIFIED}
BEGUN = {TaskStatus.IN_PROGRESS, TaskStatus.BLOCKED, TaskStatus.SUBMITTED}
ROWS = 60
"""With more rows the picture shows measures alone, unless the reader asks for all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, the same as one bar of the picture."""

    row: Measure | Task
    bar: Bar
    broken: list[Task] = field(default_factory=list)

    @property
    def is_task(self) -> bool:
        return isinstance(self.row, Task)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture and the list of the same dates."""

    chart: Chart
    rows: list[Row]
    with_tasks: bool


def timeline(plan: Plan, reader: Any, today: dt.date, show: str = "") -> Timeline:
    """Measures and tasks of a plan from the start of its year to the end; few queries.

    `show` is "measures" or "tasks"; left open, tasks are shown as long as they have room.
    """
    sheet = Breakdown(plan, reader, milestones=True)
    approved = approved_periods(plan)
    size = len(sheet.cards) + len(sheet.tasks)
    with_tasks = show == "tasks" or (show != "measures" and size <= ROWS)
    rows = list(all_rows(sheet, approved, today, with_tasks=with_tasks))
    starts, ends = span(plan, rows)
    title = _("Timeline of %(plan)s") % {"plan": plan.title}
    chart = gantt_chart("timeline", title, [row.bar for row in rows], starts, ends, today)
    return Timeline(chart, rows, with_tasks)


def approved_periods(plan: Plan) -> dict[str, Period]:
    """From, to of each measure as the version in force was approved, by its public key."""
    revision = Revision.objects.latest_of(plan)
    measures = revision.content.get("measures", []) if revision else []
    return {
        found["id"]: (dt.date.fromisoformat(found["starts"]), dt.date.fromisoformat(found["ends"]))
        for found in measures
        if found["starts"] and found["ends"]
    }


def all_rows(
    sheet: Breakdown, approved: dict[str, Period], today: dt.date, *, with_tasks: bool
) -> Iterator[Row]:
    place: dict[int, int] = {}
    at = 0
    for card in sheet.cards:
        at += 1
        for task in card.tasks if with_tasks else ():
            if task.status != TaskStatus.CANCELLED:
                place[task.pk] = at
                at += 1
    for card in sheet.cards:
        yield Row(card.measure, measure_bar(card, approved, today))
        for task in card.tasks:
            if task.pk in place:
                yield Row(task, task_bar(task, place, today), task.broken)


def measure_bar(card: Card, approved: dict[str, Period], today: dt.date) -> Bar:
    """As it is carried out: from its first day to the last day any of its tasks needs."""
    measure = card.measure
    live = [task for task in card.tasks if task.status != TaskStatus.CANCELLED]
    begun = [measure.started_on, *(task.started_on for task in live)]
    starts = min((day for day in begun if day), default=measure.starts)
    ends = measure.completed_on or max(
        (day for day in (measure.ends, *(last_day(task, today) for task in live)) if day),
        default=None,
    )
    return Bar(
        name=str(measure),
        starts=starts,
        ends=ends,
        done=1 if measure.status in ENDED else (card.progress.percent or 0) / 100,
        state=measure_state(card, ends, today),
        planned=approved.get(str(measure.public_id)),
        milestones=[
            Milestone(stone.due, stone.title, stone.due <= today)
            for stone in measure.milestones.all()
            if not stone.archived
        ],
    )


def measure_state(card: Card, ends: dt.date | None, today: dt.date) -> str:
    status = card.measure.status
    if status in ENDED:
        return "done"
    if status in {MeasureStatus.SUSPENDED, MeasureStatus.CANCELLED}:
        return "suspended"
    if card.progress.late or (ends and ends < today):
        return "late"
    begun = status == MeasureStatus.IN_PROGRESS or card.progress.done
    return "progress" if begun else "planned"


def task_bar(task: Task, place: dict[int, int], today: dt.date) -> Bar:
    late = {other.pk for other in task.broken}
    return Bar(
        name=str(task),
        starts=min(task.started_on or task.starts, last_day(task, today)),
        ends=last_day(task, today),
        done=1 if task.status == TaskStatus.DONE else 0,
        state=task_state(task),
        after=[
            Link(place[other.pk], other.pk in late)
            for other in task.depends_on.all()
            if other.pk in place
        ],
    )


def task_state(task: Task) -> str:
    if task.status == TaskStatus.DONE:
        return "done"
    if task.late:
        return "late"
    return "progress" if task.status in BEGUN else "planned"


def last_day(task: Task, today: dt.date) -> dt.date:
    """The day it was finished; what is overdue goes on until today."""
    if task.finished_on:
        return task.finished_on
    return max(task.due, today) if task.late else task.due


def span(plan: Plan, rows: list[Row]) -> Period:
    """The year of the plan, wider where something lies outside it."""
    starts = [row.bar.starts for row in rows if row.bar.starts]
    ends = [row.bar.ends for row in rows if row.bar.ends]
    return min([plan.round.starts, *starts]), max([plan.round.ends, *ends])
