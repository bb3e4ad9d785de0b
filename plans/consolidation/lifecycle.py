"""States and arrows of consolidation: an issue between plans, and what a department is asked."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, CLOCK, PARENT, Stateful, StatusField, step
from improvement.door.refusals import Gap
from plans.lifecycle import PlanStatus


class IssueStatus(models.TextChoices):
    FOUND = "found", pgettext_lazy("status of an issue", "Found")
    PROPOSED = "proposed", pgettext_lazy("status of an issue", "Proposed")
    SETTLED = "settled", pgettext_lazy("status of an issue", "Settled")
    WAIVED = "waived", pgettext_lazy("status of an issue", "Waived")
    ESCALATED = "escalated", pgettext_lazy("status of an issue", "Escalated")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    DECIDED = "decided", pgettext_lazy("status of an issue", "Decided")


OPEN = (
    IssueStatus.FOUND,
    IssueStatus.PROPOSED,
    IssueStatus.ESCALATED,
    IssueStatus.LEADERSHIP_APPROVAL,
)
"""Somebody still has something to do."""


VANISHING = (IssueStatus.FOUND, IssueStatus.PROPOSED, IssueStatus.ESCALATED)
"""What is settled by itself when it is not found any more; what is voted on is decided first."""


class Forum(models.TextChoices):
    """Where an issue is put that the office does not settle itself."""

    MEETING = "meeting", _("A meeting")
    LEADERSHIP = "leadership", _("The leadership group")


class ConsolidationIssueLifecycle(BallotSubject):
    choice: str
    word: str
    question: str
    answer: str
    forum: str
    digest: str
    facts: dict[str, Any]
    severity: int

    status = StatusField(_("status"), choices=IssueStatus.choices, default=IssueStatus.FOUND)

    class Meta:
        abstract = True

    @step(
        IssueStatus.FOUND,
        IssueStatus.PROPOSED,
        _("Propose to the departments"),
        clause="2.2.2",
        needs=["choice"],
    )
    def propose(self, *, choice: str) -> None:
        self.choice, self.word = choice, ""

    @step(
        IssueStatus.PROPOSED,
        IssueStatus.FOUND,
        _("Take the proposal back"),
        clause="ours",
        needs=["reason"],
    )
    def take_back(self, *, reason: str) -> None:
        self.choice, self.word = "", reason

    @step(IssueStatus.PROPOSED, IssueStatus.SETTLED, _("Settle"), clause="2.2.2", on=PARENT)
    def settle(self) -> None: ...

    @step(IssueStatus.PROPOSED, IssueStatus.FOUND, _("Fall back"), clause="ours", on=PARENT)
    def fall_back(self, *, reason: str = "") -> None:
        self.choice, self.word = "", reason

    @step(
        [IssueStatus.FOUND, IssueStatus.PROPOSED],
        IssueStatus.WAIVED,
        _("Waive"),
        clause="2.2.2",
        needs=["reason"],
    )
    def waive(self, *, reason: str) -> None:
        self.choice, self.word = "", reason

    @step(
        [IssueStatus.FOUND, IssueStatus.PROPOSED],
        IssueStatus.ESCALATED,
        _("Put to a meeting"),
        clause="2.2.2",
        needs=["question"],
    )
    def put_to_meeting(self, *, question: str) -> None:
        self.choice, self.question, self.forum = "", question, Forum.MEETING

    @step(
        [IssueStatus.FOUND, IssueStatus.PROPOSED],
        IssueStatus.LEADERSHIP_APPROVAL,
        _("Put to the leadership group"),
        clause="2.2.2",
        needs=["question"],
        freeze=True,
    )
    def put_forward(self, *, question: str, choice: str = "") -> None:
        """The question, and the way out that the office recommends; there may be none to choose."""
        self.question, self.choice, self.forum = question, choice, Forum.LEADERSHIP
        self.return_reason = ""

    @step(
        IssueStatus.LEADERSHIP_APPROVAL,
        IssueStatus.DECIDED,
        _("Approve"),
        clause="2.2.2",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        IssueStatus.LEADERSHIP_APPROVAL,
        IssueStatus.FOUND,
        _("Return for revision"),
        clause="2.2.2",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY
        self.choice = self.forum = ""

    @step(
        IssueStatus.LEADERSHIP_APPROVAL,
        IssueStatus.FOUND,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None:
        self.choice = self.forum = ""

    @step(
        IssueStatus.ESCALATED,
        IssueStatus.DECIDED,
        _("Write down the decision"),
        clause="2.2.2",
        needs=["answer"],
    )
    def decide(self, *, answer: str) -> None:
        """What a meeting decided; the leadership group decides by a ballot."""
        self.answer = answer

    @step(
        IssueStatus.FOUND,
        IssueStatus.FOUND,
        _("Renew"),
        clause="ours",
        on=(CLOCK, PARENT),
    )
    def renew(self, *, digest: str, facts: dict[str, Any], severity: int) -> None:
        self.digest, self.facts, self.severity = digest, facts, severity

    @step(
        VANISHING,
        IssueStatus.SETTLED,
        _("No longer found"),
        clause="ours",
        on=(CLOCK, PARENT),
    )
    def vanish(self) -> None:
        self.choice = ""

    @step(
        [IssueStatus.WAIVED, IssueStatus.SETTLED, IssueStatus.DECIDED],
        IssueStatus.FOUND,
        _("Found again"),
        clause="ours",
        on=(CLOCK, PARENT),
    )
    def find_again(self, *, digest: str, facts: dict[str, Any], severity: int) -> None:
        self.digest, self.facts, self.severity = digest, facts, severity
        self.choice = self.forum = self.question = self.answer = ""


class ChangeStatus(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("status of a proposed change", "Awaiting consent")
    ACCEPTED = "accepted", pgettext_lazy("status of a proposed change", "Accepted")
    REFUSED = "refused", pgettext_lazy("status of a proposed change", "Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def plan_is_a_draft(change: Stateful) -> Gap | None:
    """What was handed in is not edited; the office returns the one plan first (2.2.2)."""
    plan = change.plan  # type: ignore[attr-defined]
    if plan.status == PlanStatus.DRAFT:
        return None
    return Gap(
        _("The plan is not a draft. The office returns it first; then this can be accepted."),
        plan.get_absolute_url(),
    )


def is_a_question(change: Stateful) -> Gap | None:
    """What the leadership group has decided is carried out, not refused (2.2.2)."""
    if not change.decided:  # type: ignore[attr-defined]
        return None
    return Gap(_("The leadership group has decided this. It can be accepted, not refused."))


class ProposedChangeLifecycle(Stateful):
    """Nobody's plan is written by somebody else: the head agrees, or says why not."""

    word: str
    decided: bool

    status = StatusField(_("status"), choices=ChangeStatus.choices, default=ChangeStatus.OFFERED)

    class Meta:
        abstract = True

    @step(
        ChangeStatus.OFFERED,
        ChangeStatus.ACCEPTED,
        _("Accept the change"),
        clause="2.2.2",
        when=[plan_is_a_draft],
    )
    def accept(self) -> None: ...

    @step(
        ChangeStatus.OFFERED,
        ChangeStatus.REFUSED,
        _("Refuse the change"),
        clause="ours",
        needs=["reason"],
        when=[is_a_question],
    )
    def refuse(self, *, reason: str) -> None:
        self.word = reason

    @step(
        ChangeStatus.OFFERED,
        ChangeStatus.ACCEPTED,
        _("Carry out the decision"),
        clause="2.2.2",
        on=PARENT,
    )
    def carry_out(self) -> None: ...

    @step(
        ChangeStatus.OFFERED,
        ChangeStatus.WITHDRAWN,
        _("Withdraw the offer"),
        clause="ours",
        on=PARENT,
    )
    def withdraw(self) -> None: ...
