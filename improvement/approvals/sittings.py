"""A meeting of the leadership group: its papers prepared, and all it decided recorded at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from improvement.door.acts import create, require_right, require_visible
from improvement.door.attaching import noted
from improvement.door.refusals import NotYours, StepRefused
from improvement.door.unit import unit
from improvement.files import store
from improvement.files.store import Upload
from improvement.organization.roster import roster_today

from .models import Ballot, BallotItem, Seat, Sitting, SittingItem
from .models.sitting import TAIL, code_of
from .on_paper import Entered, Line, enter_scanned, seats_to_enter
from .steps import Answer
from .tally import Choice


def may_be_decided_by(person: Any) -> Any:
    """The open ballots the office may put on the agenda, the first to close first."""
    found = Ballot.objects.for_action("enter_minutes", person).open().filter(confidential=False)
    return found.select_related("department").order_by("deadline", "pk")


def prepare(
    *, by: Any, held_on: dt.date, ballots: Sequence[Ballot], place: str = "", key: str | None = None
) -> Sitting:
    """Put these ballots on the agenda of a meeting, in this order, under one code.

    Raises NotYours where one of them is not for this person to record; StepRefused without any.
    """
    if not ballots:
        raise StepRefused(_("Choose at least one matter for the meeting."))
    for ballot in ballots:
        require_visible(by, ballot)
        require_right(by, "enter_minutes", ballot)
    wanted = Sitting(held_on=held_on, place=place, code=code_of(ballots), made_by=by)
    with unit():
        made = create(wanted, by=by, key=key)
        if made.pk is None:
            return sent_twice(wanted)
        SittingItem.objects.bulk_create(
            SittingItem(sitting=made, number=number, ballot=ballot)
            for number, ballot in enumerate(ballots, start=1)
        )
    return made


def sent_twice(wanted: Sitting) -> Sitting:
    same = Sitting.objects.filter(made_by=wanted.made_by, code=wanted.code)
    found: Sitting = same.order_by("-pk")[0]
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """How one seat voted on one matter, other than on the rest."""

    choice: str
    words: str = ""
    due: dt.date | None = None
    over_goal: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What was typed from the vote sheet of a meeting.

    `usual` is what a seat, by its key, said on everything; `apart` what it said on the matter of
    that number instead; `pulled` the items taken off the list that is the matter of that number.
    """

    held_on: dt.date
    tail: str
    usual: Mapping[Any, str]
    apart: Mapping[tuple[int, Any], Said] = field(default_factory=dict)
    pulled: Mapping[int, Sequence[int]] = field(default_factory=dict)


def record_decided(
    sitting: Sitting, decided: Decided, upload: Upload, *, by: Any, key: str = ""
) -> list[Answer]:
    """Enter the sheet on every matter that is still open, each by the rules of one sheet.

    One that is refused does not hold back the others: sent again, only what is left is entered.
    The signed minutes are kept once, with the meeting. Raises NotTaken where they are not kept,
    StepRefused where the code is not that of this meeting.
    """
    require_visible(by, sitting)
    require_right(by, "record", sitting)
    items = agenda(sitting)
    require_code(sitting, items, decided)
    open_items = to_record(items, by)
    if not open_items:
        raise StepRefused(_("Nothing of this meeting is left to record."))
    scan = keep_scan(sitting, upload, by=by)
    answers = []
    for item in open_items:
        own_key = f"{key}:{item.ballot_id}" if key else None
        try:
            entered = entered_for(item, decided)
            after = enter_scanned(item.ballot, entered, scan, by=by, key=own_key)
        except (NotYours, StepRefused) as refused:
            answers.append(Answer(item.ballot, refused.sentence))
        else:
            answers.append(Answer(after))
    return answers


def require_code(sitting: Sitting, items: Sequence[SittingItem], decided: Decided) -> None:
    """The typed characters are those of this meeting, and the meeting is of these contents."""
    same = code_of(item.ballot for item in items) == sitting.code
    if not same or not sitting.is_signed_with(decided.tail):
        raise StepRefused(_("This is not the code of this meeting. Compare it with the sheet."))


def to_record(items: Sequence[SittingItem], person: Any) -> list[SittingItem]:
    """What is left for this officer: not the matters of their own department."""
    return [
        item
        for item in items
        if waits_for_minutes(item.ballot)
        and person.has_perm("approvals.enter_minutes_ballot", item.ballot)
    ]


def waits_for_minutes(ballot: Ballot) -> bool:
    """Whether something can be recorded of it now: open, in time, no sheet entered."""
    is_open = ballot.closed_at is None and ballot.deadline >= timezone.now()
    return is_open and not any(one.waits for one in ballot.minutes.all())


def keep_scan(sitting: Sitting, upload: Upload, *, by: Any) -> Any:
    """The signed minutes hang on the meeting; one entry of its record."""
    scan = store.receive(upload, row=sitting, by=by)
    with unit() as work:
        held = work.lock(sitting)
        work.fresh(by)
        require_right(by, "record", held)
        store.make_ready(scan)
        noted(work, held, "attach", scan, by=by)
    return scan


def entered_for(item: SittingItem, decided: Decided) -> Entered:
    """The sheet of one ballot, as if it had been typed by itself."""
    ballot, number = item.ballot, item.number
    said = [(seat, said_by(seat, number, decided)) for seat in seats_to_enter(ballot)]
    return Entered(
        held_on=decided.held_on,
        tail=ballot.digest[-TAIL:],
        lines=[line_of(seat, one) for seat, one in said],
        over_goal=any(one.over_goal for _seat, one in said),
        pulled=decided.pulled.get(number, ()),
    )


def said_by(seat: Seat, number: int, decided: Decided) -> Said:
    usual = decided.usual.get(seat.key, "")
    said = decided.apart.get((number, seat.key)) or (Said(usual) if usual else None)
    if said is None:
        raise StepRefused(_("Say how each seat voted."))
    return said


def line_of(seat: Seat, said: Said) -> Line:
    """The words of a line are its conditions, or else its reason."""
    reason = "" if said.choice == Choice.CONDITIONS else said.words
    return Line.of(seat.number, said.choice, reason=reason, conditions=said.words, due=said.due)


def agenda(sitting: Sitting) -> list[SittingItem]:
    """Its items with all that is said of them, in as many queries for forty as for one."""
    items = sitting.numbered()
    ballots = [item.ballot for item in items]
    listed = BallotItem.objects.select_related("revision", "department", "content_type")
    prefetch_related_objects(
        ballots,
        Prefetch("seats", Seat.objects.select_related("vote", "holder")),
        Prefetch("items", listed),
        "minutes",
    )
    roster = roster_today()
    for ballot in ballots:
        for seat in ballot.seats.all():
            seat.held = roster.get(seat.key)
    return items


def seats_of(items: Sequence[SittingItem]) -> list[Seat]:
    """Each seat once that has a line on the sheet of one of these, in their order."""
    found: dict[Any, Seat] = {}
    for item in items:
        for seat in seats_to_enter(item.ballot):
            found.setdefault(seat.key, seat)
    return sorted(found.values(), key=lambda seat: seat.number)
