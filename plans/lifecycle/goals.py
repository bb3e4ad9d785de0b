"""The goals of a plan and what becomes of each (3.2, 5.4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, PARENT, Stateful, StatusField, step
from plans import conditions as only_if


class GoalSetStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFICE_REVIEW = "office_review", _("Office review")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    FIXED = "fixed", _("Fixed")


class GoalSetLifecycle(BallotSubject):
    """Goals are approved before the plan exists (3.2.3)."""

    status = StatusField(_("status"), choices=GoalSetStatus.choices, default=GoalSetStatus.DRAFT)

    class Meta:
        abstract = True

    @step(
        GoalSetStatus.DRAFT,
        GoalSetStatus.OFFICE_REVIEW,
        _("Submit the goals"),
        clause="3.2.3",
        when=[
            only_if.goals_have_their_own_gate,
            only_if.plan_is_drafted,
            only_if.round_takes_drafts,
            only_if.goals_are_complete,
        ],
        freeze=True,
    )
    def submit(self) -> None:
        self.return_reason = ""

    @step(GoalSetStatus.OFFICE_REVIEW, GoalSetStatus.DRAFT, _("Recall the goals"), clause="ours")
    def recall(self) -> None: ...

    @step(
        GoalSetStatus.OFFICE_REVIEW,
        GoalSetStatus.DRAFT,
        _("Return the goals for revision"),
        clause="3.2.3",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        GoalSetStatus.OFFICE_REVIEW,
        GoalSetStatus.LEADERSHIP_APPROVAL,
        _("Put the goals forward"),
        clause="3.2.3",
    )
    def put_forward(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation

    @step(
        GoalSetStatus.LEADERSHIP_APPROVAL,
        GoalSetStatus.FIXED,
        _("Approve the goals"),
        clause="3.2.3",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        GoalSetStatus.LEADERSHIP_APPROVAL,
        GoalSetStatus.DRAFT,
        _("Return the goals for revision"),
        clause="3.2.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        GoalSetStatus.LEADERSHIP_APPROVAL,
        GoalSetStatus.OFFICE_REVIEW,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        GoalSetStatus.DRAFT,
        GoalSetStatus.FIXED,
        _("Fix the goals with the plan"),
        clause="3.4.3",
        on=PARENT,
    )
    def fix_with_plan(self) -> None: ...

    @step(
        GoalSetStatus.FIXED, GoalSetStatus.DRAFT, _("Reopen the goals"), clause="3.4.3", on=PARENT
    )
    def reopen(self, *, reason: str = "") -> None:
        self.return_reason = reason


class GoalStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FIXED = "fixed", _("Fixed")
    ACHIEVED = "achieved", _("Achieved")
    PARTLY = "partly", _("Partly achieved")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


VERDICTS = (GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.MISSED)


class GoalLifecycle(Stateful):
    status = StatusField(_("status"), choices=GoalStatus.choices, default=GoalStatus.DRAFT)

    class Meta:
        abstract = True

    @step(GoalStatus.DRAFT, GoalStatus.FIXED, _("Fix"), clause="3.2.3", on=PARENT)
    def fix(self) -> None: ...

    @step(GoalStatus.FIXED, GoalStatus.DRAFT, _("Reopen"), clause="3.4.3", on=PARENT)
    def reopen(self) -> None: ...

    @step(GoalStatus.FIXED, GoalStatus.ACHIEVED, _("Achieved"), clause="5.4", on=PARENT)
    def achieve(self) -> None: ...

    @step(GoalStatus.FIXED, GoalStatus.PARTLY, _("Partly achieved"), clause="5.4", on=PARENT)
    def achieve_partly(self) -> None: ...

    @step(GoalStatus.FIXED, GoalStatus.MISSED, _("Missed"), clause="5.4", on=PARENT)
    def miss(self) -> None: ...

    @step(GoalStatus.FIXED, GoalStatus.CANCELLED, _("Cancel"), clause="4.4.3", on=PARENT)
    def cancel(self) -> None: ...

    @step(VERDICTS, GoalStatus.FIXED, _("Reconsider"), clause="ours", on=PARENT)
    def reconsider(self) -> None: ...
