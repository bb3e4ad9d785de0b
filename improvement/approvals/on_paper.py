"""A decision taken in a meeting on paper: entered, confirmed or contested, then counted (ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.dateformat import format as in_format
from django.utils.translation import gettext as _

from improvement.door.acts import require_right, require_visible, take
from improvement.door.refusals import Refused, StepRefused
from improvement.door.unit import unit
from improvement.files import store
from improvement.files.store import Upload
from improvement.organization.calendar import working_deadline
from improvement.organization.models import Appointment, Role

from .lifecycle import BallotStatus
from .models import Ballot, Minutes, MinutesVote, Seat, Vote
from .models.condition import name_conditions
from .models.minutes import ABSENT
from .models.sitting import TAIL
from .tally import Choice

OBJECTION_DAYS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the vote sheet; `seat` is its number on the ballot."""

    seat: int
    choice: str
    reason: str = ""
    conditions: str = ""
    due: dt.date | None = None

    @classmethod
    def of(
        cls, seat: int, choice: str, *, reason: str, conditions: str, due: dt.date | None
    ) -> Line:
        """What belongs to another choice than the one made is not taken along."""
        if choice != Choice.CONDITIONS:
            return cls(seat, choice, reason)
        return cls(seat, choice, reason, conditions, due)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed from the signed minutes."""

    held_on: dt.date
    tail: str
    lines: Sequence[Line]
    over_goal: bool = False
    pulled: Sequence[int] = ()


def enter_minutes(
    ballot: Ballot, entered: Entered, upload: Upload, *, by: Any, key: str | None = None
) -> Ballot:
    """Keep what a meeting decided on paper; it counts after the days in which members object.

    Nothing is voted yet. Raises NotTaken where the scan is not kept; StepRefused where the hash
    is not the one of this ballot, a line is missing, or other minutes wait already. Rights are
    asked twice: before a stranger's bytes are written, and under the lock.
    """
    require_visible(by, ballot)
    require_right(by, "enter_minutes", ballot)
    scan = store.receive(upload, row=ballot, by=by)
    try:
        with unit() as work:
            held = work.lock(ballot)
            work.fresh(by)
            if work.repeated(held, "enter_minutes", by, key):
                store.refuse(scan, "repeated")
                return held
            keep_sheet(held, entered, scan, by=by)
            store.make_ready(scan)
    except Refused:
        store.refuse(scan, "overtaken")
        raise
    return held


def enter_scanned(
    ballot: Ballot, entered: Entered, scan: Any, *, by: Any, key: str | None = None
) -> Ballot:
    """The same from a scan that is kept already, for one of several ballots of a meeting."""
    with unit() as work:
        held = work.lock(ballot)
        work.fresh(by)
        if not work.repeated(held, "enter_minutes", by, key):
            keep_sheet(held, entered, scan, by=by)
    return held


def keep_sheet(held: Ballot, entered: Entered, scan: Any, *, by: Any) -> None:
    """One version and one entry for the sheet; under the lock."""
    require_visible(by, held)
    take(
        held,
        "enter_minutes",
        by=by,
        held_on=entered.held_on,
        sheet=[line_told(line) for line in entered.lines],
        sha256=scan.sha256,
    )
    require_sheet(held, entered)
    keep(held, entered, scan, by=by)
    set_apart_in_meeting(held, entered, by=by)


def line_told(line: Line) -> list[Any]:
    due = line.due.isoformat() if line.due else ""
    return [line.seat, line.choice, line.reason, line.conditions, due]


def require_sheet(ballot: Ballot, entered: Entered) -> None:
    """The sheet is of this content, of a day that has been, and whole."""
    opened, today = timezone.localdate(ballot.opened_at), timezone.localdate()
    if entered.tail.replace(" ", "").lower() != ballot.digest[-TAIL:]:
        raise StepRefused(
            _("This is not the hash of what is voted on here. Compare it with the vote sheet.")
        )
    if not opened <= entered.held_on <= today:
        raise StepRefused(_("The meeting was held between the opening of the ballot and today."))
    open_seats = {seat.number for seat in seats_to_enter(ballot)}
    if not open_seats:
        raise StepRefused(_("Every seat has voted on screen; nothing is left to enter."))
    if sorted(line.seat for line in entered.lines) != sorted(open_seats):
        raise StepRefused(_("Enter one line for each seat that has not voted on screen."))
    for line in entered.lines:
        if line.choice == Choice.RETURN and not line.reason:
            raise StepRefused(_("Say why you return it. The department will read the reason."))
        if line.choice == Choice.CONDITIONS and not line.conditions.strip():
            raise StepRefused(_("Name at least one condition."))


def seats_to_enter(ballot: Ballot) -> list[Seat]:
    """The seats a vote sheet has a line for: held, not recused, not voted on screen."""
    seats = ballot.known_seats()
    return [s for s in seats if not s.recused and s.occupied and s.choice is None]


def keep(ballot: Ballot, entered: Entered, scan: Any, *, by: Any) -> Minutes:
    now = timezone.now()
    minutes = Minutes.objects.create(
        ballot=ballot,
        held_on=entered.held_on,
        file=scan,
        seen=ballot.digest,
        over_goal=entered.over_goal,
        entered_by=by,
        entered_at=now,
        objections_until=working_deadline(now, OBJECTION_DAYS),
    )
    seats = {seat.number: seat for seat in seats_to_enter(ballot)}
    holder = holders_of(seats.values())
    MinutesVote.objects.bulk_create(
        MinutesVote(
            minutes=minutes,
            seat=seats[line.seat],
            member_id=holder[seats[line.seat].key],
            choice=line.choice,
            reason=line.reason,
            conditions=line.conditions,
            due=line.due,
        )
        for line in entered.lines
    )
    return minutes


def holders_of(seats: Any) -> dict[Any, int]:
    """Who holds these seats today, by the keys of the seats."""
    held = Appointment.objects.seats().valid_on(timezone.localdate())
    keys = [seat.key for seat in seats]
    return dict(held.filter(seat__in=keys).values_list("seat", "user_id"))


def set_apart_in_meeting(ballot: Ballot, entered: Entered, *, by: Any) -> None:
    """What was pulled in the meeting gets its own ballot at once, whatever comes of the rest."""
    from .steps import set_apart

    if not entered.pulled:
        return
    because = _("Pulled in the meeting of %(day)s.") % {"day": in_format(entered.held_on, "Y-m-d")}
    for number in entered.pulled:
        set_apart(ballot, number, by=by, because=because)


def waiting_minutes(ballot: Ballot) -> Minutes:
    """The ones that wait; the conditions of the arrows have asked that there are any."""
    found: Minutes = ballot.minutes.waiting().get()
    return found


def confirm(ballot: Ballot, *, by: Any) -> None:
    """A member finds their line right; the last word makes the votes count at once."""
    minutes = waiting_minutes(ballot)
    mine = [row for row in minutes.unconfirmed() if row.seat.key in by.standing.seats]
    if not mine:
        raise StepRefused(_("You have confirmed it, or voted on screen."))
    for row in mine:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
    count_when_all_have_spoken(ballot, by=by)


def count_when_all_have_spoken(ballot: Ballot, *, by: Any) -> None:
    """Nobody is left who could object: each on the sheet has confirmed it, or voted on screen."""
    if ballot.status != BallotStatus.OPEN or not ballot.minutes_wait:
        return
    if not waiting_minutes(ballot).unconfirmed():
        bring_into_force(ballot, by=by)


def contest(ballot: Ballot, *, by: Any, because: str) -> None:
    """An objection by a member who is not recused: the votes on paper do not count."""
    waiting_minutes(ballot).stop(by=by, because=because, contested=True)


def withdraw(ballot: Ballot, *, by: Any, because: str) -> None:
    waiting_minutes(ballot).stop(by=by, because=because)


def bring_into_force(ballot: Ballot, *, by: Any) -> None:
    """Under the lock of its root; the entry of the record names the ballot as the cause."""
    ballot.counted = "apply_minutes"
    take(ballot, "apply_minutes", by=by, cause=ballot)


def count_minutes(ballot: Ballot, *, by: Any) -> None:
    """Cast what the sheet says for every seat that has not voted on screen, then decide."""
    minutes, now = waiting_minutes(ballot), timezone.now()
    seats = ballot.seat_list()
    lines = {line.seat_id: line for line in minutes.votes.select_related("member")}
    for seat in seats:
        line = lines.get(seat.pk)
        if line is None or line.choice == ABSENT or seat.choice is not None:
            continue
        seat.vote = Vote.objects.create(
            ballot=ballot,
            seat=seat,
            voter=line.member,
            choice=line.choice,
            reason=line.reason,
            over_goal=minutes.over_goal and line.choice == Choice.RETURN,
            presided=seat.role == Role.CHAIR or seat.number == ballot.tally(seats).presiding,
            seen=minutes.seen,
            at=now,
            minutes=minutes,
        )
        name_conditions(seat.vote, ((text, line.due) for text in line.condition_lines), by=by)
    minutes.in_force_at = now
    minutes.save(update_fields=["in_force_at"])
    ballot.decide(seats, by=by)


def apply_due(now: dt.datetime) -> list[Exception]:
    """Count every sheet nobody objected to in time; return what could not be counted."""
    errors: list[Exception] = []
    for minutes in list(Minutes.objects.past_objection(now).select_related("ballot")):
        try:
            apply_one(minutes, now)
        except (Refused, DatabaseError) as error:
            errors.append(error)
    return errors


def apply_one(minutes: Minutes, now: dt.datetime) -> None:
    """Unless somebody has just objected, or the votes on screen have closed the ballot."""
    with unit() as work:
        held = work.lock(minutes.ballot)
        if held.minutes.past_objection(now).filter(pk=minutes.pk).exists():
            bring_into_force(held, by=None)
