"""Every state and arrow of a deviation, from the day it is found to the office's last word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.organization.calendar import working_day_after

ACKNOWLEDGE_DAYS, ANSWER_DAYS, WORD_DAYS = 3, 10, 5
"""Working days to acknowledge it, to answer it, and for the office's word on the answer (ours)."""


class DeviationStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a deviation", "Open")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("status of a deviation", "Acknowledged")
    ANALYSING = "analysing", _("Cause analysis")
    ANSWERED = "answered", pgettext_lazy("status of a deviation", "Answered")
    RESOLVED = "resolved", pgettext_lazy("status of a deviation", "Resolved")
    DISMISSED = "dismissed", pgettext_lazy("status of a deviation", "Dismissed")


D = DeviationStatus

WITH_HEAD = (D.OPEN, D.ACKNOWLEDGED, D.ANALYSING)
"""The department acts next."""

UNSETTLED = (*WITH_HEAD, D.ANSWERED)
"""While one of these is there, the same thing is not found a second time."""


def in_days(days: int) -> dt.date:
    return working_day_after(timezone.localdate(), days)


class DeviationLifecycle(Stateful):
    """4.4.1: deviations are found in time; 4.4.2: a large one has its cause analysed."""

    if TYPE_CHECKING:
        due: dt.date
        suggestion: str
        cause_analysis: str
        remedy: str
        back_by: dt.date | None
        return_reason: str
        assessment: str
        dismissed_because: str

    status = StatusField(_("status"), choices=D.choices, default=D.OPEN)

    class Meta:
        abstract = True

    @step(D.OPEN, D.ACKNOWLEDGED, pgettext_lazy("a deviation", "Acknowledge"), clause="4.4.1")
    def acknowledge(self) -> None:
        self.due = in_days(ANSWER_DAYS)

    @step(
        D.ACKNOWLEDGED,
        D.ANALYSING,
        _("Ask for a cause analysis"),
        clause="4.4.2",
        needs=["suggestion"],
    )
    def analyse(self, *, suggestion: str) -> None:
        """The office organizes it and says what it suggests."""
        self.suggestion = suggestion
        self.due = in_days(ANSWER_DAYS)

    @step(
        [D.ACKNOWLEDGED, D.ANALYSING],
        D.ANSWERED,
        pgettext_lazy("a deviation", "Answer with cause and remedy"),
        clause="4.4.2",
        needs=["cause_analysis", "remedy", "back_by"],
    )
    def answer(self, *, cause_analysis: str, remedy: str, back_by: dt.date) -> None:
        self.cause_analysis, self.remedy, self.back_by = cause_analysis, remedy, back_by
        self.return_reason = ""
        self.due = in_days(WORD_DAYS)

    @step(
        D.ANSWERED,
        D.ANALYSING,
        pgettext_lazy("a deviation", "Return the answer"),
        clause="ours",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason
        self.due = in_days(ANSWER_DAYS)

    @step(
        D.ANSWERED,
        D.RESOLVED,
        pgettext_lazy("a deviation", "Resolve it"),
        clause="4.4.2",
        needs=["assessment"],
    )
    def resolve(self, *, assessment: str) -> None:
        self.assessment = assessment

    @step(
        UNSETTLED,
        D.DISMISSED,
        pgettext_lazy("a deviation", "Dismiss it"),
        clause="ours",
        needs=["reason"],
    )
    def dismiss(self, *, reason: str) -> None:
        self.dismissed_because = reason
