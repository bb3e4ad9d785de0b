"""A change of an issued plan, approved anew (4.4.3)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import BallotSubject
from improvement.door.lifecycle import BALLOT, PARENT, StatusField, step
from plans import conditions as only_if


class AdjustmentStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFICE_REVIEW = "office_review", _("Office review")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPLIED = "applied", pgettext_lazy("status of an adjustment", "Applied")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


UNDECIDED = (
    AdjustmentStatus.DRAFT,
    AdjustmentStatus.OFFICE_REVIEW,
    AdjustmentStatus.LEADERSHIP_APPROVAL,
)


ADJUSTMENT_DESK = {
    AdjustmentStatus.DRAFT: _("the department"),
    AdjustmentStatus.OFFICE_REVIEW: _("the improvement office"),
    AdjustmentStatus.LEADERSHIP_APPROVAL: _("the leadership group"),
}
"""Whose turn it is while an adjustment is undecided."""


class AdjustmentLifecycle(BallotSubject):
    """Nothing of it is carried out before the leadership group has approved it (4.4.3)."""

    submitted_at: dt.datetime | None
    applied_at: dt.datetime | None
    overtaken_by_id: int | None

    status = StatusField(
        _("status"), choices=AdjustmentStatus.choices, default=AdjustmentStatus.DRAFT
    )

    class Meta:
        abstract = True

    @step(
        AdjustmentStatus.DRAFT,
        AdjustmentStatus.OFFICE_REVIEW,
        _("Submit the adjustment"),
        clause="4.4.3",
        when=[
            only_if.plan_takes_changes,
            only_if.adjustment_is_reasoned,
            only_if.something_changes,
            only_if.fields_still_hold,
        ],
        freeze=True,
    )
    def submit(self) -> None:
        self.submitted_at = timezone.now()
        self.return_reason = ""
        self.overtaken_by_id = None

    @step(
        AdjustmentStatus.OFFICE_REVIEW,
        AdjustmentStatus.DRAFT,
        _("Return for revision"),
        clause="4.4.3",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        AdjustmentStatus.OFFICE_REVIEW,
        AdjustmentStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="4.4.3",
        when=[only_if.its_major_projects_are_approved],
    )
    def put_forward(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation

    @step(
        AdjustmentStatus.OFFICE_REVIEW,
        AdjustmentStatus.LEADERSHIP_APPROVAL,
        _("Put forward on a consent list"),
        clause="4.4.3",
        on=PARENT,
    )
    def put_on_list(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation

    @step(
        AdjustmentStatus.OFFICE_REVIEW,
        AdjustmentStatus.REJECTED,
        _("Reject the adjustment"),
        clause="ours",
        needs=["reason"],
    )
    def reject(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        AdjustmentStatus.LEADERSHIP_APPROVAL,
        AdjustmentStatus.APPLIED,
        _("Approve"),
        clause="4.4.3",
        on=BALLOT,
    )
    def approve(self) -> None:
        self.applied_at = timezone.now()

    @step(
        AdjustmentStatus.LEADERSHIP_APPROVAL,
        AdjustmentStatus.DRAFT,
        _("Return for revision"),
        clause="4.4.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason

    @step(
        AdjustmentStatus.LEADERSHIP_APPROVAL,
        AdjustmentStatus.OFFICE_REVIEW,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        [AdjustmentStatus.OFFICE_REVIEW, AdjustmentStatus.LEADERSHIP_APPROVAL],
        AdjustmentStatus.DRAFT,
        _("Overtaken by another change"),
        clause="4.4.3",
        on=PARENT,
    )
    def outdate(self, *, overtaken_by: int | None = None) -> None:
        self.overtaken_by_id = overtaken_by

    @step(
        [AdjustmentStatus.DRAFT, AdjustmentStatus.OFFICE_REVIEW],
        AdjustmentStatus.WITHDRAWN,
        _("Withdraw the adjustment"),
        clause="ours",
        needs=["reason"],
    )
    def withdraw(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        UNDECIDED,
        AdjustmentStatus.LAPSED,
        _("Lapse"),
        clause="5.3",
        on=PARENT,
    )
    def lapse(self) -> None: ...
