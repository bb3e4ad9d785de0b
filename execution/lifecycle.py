"""Every state and arrow of chapter 4, in the regulation's order."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import StepRefused

from . import conditions as only_if


class TaskStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    ACCEPTED = "accepted", pgettext_lazy("status of a task", "Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    SUBMITTED = "submitted", pgettext_lazy("status of a task", "Handed in")
    DONE = "done", pgettext_lazy("status of a task", "Done")
    DECLINED = "declined", pgettext_lazy("status of a task", "Declined")
    CANCELLED = "cancelled", _("Cancelled")


AT_WORK = (TaskStatus.ASSIGNED, TaskStatus.ACCEPTED, TaskStatus.IN_PROGRESS, TaskStatus.BLOCKED)
"""It is with whoever carries it out."""

OPEN = (*AT_WORK, TaskStatus.DECLINED)
"""It can still be given to somebody else, and its dates can move."""

TO_DECIDE = (TaskStatus.SUBMITTED, TaskStatus.DECLINED)
"""It waits for whoever gave it."""


def past_day(typed: dt.date | str) -> dt.date:
    """A day that has come, as it was typed."""
    try:
        day = typed if isinstance(typed, dt.date) else dt.date.fromisoformat(typed)
    except ValueError as odd:
        raise StepRefused(_("Give the day on which it was finished as a date.")) from odd
    if day > timezone.localdate():
        raise StepRefused(_("It cannot have been finished on a day that has not come yet."))
    return day


class TaskLifecycle(Stateful):
    """4.1: every measure is broken down to post and person, with task and time."""

    if TYPE_CHECKING:
        person_id: int | None
        post_id: int | None
        result: str
        return_reason: str
        declined_because: str
        blocked_because: str
        starts: dt.date
        started_on: dt.date | None
        finished_on: dt.date | None

    status = StatusField(_("status"), choices=TaskStatus.choices, default=TaskStatus.ASSIGNED)

    class Meta:
        abstract = True

    @step(
        TaskStatus.ASSIGNED,
        TaskStatus.ACCEPTED,
        pgettext_lazy("a task", "Accept"),
        clause="4.1",
        when=[only_if.measure_runs],
    )
    def accept(self) -> None: ...

    @step(
        TaskStatus.ASSIGNED,
        TaskStatus.DECLINED,
        pgettext_lazy("a task", "Decline"),
        clause="ours",
        needs=["reason"],
    )
    def decline(self, *, reason: str) -> None:
        self.declined_because = reason

    @step(
        TaskStatus.ACCEPTED,
        TaskStatus.IN_PROGRESS,
        pgettext_lazy("a task", "Start"),
        clause="4.1",
        when=[only_if.measure_runs, only_if.dependencies_are_done],
    )
    def start(self) -> None:
        self.started_on = timezone.localdate()

    @step(
        TaskStatus.IN_PROGRESS,
        TaskStatus.BLOCKED,
        _("Say what blocks it"),
        clause="ours",
        needs=["reason"],
    )
    def block(self, *, reason: str) -> None:
        self.blocked_because = reason

    @step(
        TaskStatus.BLOCKED,
        TaskStatus.IN_PROGRESS,
        _("Go on"),
        clause="ours",
        when=[only_if.measure_runs],
    )
    def resume(self) -> None:
        self.blocked_because = ""

    @step(
        TaskStatus.IN_PROGRESS,
        TaskStatus.SUBMITTED,
        pgettext_lazy("a task", "Hand in"),
        clause="4.1",
        needs=["result"],
        when=[only_if.measure_runs],
    )
    def submit(self, *, result: str, finished_on: dt.date | str = "") -> None:
        """The day it was finished may be typed: it is often handed in later."""
        self.result = result
        self.return_reason = ""
        self.finished_on = past_day(finished_on) if finished_on else timezone.localdate()
        if self.started_on is None or self.started_on > self.finished_on:
            # Begun before anybody said so: the day it was planned for is the best there is.
            self.started_on = min(self.starts, self.finished_on)

    @step(TaskStatus.SUBMITTED, TaskStatus.DONE, _("Confirm as done"), clause="4.1")
    def confirm(self) -> None: ...

    @step(
        TaskStatus.SUBMITTED,
        TaskStatus.IN_PROGRESS,
        pgettext_lazy("a task", "Return"),
        clause="4.1",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason
        self.finished_on = None

    @step(
        OPEN,
        TaskStatus.ASSIGNED,
        _("Give it to somebody else"),
        clause="4.1",
        needs=["reason"],
    )
    def reassign(
        self, *, reason: str, person_id: int | None = None, post_id: int | None = None
    ) -> None:
        """Without a new name it goes to the same person once more."""
        if person_id or post_id:
            self.person_id, self.post_id = person_id, post_id
        self.declined_because = self.blocked_because = ""
        self.started_on = None

    @step(
        OPEN,
        TaskStatus.CANCELLED,
        pgettext_lazy("a task", "Cancel it"),
        clause="ours",
        needs=["reason"],
    )
    def cancel(self, *, reason: str) -> None:
        self.return_reason = reason
