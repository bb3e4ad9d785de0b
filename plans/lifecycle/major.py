"""A major project is decided by a ballot of its own before its plan is issued (2.1.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, PARENT, StatusField, step
from plans import conditions as only_if


class MajorProjectStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class MajorProjectLifecycle(BallotSubject):
    """What was rejected can be put forward anew; what was approved holds for what was read."""

    status = StatusField(
        _("status"), choices=MajorProjectStatus.choices, default=MajorProjectStatus.PROPOSED
    )

    class Meta:
        abstract = True

    @step(
        [MajorProjectStatus.PROPOSED, MajorProjectStatus.REJECTED],
        MajorProjectStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="2.1.1",
        when=[only_if.its_plan_is_endorsed_or_adjusted],
        freeze=True,
    )
    def put_forward(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation
        self.return_reason = ""

    @step(
        MajorProjectStatus.LEADERSHIP_APPROVAL,
        MajorProjectStatus.APPROVED,
        _("Approve"),
        clause="2.1.1",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        MajorProjectStatus.LEADERSHIP_APPROVAL,
        MajorProjectStatus.REJECTED,
        _("Reject"),
        clause="2.1.1",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        MajorProjectStatus.LEADERSHIP_APPROVAL,
        MajorProjectStatus.PROPOSED,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        MajorProjectStatus.APPROVED,
        MajorProjectStatus.PROPOSED,
        _("Decide anew"),
        clause="ours",
        on=PARENT,
    )
    def outdate(self) -> None: ...
