"""Which step of chapter 4 tells whom what; a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Role
from plans.messages import Telling, announce_all
from plans.recipients import today_in

from . import models


def carriers(task: Any) -> Iterable[int]:
    """The person; while nobody is named, whoever holds the post today."""
    if task.person_id:
        return [task.person_id]
    held = today_in(*Role.values).filter(post=task.post_id)
    return held.distinct()


def heads(task: Any) -> Iterator[int]:
    """Who answers for the measure: the heads of its department, or of the plan's."""
    department = task.measure.department_id or task.plan.department_id
    yield from today_in(Role.HEAD, department=department)


def takers(task: Any) -> set[int]:
    """Who says whether it is done: whoever gave it, and the head."""
    return {task.assigned_by_id, *heads(task)} - {task.person_id}


TABLE = [
    Telling(
        models.Task,
        "create",
        carriers,
        _("Task for you: {subject}"),
        _("{actor} assigned you this task. Accept it, or say why you cannot."),
        decision=True,
    ),
    Telling(
        models.Task,
        "reassign",
        carriers,
        _("Task for you: {subject}"),
        _("{actor} gave you this task. Accept it, or say why you cannot."),
        decision=True,
    ),
    Telling(
        models.Task,
        "decline",
        heads,
        _("Task declined: {subject}"),
        _("{actor} declined the task. Give it to somebody else, or cancel it."),
        decision=True,
    ),
    Telling(
        models.Task,
        "block",
        takers,
        _("Task blocked: {subject}"),
        _("{actor} cannot go on with the task. The reason stands on the page."),
    ),
    Telling(
        models.Task,
        "submit",
        takers,
        _("Task handed in: {subject}"),
        _("{actor} handed the task in. Confirm it as done, or return it."),
        decision=True,
    ),
    Telling(
        models.Task,
        "send_back",
        carriers,
        _("Task returned: {subject}"),
        _("{actor} returned the task. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Task,
        "confirm",
        carriers,
        _("Task done: {subject}"),
        _("{actor} confirmed the task as done."),
    ),
    Telling(
        models.Task,
        "cancel",
        carriers,
        _("Task cancelled: {subject}"),
        _("{actor} cancelled the task. The reason stands on the page."),
    ),
]


def announce() -> None:
    announce_all(TABLE)
