"""From the nomination to the award, announced to everybody before it is granted (6.1.1)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, PERSON, Stateful, StatusField, step
from improvement.organization.calendar import working_day_after
from incentives import conditions as only_if

ANNOUNCED_DAYS = 5


class AwardStatus(models.TextChoices):
    NOMINATED = "nominated", _("Nominated")
    REVIEWED = "reviewed", _("Reviewed")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    ANNOUNCED = "announced", _("Announced")
    GRANTED = "granted", _("Granted")
    REVOKED = "revoked", _("Revoked")
    DECLINED = "declined", pgettext_lazy("status of an award", "Not supported")


class AwardLifecycle(BallotSubject):
    announced_on: dt.date | None
    objections_until: dt.date | None
    granted_on: dt.date | None

    status = StatusField(_("status"), choices=AwardStatus.choices, default=AwardStatus.NOMINATED)

    class Meta:
        abstract = True

    @step(
        AwardStatus.NOMINATED,
        AwardStatus.REVIEWED,
        _("Support the nomination"),
        clause="6.1.1",
        needs=["recommendation"],
    )
    def support(self, *, recommendation: str) -> None:
        self.recommendation = recommendation

    @step(
        [AwardStatus.NOMINATED, AwardStatus.REVIEWED],
        AwardStatus.DECLINED,
        _("Do not support it"),
        clause="ours",
        needs=["reason"],
    )
    def decline(self, *, reason: str) -> None:
        self.reason = reason

    @step(
        AwardStatus.REVIEWED,
        AwardStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="6.1.1",
        freeze=True,
    )
    def put_forward(self) -> None:
        self.reason = ""

    @step(
        AwardStatus.LEADERSHIP_APPROVAL,
        AwardStatus.ANNOUNCED,
        _("Approve"),
        clause="6.1.1",
        on=BALLOT,
    )
    def approve(self) -> None:
        self.announced_on = timezone.localdate()
        self.objections_until = working_day_after(self.announced_on, ANNOUNCED_DAYS)

    @step(
        AwardStatus.LEADERSHIP_APPROVAL,
        AwardStatus.REVIEWED,
        _("Return for revision"),
        clause="6.1.1",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.reason = reason

    @step(
        AwardStatus.LEADERSHIP_APPROVAL,
        AwardStatus.REVIEWED,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        AwardStatus.ANNOUNCED,
        AwardStatus.GRANTED,
        _("Grant the award"),
        clause="6.1.1",
        on=(CLOCK, PERSON),
        when=[only_if.announcement_is_over, only_if.objections_are_answered],
    )
    def grant(self) -> None:
        self.granted_on = timezone.localdate()

    @step(
        AwardStatus.ANNOUNCED,
        AwardStatus.REVIEWED,
        _("Take the announcement back"),
        clause="ours",
        needs=["reason"],
    )
    def withdraw(self, *, reason: str) -> None:
        self.reason = reason
        self.announced_on = self.objections_until = None

    @step(
        AwardStatus.GRANTED,
        AwardStatus.REVOKED,
        _("Revoke the award"),
        clause="ours",
        needs=["reason"],
    )
    def revoke(self, *, reason: str) -> None:
        self.reason = reason


class ObjectionStatus(models.TextChoices):
    RAISED = "raised", _("Raised")
    DISMISSED = "dismissed", _("Dismissed")
    UPHELD = "upheld", pgettext_lazy("status of an objection", "Upheld")


class ObjectionLifecycle(Stateful):
    status = StatusField(
        _("status"), choices=ObjectionStatus.choices, default=ObjectionStatus.RAISED
    )

    class Meta:
        abstract = True

    @step(
        ObjectionStatus.RAISED,
        ObjectionStatus.DISMISSED,
        _("Dismiss the objection"),
        clause="ours",
        needs=["answer"],
    )
    def dismiss(self, *, answer: str) -> None:
        self.answer = answer

    @step(
        ObjectionStatus.RAISED,
        ObjectionStatus.UPHELD,
        _("Uphold the objection"),
        clause="ours",
        needs=["answer"],
    )
    def uphold(self, *, answer: str) -> None:
        self.answer = answer
