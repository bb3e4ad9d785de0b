"""Every state and arrow of a progress report, from the day it is due to its correction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import CLOCK, Stateful, StatusField, step

from . import reporting_conditions as only_if


class ReportStatus(models.TextChoices):
    DUE = "due", pgettext_lazy("status of a report", "Due")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("status of a report", "Handed in")
    QUERIED = "queried", pgettext_lazy("status of a report", "Queried")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("status of a report", "Acknowledged")
    CORRECTED = "corrected", pgettext_lazy("status of a report", "Corrected")
    MISSED = "missed", pgettext_lazy("status of a report", "Missed")


OPEN = (ReportStatus.DUE, ReportStatus.DRAFT)
"""Not handed in yet; the department still can."""

WRITABLE = (ReportStatus.DRAFT, ReportStatus.QUERIED)
"""Its figures and words can change."""

HANDED_IN = (
    ReportStatus.SUBMITTED,
    ReportStatus.QUERIED,
    ReportStatus.ACKNOWLEDGED,
    ReportStatus.CORRECTED,
)
"""What evaluations may use."""

SETTLED = (ReportStatus.ACKNOWLEDGED, ReportStatus.CORRECTED)
"""The office has said its word; only figures that were wrong are corrected."""


class ReportLifecycle(Stateful):
    """4.4.2: departments report with figures and words, the office says what it makes of it."""

    if TYPE_CHECKING:
        submitted_at: dt.datetime | None
        question: str
        answer_given: str
        assessment: str
        correction: str

    status = StatusField(_("status"), choices=ReportStatus.choices, default=ReportStatus.DUE)

    class Meta:
        abstract = True

    @step(ReportStatus.DUE, ReportStatus.DRAFT, _("Begin the report"), clause="4.4.2")
    def begin(self) -> None: ...

    @step(
        ReportStatus.DRAFT,
        ReportStatus.SUBMITTED,
        pgettext_lazy("a report", "Hand in"),
        clause="4.4.2",
        when=[
            only_if.year_is_open,
            only_if.health_is_set,
            only_if.red_is_explained,
            only_if.figures_are_current,
        ],
        freeze=True,
    )
    def submit(self, *, received_at: dt.datetime | None = None) -> None:
        """What the office had on paper before bears the time at which it came in."""
        self.submitted_at = received_at or timezone.now()

    @step(
        ReportStatus.SUBMITTED,
        ReportStatus.QUERIED,
        _("Ask the department"),
        clause="4.4.2",
        needs=["question"],
    )
    def query(self, *, question: str) -> None:
        self.question, self.answer_given = question, ""

    @step(
        ReportStatus.QUERIED,
        ReportStatus.SUBMITTED,
        _("Answer the office"),
        clause="4.4.2",
        needs=["answer"],
        when=[
            only_if.year_is_open,
            only_if.health_is_set,
            only_if.red_is_explained,
            only_if.figures_are_current,
        ],
        freeze=True,
    )
    def answer(self, *, answer: str) -> None:
        self.answer_given = answer

    @step(
        ReportStatus.SUBMITTED,
        ReportStatus.ACKNOWLEDGED,
        _("Acknowledge the report"),
        clause="4.4.2",
        needs=["assessment"],
    )
    def acknowledge(self, *, assessment: str) -> None:
        self.assessment = assessment

    @step(OPEN, ReportStatus.MISSED, _("Miss the report"), clause="ours", on=CLOCK)
    def miss(self) -> None: ...

    @step(
        SETTLED,
        ReportStatus.CORRECTED,
        _("Correct the figures"),
        clause="ours",
        needs=["reason"],
        when=[only_if.year_is_open, only_if.figures_have_changed],
    )
    def correct(self, *, reason: str) -> None:
        self.correction = reason
