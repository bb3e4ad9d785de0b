"""What one person has to do: their own tasks by date, and those that wait for their word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import arrows
from plans.models.measure import served

from .lifecycle import AT_WORK, TaskStatus
from .models import Task

SHOWN = 200
SUNDAY = 6

NEXT = {
    TaskStatus.ASSIGNED: "accept",
    TaskStatus.ACCEPTED: "start",
    TaskStatus.IN_PROGRESS: "submit",
    TaskStatus.BLOCKED: "resume",
}
"""The step that brings a task on, for whoever carries it out."""

AT_ONCE = {"accept", "start", "resume"}
"""Steps that ask for nothing: one tap in the list takes them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks under one heading, the most urgent first."""

    key: str
    title: str | Promise
    tone: str
    icon: str
    tasks: list[Task] = field(default_factory=list)


def groups(user: Any, today: dt.date) -> list[Group]:
    """Overdue, today, this week, later, waiting for me; one query, however many tasks."""
    found = {
        key: Group(key, title, tone, icon)
        for key, title, tone, icon in (
            ("overdue", _("Overdue"), "bad", "alert-circle"),
            ("today", pgettext_lazy("tasks", "Today"), "warn", "calendar-event"),
            ("week", pgettext_lazy("tasks", "This week"), "info", "calendar"),
            ("later", pgettext_lazy("tasks", "Later"), "neutral", "clock"),
            ("waiting", _("Waiting for me"), "violet", "user-check"),
        )
    }
    for task in all_of(user):
        found[group_of(task, today)].tasks.append(task)
    return list(found.values())


def all_of(user: Any) -> list[Task]:
    """Own tasks and those to decide on, with what their lines show."""
    found = list(
        (Task.objects.open_for(user) | Task.objects.to_decide_by(user))
        .with_names()
        .select_related("person", "post")
        .annotate(serves=served("measure"), waits=Exists(unfinished(OuterRef("pk"))))
        .order_by("due", "pk")[:SHOWN]
    )
    for task in found:
        task.next = arrows(Task).get(NEXT.get(TaskStatus(task.status), ""))
        task.at_once = task.next is not None and task.next.name in AT_ONCE
    return found


def unfinished(task: Any) -> Any:
    """What a task still waits for."""
    ended = [TaskStatus.DONE, TaskStatus.CANCELLED]
    return Task.objects.filter(needed_by=task).exclude(status__in=ended)


def group_of(task: Task, today: dt.date) -> str:
    if task.status not in AT_WORK:
        return "waiting"
    if task.due < today:
        return "overdue"
    if task.due == today:
        return "today"
    sunday = today + dt.timedelta(days=SUNDAY - today.weekday())
    return "week" if task.due <= sunday else "later"


def for_today(user: Any, today: dt.date, shown: int) -> list[Task]:
    """For the home page: overdue, due today or begun; then what comes next."""
    mine = [task for task in all_of(user) if task.status in AT_WORK]
    begun = {TaskStatus.IN_PROGRESS, TaskStatus.BLOCKED}
    mine.sort(key=lambda task: (task.due > today and task.status not in begun, task.due))
    return mine[:shown]
