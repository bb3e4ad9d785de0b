"""The machine of a ballot."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import CLOCK, PARENT, Stateful, StatusField, step
from improvement.door.refusals import Gap


class BallotStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a ballot", "Open")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    VOID = "void", _("Void")
    LAPSED = "lapsed", _("Lapsed")
    RECALLED = "recalled", _("Recalled")


S = BallotStatus


def nobody_has_voted(ballot: Any) -> Gap | None:
    """A ballot is recalled before the first vote or not at all."""
    if ballot.votes.exists():
        return Gap(_("Somebody has voted already; the ballot can no longer be recalled."))
    if ballot.minutes_wait:
        return Gap(_("A meeting has decided on it. Withdraw its minutes first."))
    return None


def no_minutes_wait(ballot: Any) -> Gap | None:
    """One sheet at a time; a mistaken one is withdrawn or contested first."""
    if ballot.minutes_wait:
        return Gap(_("Minutes of this ballot are entered already. Withdraw them first."))
    return None


def minutes_wait(ballot: Any) -> Gap | None:
    if not ballot.minutes_wait:
        return Gap(_("There are no minutes of a meeting that wait for a word."))
    return None


def time_to_object_is_left(ballot: Any) -> Gap | None:
    """Two working days; then the clock counts what was entered."""
    if ballot.meetings and ballot.minutes.past_objection(timezone.now()).exists():
        return Gap(_("The time to object is over. The votes count within minutes."))
    return None


def interest_is_declared(ballot: Any) -> Gap | None:
    """Where too many would be recused they declare, and whoever presides confirms it once."""
    if ballot.declares or not any(seat.declared for seat in ballot.known_seats()):
        return Gap(_("Nobody has declared an interest in this ballot."))
    if ballot.heard_at:
        return Gap(_("It is confirmed already that the declarations were heard."))
    return None


def is_a_list(ballot: Any) -> Gap | None:
    if not ballot.size:
        return Gap(_("This ballot is on one matter only; there is no item to pull."))
    return None


def time_is_left(ballot: Any) -> Gap | None:
    """After the deadline the ballot is decided as it stands; no vote comes late."""
    if ballot.deadline < timezone.now():
        return Gap(_("The time to vote is over. The result follows within minutes."))
    return None


class BallotLifecycle(Stateful):
    """Open until every seat of the base has voted, approval is impossible, or time is up."""

    closed_at: Any
    heard_at: Any
    lapsed_unheard: bool
    approvals_needed: int | None
    approvals_possible: int | None
    meetings: int

    status = StatusField(_("status"), choices=S.choices, default=S.OPEN)

    class Meta:
        abstract = True

    @step(S.OPEN, S.OPEN, _("Vote"), clause="2.1", needs=["choice"], when=[time_is_left])
    def vote(self) -> None: ...

    @step(
        S.OPEN,
        S.OPEN,
        _("Pull an item"),
        clause="ours",
        needs=["item"],
        when=[is_a_list, time_is_left],
    )
    def pull(self, *, item: int, reason: str = "") -> None: ...

    @step(
        S.OPEN,
        S.OPEN,
        _("Confirm that the declarations were heard"),
        clause="ours",
        when=[interest_is_declared, time_is_left],
    )
    def confirm_declaration(self) -> None:
        self.heard_at = timezone.now()

    @step(
        S.OPEN,
        S.OPEN,
        _("Record a decision taken on paper"),
        clause="ours",
        needs=["held_on"],
        when=[time_is_left, no_minutes_wait],
    )
    def enter_minutes(self) -> None:
        self.meetings += 1

    @step(
        S.OPEN,
        S.OPEN,
        _("Confirm the minutes"),
        clause="ours",
        when=[minutes_wait, time_to_object_is_left],
    )
    def confirm_minutes(self) -> None: ...

    @step(
        S.OPEN,
        S.OPEN,
        _("Object to the minutes"),
        clause="ours",
        needs=["reason"],
        when=[minutes_wait, time_to_object_is_left],
    )
    def contest_minutes(self) -> None: ...

    @step(
        S.OPEN,
        S.OPEN,
        _("Withdraw the minutes"),
        clause="ours",
        needs=["reason"],
        when=[minutes_wait],
    )
    def withdraw_minutes(self) -> None: ...

    @step(S.OPEN, S.OPEN, _("Votes on paper count"), clause="ours", on=(CLOCK, PARENT))
    def apply_minutes(self) -> None: ...

    @step(S.OPEN, S.APPROVED, _("Approved by the votes"), clause="2.1.1", on=(PARENT, CLOCK))
    def approve(self) -> None:
        self.closed_at = timezone.now()

    @step(S.OPEN, S.RETURNED, _("Returned by the votes"), clause="2.1.1", on=PARENT)
    def return_it(self, *, needed: int | None = None, possible: int | None = None) -> None:
        self.closed_at = timezone.now()
        self.approvals_needed, self.approvals_possible = needed, possible

    @step(S.OPEN, S.LAPSED, _("Lapsed at the deadline"), clause="ours", on=(CLOCK, PARENT))
    def lapse(
        self, *, unheard: bool = False, needed: int | None = None, possible: int | None = None
    ) -> None:
        self.closed_at = timezone.now()
        self.lapsed_unheard = unheard
        self.approvals_needed, self.approvals_possible = needed, possible

    @step(S.OPEN, S.VOID, _("Void: the content has changed"), clause="ours", on=PARENT)
    def void(self) -> None:
        self.closed_at = timezone.now()

    @step(
        S.OPEN,
        S.RECALLED,
        _("Recall the ballot"),
        clause="ours",
        needs=["reason"],
        when=[nobody_has_voted],
    )
    def recall(self) -> None:
        self.closed_at = timezone.now()
