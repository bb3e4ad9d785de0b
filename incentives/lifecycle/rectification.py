"""Putting right what a notice names: planned, done, checked, written off (6.2.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Stateful, StatusField, step
from incentives import conditions as only_if


class RectificationStatus(models.TextChoices):
    OPENED = "opened", _("Opened")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    CHECKED = "checked", _("Checked")
    WRITTEN_OFF = "written_off", _("Written off")
    FAILED = "failed", _("Failed")
    EXTENDED = "extended", _("Extended")
    ESCALATED = "escalated", _("Escalated")


AT_WORK = (RectificationStatus.IN_PROGRESS, RectificationStatus.EXTENDED)


class RectificationLifecycle(Stateful):
    """Cause and measures by the department, checked in practice, then written off (6.2.1)."""

    due: dt.date | None
    checked_on: dt.date | None
    written_off_on: dt.date | None

    status = StatusField(
        _("status"), choices=RectificationStatus.choices, default=RectificationStatus.OPENED
    )

    class Meta:
        abstract = True

    @step(
        RectificationStatus.OPENED,
        RectificationStatus.PLANNED,
        _("Hand in the rectification plan"),
        clause="6.2.1",
        when=[only_if.rectification_is_planned],
    )
    def hand_in(self) -> None:
        self.reason = ""

    @step(
        RectificationStatus.PLANNED,
        RectificationStatus.OPENED,
        _("Return for revision"),
        clause="6.2.1",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.reason = reason

    @step(
        RectificationStatus.PLANNED,
        RectificationStatus.IN_PROGRESS,
        _("Agree to the plan"),
        clause="6.2.1",
    )
    def begin(self) -> None: ...

    @step(
        AT_WORK,
        RectificationStatus.CHECKED,
        _("Record the check"),
        clause="6.2.1",
        needs=["result"],
        when=[only_if.department_has_reported],
    )
    def inspect(self, *, result: str, by: Any) -> None:
        self.findings = result
        self.checked_by = by
        self.checked_on = timezone.localdate()

    @step(
        RectificationStatus.CHECKED,
        RectificationStatus.WRITTEN_OFF,
        _("Write off"),
        clause="6.2.1",
    )
    def write_off(self) -> None:
        self.written_off_on = timezone.localdate()

    @step(
        [RectificationStatus.CHECKED, *AT_WORK],
        RectificationStatus.FAILED,
        _("Find it not rectified"),
        clause="6.2.1",
        needs=["reason"],
    )
    def fail(self, *, reason: str) -> None:
        self.reason = reason

    @step(
        [RectificationStatus.FAILED, RectificationStatus.ESCALATED],
        RectificationStatus.EXTENDED,
        _("Extend the time"),
        clause="ours",
        needs=["reason", "until"],
    )
    def extend(self, *, reason: str, until: dt.date) -> None:
        self.reason, self.due = reason, until
        self.report = ""

    @step(
        RectificationStatus.FAILED,
        RectificationStatus.ESCALATED,
        _("Escalate to the leadership group"),
        clause="ours",
        needs=["reason"],
    )
    def escalate(self, *, reason: str) -> None:
        self.reason = reason
