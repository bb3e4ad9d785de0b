"""A notice of criticism: heard, put to the vote, open to appeal (6.2.1)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, StatusField, step
from improvement.organization.calendar import working_day_after
from incentives import conditions as only_if

REPLY_DAYS = 5
APPEAL_DAYS = 10


class CriticismStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    HEARD = "heard", _("Heard")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    ISSUED = "issued", _("Issued")
    UNDER_REVIEW = "under_review", _("Under appeal")
    UPHELD = "upheld", pgettext_lazy("status of a notice of criticism", "Upheld")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a notice of criticism", "Withdrawn")
    DROPPED = "dropped", _("Dropped")


class CriticismLifecycle(BallotSubject):
    """Proposed from data, decided by people, never without a hearing (6.2.1)."""

    reply_until: dt.date
    heard_on: dt.date | None
    issued_on: dt.date | None
    appeal_until: dt.date | None

    status = StatusField(
        _("status"), choices=CriticismStatus.choices, default=CriticismStatus.PROPOSED
    )

    class Meta:
        abstract = True

    @step(
        CriticismStatus.PROPOSED,
        CriticismStatus.HEARD,
        _("Reply"),
        clause="6.2.1",
        needs=["answer"],
    )
    def reply(self, *, answer: str) -> None:
        self.answer = answer
        self.heard_on = timezone.localdate()

    @step(
        CriticismStatus.PROPOSED,
        CriticismStatus.HEARD,
        _("Close the hearing"),
        clause="ours",
        on=CLOCK,
    )
    def close_hearing(self) -> None:
        self.heard_on = timezone.localdate()

    @step(
        [CriticismStatus.PROPOSED, CriticismStatus.HEARD],
        CriticismStatus.DROPPED,
        _("Drop the notice"),
        clause="ours",
        needs=["reason"],
    )
    def drop(self, *, reason: str) -> None:
        self.reason = reason

    @step(
        CriticismStatus.HEARD,
        CriticismStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="6.2.1",
        freeze=True,
    )
    def put_forward(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation
        self.reason = ""

    @step(
        CriticismStatus.LEADERSHIP_APPROVAL,
        CriticismStatus.ISSUED,
        _("Issue the notice"),
        clause="6.2.1",
        on=BALLOT,
    )
    def approve(self) -> None:
        self.issued_on = timezone.localdate()
        self.appeal_until = working_day_after(self.issued_on, APPEAL_DAYS)

    @step(
        CriticismStatus.LEADERSHIP_APPROVAL,
        CriticismStatus.HEARD,
        _("Return for revision"),
        clause="6.2.1",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.reason = reason

    @step(
        CriticismStatus.LEADERSHIP_APPROVAL,
        CriticismStatus.HEARD,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        CriticismStatus.ISSUED,
        CriticismStatus.UNDER_REVIEW,
        _("Appeal"),
        clause="ours",
        needs=["reason"],
        when=[only_if.appeal_is_in_time],
    )
    def appeal(self, *, reason: str) -> None:
        self.appeal_reason = reason

    @step(
        CriticismStatus.UNDER_REVIEW,
        CriticismStatus.UPHELD,
        _("Uphold the notice"),
        clause="ours",
        needs=["answer"],
    )
    def uphold(self, *, answer: str) -> None:
        self.appeal_answer = answer

    @step(
        CriticismStatus.UNDER_REVIEW,
        CriticismStatus.WITHDRAWN,
        _("Withdraw the notice"),
        clause="ours",
        needs=["answer"],
    )
    def withdraw(self, *, answer: str) -> None:
        self.appeal_answer = answer
