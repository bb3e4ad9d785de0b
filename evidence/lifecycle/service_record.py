"""Every state and arrow of a service record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import Gap


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
