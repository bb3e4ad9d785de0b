"""The record of a decision: who voted how, on which content, and a seal that makes it checkable."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from improvement.audit.models import Entry
from improvement.door.models import canonical
from improvement.organization.models import Appointment

from .models import Ballot, Minutes, MinutesVote, Seat
from .tally import FOR, Choice


@dataclass(frozen=True, slots=True)
class Counted:
    """The votes as they stood on the day the ballot closed."""

    base: int
    voted: int
    approving: int
    returning: int
    abstaining: int

    @property
    def quorum(self) -> int:
        return -(-self.base * 2 // 3)

    @property
    def needed(self) -> int:
        return self.base // 2 + 1


class Sheet:
    """A closed ballot as it is printed. Nothing of it depends on who holds a seat today."""

    def __init__(self, ballot: Ballot) -> None:
        self.ballot = ballot

    @cached_property
    def seats(self) -> list[Seat]:
        read = ("holder", "vote__voter", "vote__principal", "vote__minutes__entered_by")
        return list(self.ballot.seats.select_related(*read).order_by("number"))

    @cached_property
    def occupied(self) -> set[Any]:
        """The seats somebody held when it closed."""
        day = timezone.localdate(self.ballot.closed_at)
        return set(Appointment.objects.seats().valid_on(day).values_list("seat", flat=True))

    @cached_property
    def counted(self) -> Counted:
        choices = [
            seat.choice
            for seat in self.seats
            if not seat.recused and (seat.choice or seat.key in self.occupied)
        ]
        return Counted(
            base=len(choices),
            voted=sum(choice is not None for choice in choices),
            approving=sum(choice in FOR for choice in choices),
            returning=choices.count(Choice.RETURN),
            abstaining=choices.count(Choice.ABSTAIN),
        )

    @property
    def recused(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.recused]

    @property
    def declared(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.declared]

    @property
    def presided(self) -> Seat | None:
        """Whoever voted in the chair's place, or the chair."""
        return next((seat for seat in self.seats if seat.presided), None)

    @cached_property
    def conditions(self) -> list[Any]:
        return list(
            self.ballot.conditions.select_related("vote__voter", "settled_by", "reported_by")
        )

    @cached_property
    def items(self) -> list[Any]:
        if not self.ballot.size:
            return []
        return list(self.ballot.items.select_related("revision", "pulled_by", "own_ballot"))

    @cached_property
    def entry(self) -> Entry | None:
        """The line of the sealed record by which it was closed."""
        lines = Entry.objects.filter(
            object_type=Ballot._meta.label_lower,
            object_id=self.ballot.pk,
            version=self.ballot.version,
        )
        return lines.order_by("-pk").first()

    @cached_property
    def seal(self) -> str:
        """SHA-256 over what was decided, by whom, on which content; the same in every language."""
        return hashlib.sha256(canonical(self.facts()).encode()).hexdigest()

    def facts(self) -> dict[str, Any]:
        ballot = self.ballot
        facts: dict[str, Any] = {
            "ballot": str(ballot.public_id),
            "content": ballot.digest,
            "outcome": ballot.status,
            "opened": ballot.opened_at.isoformat(),
            "closed": None if ballot.closed_at is None else ballot.closed_at.isoformat(),
            "heard": None if ballot.heard_at is None else ballot.heard_at.isoformat(),
            "seats": [told(seat) for seat in self.seats],
            "conditions": [
                [one.vote.seat_id, one.text, one.due.isoformat() if one.due else ""]
                for one in self.conditions
            ],
            "items": [told_item(item) for item in self.items],
        }
        if self.ballot.meetings:
            facts["minutes"] = self.minutes_told
        return facts | otherwise(ballot)

    @cached_property
    def minutes(self) -> list[Minutes]:
        """What meetings decided on paper, whatever came of it."""
        return minutes_of(self.ballot)

    @property
    def minutes_told(self) -> list[Any]:
        return [
            [
                one.held_on.isoformat(),
                one.file.sha256,
                str(one.entered_by.public_id),
                "" if one.in_force_at is None else one.in_force_at.isoformat(),
                one.stopped_because,
            ]
            for one in self.minutes
        ]

    @property
    def address(self) -> str:
        """Where the printed sheet is checked; the code on it leads there."""
        path = reverse("approvals:verify", args=[self.ballot.public_id, self.seal])
        return f"{settings.SITE_URL}{path}"

    def is_sealed_with(self, seal: str) -> bool:
        return self.ballot.closed_at is not None and hmac.compare_digest(self.seal, seal)


def minutes_of(ballot: Ballot) -> list[Minutes]:
    """With the lines of each sheet; nothing is asked where no meeting was."""
    if not ballot.meetings:
        return []
    lines = MinutesVote.objects.select_related("member", "seat")
    read = ballot.minutes.select_related("file", "entered_by", "stopped_by")
    return list(read.prefetch_related(Prefetch("votes", lines)).order_by("-pk"))


def otherwise(ballot: Ballot) -> dict[str, Any]:
    """By which rules it was voted, and why it closed, where that is not as usual."""
    said: dict[str, Any] = {}
    if not (ballot.votes_hidden and ballot.chair_last):
        said["rules"] = [ballot.votes_hidden, ballot.chair_last]
    if ballot.deserted:
        said["given_up"] = [ballot.approvals_needed, ballot.approvals_possible]
    return said


def told_item(item: Any) -> list[Any]:
    """Which content, whether it was decided with the list, and where nothing came of it, that."""
    said = [item.number, item.revision.digest, item.listed]
    return [*said, "passed over"] if item.passed_over else said


def told(seat: Seat) -> dict[str, Any]:
    """One seat with its vote, by keys: a name may change, who it was does not."""
    vote = getattr(seat, "vote", None)
    said = {
        "number": seat.number,
        "role": seat.role,
        "holder": str(seat.holder.public_id),
        "recused": seat.recused,
        "declared": seat.declared,
    }
    if vote is None:
        return said
    if vote.minutes_id is not None:
        said["on_paper"] = True
    return said | {
        "choice": vote.choice,
        "reason": vote.reason,
        "voter": str(vote.voter.public_id),
        "presided": vote.presided,
        "seen": vote.seen,
        "at": vote.at.isoformat(),
    }


def code(address: str) -> str:
    """A QR code as an inline picture, in attributes alone."""
    import segno

    picture: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=3, border=2, svgclass="qr-code", lineclass=None, light="white"
    )
    return picture
