"""A department's plan from draft to closed (3.4, 4.4, 5.3)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, PARENT, PERSON, StatusField, step
from plans import conditions as only_if


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
