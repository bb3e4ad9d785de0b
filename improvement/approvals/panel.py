"""What the decision page shows of a ballot: its seats, whose turn it is, what may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from improvement.door.models import Revision
from improvement.organization.models import Role

from .models import Ballot, Condition, Seat
from .rules import seats_for
from .tally import Choice, Tally


@dataclass(frozen=True, slots=True)
class Panel:
    """The seats as one reader may see them."""

    ballot: Ballot
    seats: list[Any]
    tally: Tally
    mine: list[Any]
    free: list[Any]
    waits_for: list[Any]

    @property
    def hidden(self) -> bool:
        """Others' votes stay hidden until one's own is cast; from outsiders until it closes."""
        return (
            self.ballot.votes_hidden
            and self.ballot.closed_at is None
            and (bool(self.free) or not self.mine)
        )

    @property
    def can_vote(self) -> bool:
        return bool(self.free) and not self.waits_for and timezone.now() < self.ballot.deadline

    @property
    def decides(self) -> bool:
        """Whether the vote of this reader closes the ballot in any case."""
        return self.can_vote and self.tally.outstanding == 1

    @property
    def presiding(self) -> Any:
        return next((s for s in self.seats if s.number == self.tally.presiding), None)

    @property
    def stands_in(self) -> bool:
        """Whether somebody else presides in the place of the chair."""
        return self.presiding is not None and self.presiding.role != Role.CHAIR

    @property
    def declared(self) -> list[Any]:
        """The holders who voted although they have an interest, for too few would be left."""
        return [seat.holder for seat in self.seats if seat.declared]

    @property
    def confirming(self) -> Any:
        """Whose word is awaited that the declarations were heard; None once it is given."""
        awaited = self.ballot.closed_at is None and not self.tally.heard
        return self.ballot.confirming(self.seats) if awaited else None

    @property
    def recused(self) -> list[Any]:
        return [seat for seat in self.seats if seat.recused]

    @property
    def base(self) -> list[Any]:
        return [seat for seat in self.seats if not seat.recused]

    @property
    def bar(self) -> dict[str, int]:
        """The lengths of the bar; hidden votes are one grey length."""
        if self.hidden:
            return {"approve": 0, "conditions": 0, "returned": 0, "abstained": self.tally.voted}
        choices = [seat.choice for seat in self.base]
        return {
            "approve": choices.count(Choice.APPROVE),
            "conditions": choices.count(Choice.CONDITIONS),
            "returned": self.tally.returning,
            "abstained": self.tally.abstaining,
        }


def panel_of(ballot: Ballot, reader: Any) -> Panel:
    """Read the seats once, with who holds them today and for which of them the reader votes."""
    seats: list[Any] = ballot.seat_list()
    for seat in seats:
        seat.own = seat.key in reader.standing.seats
    mine = [s for s in seats if s.key in seats_for(reader) and not s.recused]
    is_open = ballot.closed_at is None
    free = [s for s in mine if s.choice is None and is_open]
    waits_for = {s.key: [w.holder for w in ballot.awaited_before(s, seats)] for s in free}
    free.sort(key=lambda s: (bool(waits_for[s.key]), not s.own, s.number))
    return Panel(
        ballot=ballot,
        seats=seats,
        tally=ballot.tally(seats),
        mine=mine,
        free=free,
        waits_for=waits_for[free[0].key] if free else [],
    )


def waiting_for(reader: Any) -> QuerySet[Ballot]:
    """Open ballots on which a seat of the reader, or one entrusted to them, has not voted."""
    return Ballot.objects.all().without_vote_of(seats_for(reader))


def with_counts(ballots: QuerySet[Ballot]) -> QuerySet[Ballot]:
    """Each ballot with the votes cast and the seats that may vote, in the same query."""
    seats = Seat.objects.filter(ballot=OuterRef("pk"), recused=False).order_by().values("ballot")
    return ballots.select_related("department", "opened_by", "pulled_item").annotate(
        cast=Coalesce(Subquery(seats.annotate(n=Count("vote")).values("n")), 0),
        seats_voting=Coalesce(Subquery(seats.annotate(n=Count("pk")).values("n")), 0),
    )


def revisions_of(ballot: Ballot) -> tuple[Revision, Revision | None]:
    """The content that is voted on, and the one before it."""
    kind = ContentType.objects.get_for_id(ballot.content_type_id)
    found = Revision.objects.filter(
        object_type=f"{kind.app_label}.{kind.model}",
        object_id=ballot.object_id,
        pk__lte=ballot.revision_id,
    ).order_by("-number")[:2]
    rows = list(found)
    return rows[0], rows[1] if len(rows) > 1 else None


def subject_of(ballot: Ballot) -> Any:
    """What is decided on, with what the brief says of it besides the frozen content."""
    kind: Any = ContentType.objects.get_for_id(ballot.content_type_id).model_class()
    ballot.subject = kind.for_brief(ballot.object_id)
    return ballot.subject


def items_of(ballot: Ballot) -> list[Any]:
    """The items of a list, each with the revision before the one voted on as `before`."""
    if not ballot.size:
        return []
    read = ("content_type", "revision", "department", "pulled_by", "own_ballot")
    items: list[Any] = list(ballot.items.select_related(*read).prefetch_related("subject"))
    found = revisions_before([item.revision for item in items if compared(item)])
    for item in items:
        item.ballot = ballot
        now = item.revision
        item.brief = f"approvals/item/{item.content_type.model}.html"
        item.before = found.get((now.object_type, now.object_id, now.number - 1))
    return items


def compared(item: Any) -> bool:
    """Whether the brief of its kind says what is different from the revision before."""
    return bool(getattr(item.content_type.model_class(), "COMPARED_ON_LIST", False))


def revisions_before(revisions: list[Revision]) -> dict[tuple[str, int, int], Revision]:
    """The one before each of these, by what it is of and its number; none without a second one."""
    later = [one for one in revisions if one.number > 1]
    if not later:
        return {}
    earlier = Revision.objects.filter(
        object_type__in={one.object_type for one in later},
        object_id__in=[one.object_id for one in later],
        number__in={one.number - 1 for one in later},
    )
    return {(one.object_type, one.object_id, one.number): one for one in earlier}


def conditions_of(panel: Panel) -> list[Condition]:
    """The conditions named in the votes the reader may see."""
    if panel.hidden or not panel.bar["conditions"]:
        return []
    return list(panel.ballot.conditions.select_related("vote__voter"))
