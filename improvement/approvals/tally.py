"""Counting votes: pure functions over seats, so that the rule can be read in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class Choice(StrEnum):
    APPROVE = "approve"
    CONDITIONS = "conditions"
    RETURN = "return"
    ABSTAIN = "abstain"


FOR = {Choice.APPROVE, Choice.CONDITIONS}


@dataclass(frozen=True, slots=True)
class SeatState:
    """One seat as it stands: in the base or not, whether its holder may preside, its vote if cast.

    `presided` says that the vote was cast by whoever presided then, or by the chair.
    """

    number: int
    in_base: bool
    may_preside: bool
    choice: str | None
    presided: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of a ballot.

    base = seats neither recused nor vacant; approved by more than half of the base, with 2/3 of
    the base having voted (abstentions count) and the seat that presides among them. Where members
    have declared an interest, not before it is confirmed that this was `heard`.
    """

    base: int
    voted: int
    approving: int
    returning: int
    abstaining: int
    presiding: int | None
    presiding_voted: bool
    heard: bool = True

    @property
    def needed(self) -> int:
        """Approvals needed: more than half of the base."""
        return self.base // 2 + 1

    @property
    def quorum(self) -> int:
        """Votes needed: two thirds of the base, rounded up."""
        return ceil(self.base * 2 / 3)

    @property
    def outstanding(self) -> int:
        return self.base - self.voted

    @property
    def carried(self) -> bool:
        """Whether the conditions of approval hold."""
        return self.majority and self.heard

    @property
    def majority(self) -> bool:
        """Whether the votes are enough for it."""
        return (
            self.base > 0
            and self.approving >= self.needed
            and self.voted >= self.quorum
            and self.presiding_voted
        )

    @property
    def impossible(self) -> bool:
        """Whether the votes still out can no longer make it."""
        return self.approving + self.outstanding < self.needed


def count(seats: Iterable[SeatState], *, heard: bool = True) -> Tally:
    """Count the seats, given in the order in which their holders preside.

    The first who may preside does, unless somebody has presided: a vote that was cast stands,
    also when the chair is back before the ballot closes.
    """
    base = [seat for seat in seats if seat.in_base]
    votes = [seat.choice for seat in base if seat.choice]
    presiding = next((seat for seat in base if seat.presided), None) or next(
        (seat for seat in base if seat.may_preside), None
    )
    return Tally(
        base=len(base),
        voted=len(votes),
        approving=sum(choice in FOR for choice in votes),
        returning=votes.count(Choice.RETURN),
        abstaining=votes.count(Choice.ABSTAIN),
        presiding=presiding.number if presiding else None,
        presiding_voted=bool(presiding and presiding.choice),
        heard=heard,
    )


def outcome(tally: Tally, *, time_is_up: bool = False) -> str | None:
    """The step that closes the ballot now, or None while it stays open.

    It closes when every seat of the base has voted or approval has become impossible, and lapses
    when no seat is left that could vote; at the
    deadline it is approved if its conditions hold, else lapsed. A majority without the chair or
    who stands in waits for one of them, or for the deadline.
    """
    if not tally.base:
        return "lapse"
    if tally.impossible:
        return "return_it"
    if tally.carried and not tally.outstanding:
        return "approve"
    if time_is_up:
        return "approve" if tally.carried else "lapse"
    return None
