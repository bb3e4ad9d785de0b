"""Every state and arrow of indicators, periods, values, findings, service records, imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, PERSON, Stateful, StatusField, step
from improvement.door.refusals import Gap

from .conditions import period_is_open


class IndicatorStatus(models.TextChoices):
    IN_USE = "in_use", pgettext_lazy("status of an indicator", "In use")
    RETIRED = "retired", pgettext_lazy("status of an indicator", "Retired")


class IndicatorLifecycle(Stateful):
    """What is measured no longer keeps its series and asks for no more values."""

    status = StatusField(
        _("status"), choices=IndicatorStatus.choices, default=IndicatorStatus.IN_USE
    )

    class Meta:
        abstract = True

    @step(
        IndicatorStatus.IN_USE,
        IndicatorStatus.RETIRED,
        _("Retire the indicator"),
        clause="5.1.1",
        needs=["reason"],
    )
    def retire(self, *, reason: str) -> None:
        self.change_reason = reason

    @step(
        IndicatorStatus.RETIRED,
        IndicatorStatus.IN_USE,
        _("Take the indicator up again"),
        clause="ours",
    )
    def restore(self) -> None:
        self.change_reason = ""


class ValueStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("status of a value", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("status of a value", "Accepted")
    RETURNED = "returned", pgettext_lazy("status of a value", "Returned")


S = ValueStatus

WRITABLE = (S.DRAFT, S.RETURNED)
"""A value that was handed in is locked; a correction opens it again."""

TOLD = (S.SUBMITTED, S.ACCEPTED)
"""What charts and attainment are made of."""


class ValueLifecycle(Stateful):
    status = StatusField(_("status"), choices=S.choices, default=S.DRAFT)

    class Meta:
        abstract = True

    @step(
        [S.DRAFT, S.RETURNED],
        S.SUBMITTED,
        _("Submit the value"),
        clause="5.2.1",
        when=[period_is_open],
    )
    def submit(self) -> None:
        self.return_reason = ""

    @step(S.SUBMITTED, S.DRAFT, _("Recall the value"), clause="ours", when=[period_is_open])
    def recall(self) -> None: ...

    @step(S.SUBMITTED, S.ACCEPTED, _("Accept the value"), clause="5.2.1")
    def accept(self) -> None: ...

    @step(
        S.SUBMITTED,
        S.RETURNED,
        _("Return the value"),
        clause="5.2.1",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        S.ACCEPTED,
        S.RETURNED,
        _("Open the value for correction"),
        clause="ours",
        needs=["reason"],
    )
    def reopen(self, *, reason: str) -> None:
        self.return_reason = reason


class PeriodLockStatus(models.TextChoices):
    LOCKED = "locked", pgettext_lazy("status of a period", "Locked")
    OPENED = "opened", pgettext_lazy("status of a period", "Open")


P = PeriodLockStatus


class PeriodLockLifecycle(Stateful):
    """Figures that have been reported on stay as they are until the office opens their period."""

    word: str

    status = StatusField(_("status"), choices=P.choices, default=P.LOCKED)

    class Meta:
        abstract = True

    @step(P.LOCKED, P.OPENED, _("Open the period"), clause="ours", needs=["reason"])
    def unlock(self, *, reason: str) -> None:
        self.word = reason

    @step(P.OPENED, P.LOCKED, _("Lock the period"), clause="ours")
    def lock(self) -> None:
        self.word = ""


class FindingStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a finding", "Open")
    IN_PLAN = "in_plan", _("In the plan")
    RESOLVED = "resolved", pgettext_lazy("status of a finding", "Resolved")
    CARRIED_OVER = "carried_over", _("Carried over")


F = FindingStatus


class FindingLifecycle(Stateful):
    """What was not reached stays open until a plan answers it (5.4.2)."""

    answer: str
    word: str

    status = StatusField(_("status"), choices=F.choices, default=F.OPEN)

    class Meta:
        abstract = True

    @step(F.OPEN, F.IN_PLAN, _("Take up in the plan"), clause="5.4.2", needs=["answer"])
    def take_up(self, *, answer: str) -> None:
        """By which goal, measure or adjustment the department goes on."""
        self.answer = answer

    @step(F.IN_PLAN, F.OPEN, _("Put back"), clause="ours")
    def put_back(self) -> None: ...

    @step(
        [F.OPEN, F.IN_PLAN],
        F.RESOLVED,
        _("Resolve the finding"),
        clause="5.4.2",
        on=(PERSON, PARENT),
    )
    def resolve(self) -> None: ...

    @step(
        [F.OPEN, F.IN_PLAN],
        F.CARRIED_OVER,
        _("Carry over to a later round"),
        clause="5.4.2",
        needs=["reason"],
    )
    def carry_over(self, *, reason: str) -> None:
        self.word = reason

    @step(F.RESOLVED, F.OPEN, _("Open the finding again"), clause="ours", on=PARENT)
    def reopen(self) -> None: ...


class RecordStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a service record", "Open")
    CLOSED = "closed", pgettext_lazy("status of a service record", "Closed")


R = RecordStatus

TAKEN_OUT = _("The record came in by an import that was undone.")


def counts(record: Any) -> Gap | None:
    """What an undone import brought in is kept and not worked on."""
    return Gap(TAKEN_OUT) if record.taken_out else None


class ServiceRecordLifecycle(Stateful):
    """A complaint is open until somebody says what has come of it."""

    result: str
    closed_on: dt.date | None

    status = StatusField(_("status"), choices=R.choices, default=R.OPEN)

    class Meta:
        abstract = True

    @step(R.OPEN, R.CLOSED, _("Close the record"), clause="ours", needs=["result"], when=[counts])
    def close(self, *, result: str) -> None:
        self.result, self.closed_on = result, timezone.localdate()

    @step(
        R.CLOSED,
        R.OPEN,
        _("Open the record again"),
        clause="ours",
        needs=["reason"],
        when=[counts],
    )
    def reopen(self, *, reason: str) -> None:
        self.closed_on = None


class ImportStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FINISHED = "finished", pgettext_lazy("status of an import", "Finished")
    UNDONE = "undone", pgettext_lazy("status of an import", "Undone")
    CANCELLED = "cancelled", pgettext_lazy("status of an import", "Cancelled")


M = ImportStatus


def looked_through(data_import: Any) -> Gap | None:
    """What is written is what somebody has seen the figures of."""
    if not data_import.checked:
        return Gap(_("Have the file looked through first."), data_import.get_absolute_url())
    if not data_import.rows_good:
        return Gap(_("No row of the file can be taken over."), data_import.get_absolute_url())
    return None


class DataImportLifecycle(Stateful):
    """A file is written as a whole and undone as a whole."""

    status = StatusField(_("status"), choices=M.choices, default=M.DRAFT)

    class Meta:
        abstract = True

    @step(M.DRAFT, M.FINISHED, _("Finish the import"), clause="3.1.1", when=[looked_through])
    def finish(self) -> None: ...

    @step(M.DRAFT, M.CANCELLED, _("Cancel the import"), clause="ours")
    def cancel(self) -> None: ...

    @step(M.FINISHED, M.UNDONE, _("Undo the import"), clause="ours", needs=["reason"])
    def undo(self, *, reason: str) -> None: ...
