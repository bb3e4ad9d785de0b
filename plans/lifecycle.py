"""Every state and arrow of chapter 3, in the regulation's order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, PARENT, PERSON, Stateful, StatusField, step

from . import conditions as only_if


class RoundStatus(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    DRAFTING = "drafting", pgettext_lazy("status", "Drafting")
    CONSOLIDATING = "consolidating", _("Consolidating")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    EXECUTING = "executing", pgettext_lazy("status", "Executing")
    EVALUATING = "evaluating", pgettext_lazy("status", "Evaluating")
    CLOSED = "closed", pgettext_lazy("status", "Closed")


class RoundLifecycle(Stateful):
    status = StatusField(_("status"), choices=RoundStatus.choices, default=RoundStatus.PREPARING)

    class Meta:
        abstract = True

    @step(
        RoundStatus.PREPARING,
        RoundStatus.DRAFTING,
        _("Open drafting"),
        clause="2.2.2",
        when=[only_if.dates_in_order, only_if.overall_goals_approved],
        freeze=True,
    )
    def open_drafting(self) -> None: ...

    @step(RoundStatus.DRAFTING, RoundStatus.CONSOLIDATING, _("Close drafting"), clause="3.4.2")
    def close_drafting(self) -> None: ...

    @step(
        RoundStatus.CONSOLIDATING,
        RoundStatus.DRAFTING,
        _("Reopen drafting"),
        clause="ours",
        needs=["reason"],
    )
    def reopen_drafting(self) -> None: ...

    @step(
        RoundStatus.CONSOLIDATING,
        RoundStatus.LEADERSHIP_APPROVAL,
        _("Submit the organization plan"),
        clause="3.4.3",
        on=PARENT,
    )
    def submit_organization_plan(self) -> None: ...

    @step(
        RoundStatus.LEADERSHIP_APPROVAL,
        RoundStatus.CONSOLIDATING,
        _("Reopen consolidation"),
        clause="3.4.3",
        on=PARENT,
    )
    def reopen_consolidation(self) -> None: ...

    @step(
        RoundStatus.LEADERSHIP_APPROVAL,
        RoundStatus.EXECUTING,
        _("Begin execution"),
        clause="3.4.3",
        on=PARENT,
    )
    def begin_execution(self) -> None: ...

    @step(
        RoundStatus.EXECUTING,
        RoundStatus.EVALUATING,
        _("Begin the year-end evaluation"),
        clause="5.3",
        on=(CLOCK, PERSON),
    )
    def begin_evaluation(self) -> None: ...

    @step(
        RoundStatus.EVALUATING,
        RoundStatus.CLOSED,
        _("Close the round"),
        clause="ours",
        when=[only_if.every_plan_is_closed],
    )
    def close(self) -> None: ...


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


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Completed")
    VERIFIED = "verified", pgettext_lazy("status of a measure", "Verified")
    CANCELLED = "cancelled", _("Cancelled")


class MeasureLifecycle(Stateful):
    """Suspending and cancelling an issued measure is an adjustment (4.4.3)."""

    started_on: dt.date | None
    completed_on: dt.date | None

    status = StatusField(_("status"), choices=MeasureStatus.choices, default=MeasureStatus.PLANNED)

    class Meta:
        abstract = True

    @step(
        MeasureStatus.PLANNED,
        MeasureStatus.IN_PROGRESS,
        _("Start the measure"),
        clause="4.1.1",
        when=[only_if.plan_is_executed],
    )
    def start(self) -> None:
        self.started_on = timezone.localdate()

    @step(
        MeasureStatus.IN_PROGRESS,
        MeasureStatus.COMPLETED,
        _("Complete the measure"),
        clause="4.1.1",
        needs=["result"],
        when=[only_if.plan_is_executed],
    )
    def complete(self, *, result: str) -> None:
        self.completed_on = timezone.localdate()
        self.result = result

    @step(
        MeasureStatus.COMPLETED,
        MeasureStatus.IN_PROGRESS,
        _("Take up the measure again"),
        clause="ours",
        needs=["reason"],
        when=[only_if.plan_is_executed],
    )
    def reopen(self, *, reason: str = "") -> None:
        self.completed_on = None

    @step(
        MeasureStatus.COMPLETED,
        MeasureStatus.VERIFIED,
        _("Verify the measure"),
        clause="4.3.2",
    )
    def verify(self) -> None: ...

    @step(
        [MeasureStatus.PLANNED, MeasureStatus.IN_PROGRESS],
        MeasureStatus.SUSPENDED,
        _("Suspend"),
        clause="4.4.3",
        on=PARENT,
    )
    def suspend(self) -> None: ...

    @step(
        MeasureStatus.SUSPENDED,
        MeasureStatus.IN_PROGRESS,
        _("Resume"),
        clause="4.4.3",
        on=PARENT,
    )
    def resume(self) -> None: ...

    @step(
        [MeasureStatus.PLANNED, MeasureStatus.IN_PROGRESS, MeasureStatus.SUSPENDED],
        MeasureStatus.CANCELLED,
        _("Cancel"),
        clause="4.4.3",
        on=PARENT,
    )
    def cancel(self) -> None: ...


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OFFICE_REVIEW = "office_review", _("Office review")
    ENDORSED = "endorsed", _("Endorsed")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")
    EXECUTION = "execution", _("Execution")
    ADJUSTMENT = "adjustment", _("Adjustment")
    EVALUATION = "evaluation", _("Evaluation")
    CLOSED = "closed", pgettext_lazy("status", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


IN_FORCE = (PlanStatus.EXECUTION, PlanStatus.ADJUSTMENT)
"""A plan that is executed, reported on and evaluated (4.1, 4.3); while an adjustment is under way
the version in force goes on (4.4.3)."""

ISSUED = (*IN_FORCE, PlanStatus.EVALUATION, PlanStatus.CLOSED)
"""From issue everybody sees a plan."""


class PlanLifecycle(BallotSubject):
    times_returned: int
    submitted_at: dt.datetime | None
    goals_with_plan: bool

    status = StatusField(_("status"), choices=PlanStatus.choices, default=PlanStatus.DRAFT)

    class Meta:
        abstract = True

    @step(
        PlanStatus.DRAFT,
        PlanStatus.OFFICE_REVIEW,
        _("Submit to the office"),
        clause="3.4.2",
        when=[only_if.round_takes_drafts, only_if.plan_is_complete],
        freeze=True,
    )
    def submit(self) -> None:
        self.submitted_at = timezone.now()
        self.goals_with_plan = only_if.goals_go_with_plan(self)
        self.return_reason = ""

    @step(
        PlanStatus.OFFICE_REVIEW,
        PlanStatus.DRAFT,
        _("Recall the plan"),
        clause="ours",
        when=[only_if.review_has_not_begun],
    )
    def recall(self) -> None:
        self.submitted_at = None

    @step(
        PlanStatus.OFFICE_REVIEW,
        PlanStatus.DRAFT,
        _("Return for revision"),
        clause="2.2.2",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason
        self.times_returned += 1

    @step(
        PlanStatus.OFFICE_REVIEW,
        PlanStatus.ENDORSED,
        _("Endorse"),
        clause="2.2.2",
        when=[only_if.comments_are_settled],
    )
    def endorse(self, *, recommendation: str = "") -> None:
        self.recommendation = recommendation

    @step(
        PlanStatus.ENDORSED,
        PlanStatus.DRAFT,
        _("Return from consolidation"),
        clause="2.2.2",
        needs=["reason"],
    )
    def return_from_consolidation(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        PlanStatus.ENDORSED,
        PlanStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="3.4.3",
        on=(PERSON, PARENT),
    )
    def put_forward(self) -> None: ...

    @step(
        PlanStatus.LEADERSHIP_APPROVAL, PlanStatus.APPROVED, _("Approve"), clause="3.4.3", on=BALLOT
    )
    def approve(self) -> None: ...

    @step(
        PlanStatus.LEADERSHIP_APPROVAL,
        PlanStatus.DRAFT,
        _("Return for revision"),
        clause="3.4.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        PlanStatus.LEADERSHIP_APPROVAL, PlanStatus.ENDORSED, _("Put back"), clause="ours", on=BALLOT
    )
    def put_back(self) -> None: ...

    @step(PlanStatus.APPROVED, PlanStatus.EXECUTION, _("Issue"), clause="3.4.3", on=PARENT)
    def issue(self) -> None: ...

    @step(
        IN_FORCE,
        PlanStatus.ADJUSTMENT,
        _("Propose an adjustment"),
        clause="4.4.3",
        when=[only_if.changes_are_taken],
    )
    def open_adjustment(self) -> None: ...

    @step(
        PlanStatus.ADJUSTMENT,
        PlanStatus.EXECUTION,
        _("Close the adjustment"),
        clause="4.4.3",
        on=PARENT,
    )
    def close_adjustment(self) -> None: ...

    @step(
        IN_FORCE,
        PlanStatus.EVALUATION,
        _("Begin the year-end evaluation"),
        clause="5.3",
        on=(CLOCK, PERSON),
    )
    def begin_evaluation(self) -> None: ...

    @step(
        PlanStatus.EVALUATION,
        PlanStatus.CLOSED,
        _("Conclude the plan"),
        clause="5.4",
        when=[only_if.every_goal_has_a_verdict],
        freeze=True,
    )
    def conclude(self) -> None: ...

    @step(
        PlanStatus.CLOSED,
        PlanStatus.EVALUATION,
        _("Reopen the evaluation"),
        clause="ours",
        needs=["reason"],
    )
    def reopen(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        PlanStatus.ADJUSTMENT,
        PlanStatus.CLOSED,
        _("Terminate the plan"),
        clause="ours",
        on=PARENT,
        freeze=True,
    )
    def terminate(self) -> None: ...

    @step(
        [PlanStatus.DRAFT, PlanStatus.OFFICE_REVIEW, PlanStatus.ENDORSED],
        PlanStatus.WITHDRAWN,
        _("Withdraw the plan"),
        clause="ours",
        needs=["reason"],
    )
    def withdraw(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(PlanStatus.WITHDRAWN, PlanStatus.DRAFT, _("Resume the plan"), clause="1.2")
    def resume(self) -> None:
        self.return_reason = ""


DESK = {
    PlanStatus.DRAFT: _("the department"),
    PlanStatus.OFFICE_REVIEW: _("the improvement office"),
    PlanStatus.ENDORSED: _("the improvement office"),
    PlanStatus.LEADERSHIP_APPROVAL: _("the leadership group"),
    PlanStatus.APPROVED: _("the improvement office"),
    PlanStatus.EXECUTION: _("the department"),
    PlanStatus.ADJUSTMENT: _("the department"),
    PlanStatus.EVALUATION: _("the improvement office"),
    PlanStatus.CLOSED: _("nobody: it is closed"),
    PlanStatus.WITHDRAWN: _("the department"),
}
"""Whose turn it is in each status."""


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
    )
    def put_forward(self, *, recommendation: str = "") -> None:
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
        AdjustmentStatus.OFFICE_REVIEW,
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
        [AdjustmentStatus.DRAFT, AdjustmentStatus.OFFICE_REVIEW],
        AdjustmentStatus.LAPSED,
        _("Lapse"),
        clause="5.3",
        on=PARENT,
    )
    def lapse(self) -> None: ...


class ReviewStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a review", "Open")
    FINISHED = "finished", _("Finished")


class ReviewLifecycle(Stateful):
    status = StatusField(_("status"), choices=ReviewStatus.choices, default=ReviewStatus.OPEN)

    class Meta:
        abstract = True

    @step(
        ReviewStatus.OPEN,
        ReviewStatus.FINISHED,
        _("Finish the review"),
        clause="2.2.2",
        on=(PERSON, PARENT),
        needs=["verdict"],
    )
    def finish(self, *, verdict: str, summary: str = "") -> None:
        self.verdict = verdict
        self.summary = summary


class CommentStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a comment", "Open")
    RESOLVED = "resolved", _("Resolved")
    WAIVED = "waived", _("Waived")


class CommentLifecycle(Stateful):
    status = StatusField(_("status"), choices=CommentStatus.choices, default=CommentStatus.OPEN)

    class Meta:
        abstract = True

    @step(CommentStatus.OPEN, CommentStatus.RESOLVED, _("Resolve"), clause="2.2.2")
    def resolve(self) -> None: ...

    @step(CommentStatus.OPEN, CommentStatus.WAIVED, _("Waive"), clause="2.2.2", needs=["reason"])
    def waive(self, *, reason: str) -> None:
        self.waived_because = reason

    @step(
        [CommentStatus.RESOLVED, CommentStatus.WAIVED],
        CommentStatus.OPEN,
        _("Reopen"),
        clause="ours",
    )
    def reopen(self) -> None: ...


class OrganizationPlanStatus(models.TextChoices):
    COMPILING = "compiling", _("Compiling")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")


class OrganizationPlanLifecycle(BallotSubject):
    status = StatusField(
        _("status"),
        choices=OrganizationPlanStatus.choices,
        default=OrganizationPlanStatus.COMPILING,
    )
    signed_off_by: Any
    signed_off_at: Any

    class Meta:
        abstract = True

    @step(
        OrganizationPlanStatus.COMPILING,
        OrganizationPlanStatus.COMPILING,
        _("Compile"),
        clause="3.4.2",
    )
    def compile(self) -> None: ...

    @step(
        OrganizationPlanStatus.COMPILING,
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="3.4.3",
        when=[only_if.includes_plans, only_if.included_plans_stand],
        freeze=True,
    )
    def put_forward(self) -> None: ...

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.APPROVED,
        _("Approve"),
        clause="3.4.3",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.COMPILING,
        _("Return for revision"),
        clause="3.4.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.COMPILING,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        OrganizationPlanStatus.APPROVED,
        OrganizationPlanStatus.APPROVED,
        _("Sign off"),
        clause="3.4.3",
        when=[only_if.not_signed_off_yet],
        freeze=True,
    )
    def sign_off(self, *, by: Any) -> None:
        self.signed_off_by = by
        self.signed_off_at = timezone.now()

    @step(
        OrganizationPlanStatus.APPROVED,
        OrganizationPlanStatus.ISSUED,
        _("Issue"),
        clause="3.4.3",
        needs=["number", "issued_on"],
        when=[
            only_if.signed_off,
            only_if.included_plans_approved,
            only_if.major_projects_approved,
        ],
        freeze=True,
    )
    def issue(self, *, number: str, issued_on: Any, number_from_elsewhere: bool = False) -> None:
        self.number = number
        self.number_from_elsewhere = number_from_elsewhere
        self.issued_on = issued_on
