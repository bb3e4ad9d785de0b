"""What is done for the goals (3.3, 4.2)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, Stateful, StatusField, step
from plans import conditions as only_if


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Completed")
    VERIFIED = "verified", pgettext_lazy("status of a measure", "Verified")
    CANCELLED = "cancelled", _("Cancelled")


class MeasureLifecycle(Stateful):
    """Suspending and cancelling an issued measure is an adjustment (4.4.3)."""

    started_on: dt.date | None
    completed_on: dt.date | None

    status = StatusField(_("status"), choices=MeasureStatus.choices, default=MeasureStatus.PLANNED)

    class Meta:
        abstract = True

    @step(
        MeasureStatus.PLANNED,
        MeasureStatus.IN_PROGRESS,
        _("Start the measure"),
        clause="4.1.1",
        when=[only_if.plan_is_executed],
    )
    def start(self) -> None:
        self.started_on = timezone.localdate()

    @step(
        MeasureStatus.IN_PROGRESS,
        MeasureStatus.COMPLETED,
        _("Complete the measure"),
        clause="4.1.1",
        needs=["result"],
        when=[only_if.plan_is_executed],
    )
    def complete(self, *, result: str) -> None:
        self.completed_on = timezone.localdate()
        self.result = result

    @step(
        MeasureStatus.COMPLETED,
        MeasureStatus.IN_PROGRESS,
        _("Take up the measure again"),
        clause="ours",
        needs=["reason"],
        when=[only_if.plan_is_executed],
    )
    def reopen(self, *, reason: str = "") -> None:
        self.completed_on = None

    @step(
        MeasureStatus.COMPLETED,
        MeasureStatus.VERIFIED,
        _("Verify the measure"),
        clause="4.3.2",
    )
    def verify(self) -> None: ...

    @step(
        [MeasureStatus.PLANNED, MeasureStatus.IN_PROGRESS],
        MeasureStatus.SUSPENDED,
        _("Suspend"),
        clause="4.4.3",
        on=PARENT,
    )
    def suspend(self) -> None: ...

    @step(
        MeasureStatus.SUSPENDED,
        MeasureStatus.IN_PROGRESS,
        _("Resume"),
        clause="4.4.3",
        on=PARENT,
    )
    def resume(self) -> None: ...

    @step(
        [MeasureStatus.PLANNED, MeasureStatus.IN_PROGRESS, MeasureStatus.SUSPENDED],
        MeasureStatus.CANCELLED,
        _("Cancel"),
        clause="4.4.3",
        on=PARENT,
    )
    def cancel(self) -> None: ...
