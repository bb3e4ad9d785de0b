"""Every state and arrow of chapter 6, in the regulation's order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, PERSON, Stateful, StatusField, step
from improvement.organization.calendar import working_day_after

from . import conditions as only_if

FORWARD = frozenset(
    {"support", "put_forward", "grant", "dismiss", "reply", "hand_in", "begin", "inspect"}
    | {"write_off", "extend"}
)
"""Steps that bring a row on; on its page they are the filled button, the others are not."""

ANNOUNCED_DAYS = 5
REPLY_DAYS = 5
APPEAL_DAYS = 10


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
