"""The organization's overall goals and their own ballot (2.1.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, StatusField, step
from plans import conditions as only_if


class OverallGoalsStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")


class OverallGoalSetLifecycle(BallotSubject):
    status = StatusField(
        _("status"), choices=OverallGoalsStatus.choices, default=OverallGoalsStatus.DRAFT
    )

    class Meta:
        abstract = True

    @step(
        OverallGoalsStatus.DRAFT,
        OverallGoalsStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="2.1.1",
        when=[only_if.has_strategy, only_if.has_overall_goals],
        freeze=True,
    )
    def put_forward(self) -> None: ...

    @step(
        OverallGoalsStatus.LEADERSHIP_APPROVAL,
        OverallGoalsStatus.APPROVED,
        _("Approve"),
        clause="2.1.1",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        OverallGoalsStatus.LEADERSHIP_APPROVAL,
        OverallGoalsStatus.DRAFT,
        _("Return for revision"),
        clause="2.1.1",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        OverallGoalsStatus.LEADERSHIP_APPROVAL,
        OverallGoalsStatus.DRAFT,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...
