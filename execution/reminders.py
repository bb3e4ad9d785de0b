"""Who is reminded of what in chapter 4: tasks before, on and after the day they are due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Appointment, Role

from . import models

TASK = [
    Rung("two-days", -2, "person"),
    Rung("today", 0, "person"),
    Rung("late", 1, "person"),
    Rung("head", 3, "head"),
]
"""In working days from the due date."""

A_MONTH = dt.timedelta(days=31)
IN_SIGHT = dt.timedelta(days=14)
"""Further ahead no rung can be reached, however many holidays lie between."""

DUE = Kind(
    "execution.task.due",
    _("Due on {due}: {subject}"),
    _("The task is due on {due}. Hand it in, or say what blocks it."),
    decision=False,
    resend=True,
)
OVERDUE = Kind(
    "execution.task.overdue",
    _("Overdue since {due}: {subject}"),
    _("The task was due on {due} and has not been handed in."),
    decision=True,
    resend=True,
)
WITHOUT_ANYBODY = Kind(
    "execution.task.without_anybody",
    _("Nobody carries out {subject}"),
    _("{person} holds no post here any more. Give the task to somebody else."),
    decision=True,
    resend=True,
)


def announce() -> None:
    for kind in (DUE, OVERDUE, WITHOUT_ANYBODY):
        register(kind)


def tasks_due(now: dt.datetime) -> Iterator[Notice]:
    """Whoever carries it out before, on and after the day; then the head of the department."""
    today = timezone.localdate(now)
    tasks = list(
        models.Task.objects.at_work()
        .filter(due__lte=today + IN_SIGHT)
        .select_related("measure__plan", "person")
        .order_by("due", "pk")
    )
    if not tasks:
        return
    shift = working_shift(tasks[0].due - A_MONTH, today + A_MONTH)
    staff = Staff()
    for task in tasks:
        left = task.person_id is not None and task.person_id not in staff.present
        for rung in due_rungs(TASK, task.due, today, shift=shift):
            people = staff.heads_of(task) if rung.audience == "head" else staff.carriers_of(task)
            yield Notice(
                kind=(OVERDUE if rung.days > 0 else DUE).name,
                subject=task,
                occasion=occasion("task", task.due, rung),
                recipients=people,
                context={"due": task.due.isoformat()},
            )
        if left:
            yield Notice(
                kind=WITHOUT_ANYBODY.name,
                subject=task,
                occasion=f"person:{task.person_id}",
                recipients=staff.heads_of(task),
                context=task.person.named("person"),
            )


class Staff:
    """Who heads which department and holds which post today; read once for all tasks."""

    def __init__(self) -> None:
        self.heads: defaultdict[int, list[int]] = defaultdict(list)
        self.holders: defaultdict[int, list[int]] = defaultdict(list)
        self.present: set[int] = set()
        held = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
        for user, role, department, post in held.values_list(
            "user_id", "role", "department_id", "post_id"
        ):
            self.present.add(user)
            if role == Role.HEAD and department:
                self.heads[department].append(user)
            if post:
                self.holders[post].append(user)

    def heads_of(self, task: Any) -> list[int]:
        return self.heads[task.measure.department_id or task.measure.plan.department_id]

    def carriers_of(self, task: Any) -> Iterable[int]:
        if task.person_id:
            return [task.person_id] if task.person_id in self.present else []
        return set(self.holders[task.post_id])
