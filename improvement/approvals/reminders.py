"""Ballots: who is told that one is open, reminded of it, and of how it was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.telling import tell
from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.organization.calendar import working_deadline, working_shift
from improvement.organization.models import Appointment, Delegation, Role, Scope
from improvement.organization.models.appointment import OFFICE
from improvement.organization.standing import seated_today

from .models import Ballot, Condition, Seat
from .on_paper import OBJECTION_DAYS
from .rules import objection

OPENED = Kind(
    "approvals.ballot.opened",
    _("Your vote is asked for: {subject}"),
    _("{actor} put it to the leadership group. You can vote until {due}."),
    decision=True,
)
ENTRUSTED = Kind(
    "approvals.ballot.entrusted",
    _("Your vote for {principal} is asked for: {subject}"),
    _("By written delegation you vote for {principal}. You can vote until {due}."),
    decision=True,
)
ENTRUSTED_WAITING = Kind(
    "approvals.ballot.entrusted_waiting",
    _("Your vote for {principal} is still missing: {subject}"),
    _("The ballot closes on {due}."),
    decision=True,
    resend=True,
)
DECLARED = Kind(
    "approvals.ballot.declared",
    _("Please confirm the declarations: {subject}"),
    _(
        "Members have declared an interest. Until you confirm that this was heard, the ballot"
        " cannot be approved. It closes on {due}."
    ),
    decision=True,
    resend=True,
)
WAITING = Kind(
    "approvals.ballot.waiting",
    _("Your vote is still missing: {subject}"),
    _("The ballot closes on {due}."),
    decision=True,
    resend=True,
)
CLOSED = Kind(
    "approvals.ballot.closed",
    _("Decided: {subject}"),
    _("The ballot is closed. The result stands on the page."),
    decision=False,
)
DESERTED = Kind(
    "approvals.ballot.deserted",
    _("Closed, for a seat was given up: {subject}"),
    _(
        "Approval was no longer possible: {needed} approvals were needed, and at most {possible} "
        "could still come. The matter goes back to where it came from."
    ),
    decision=False,
)
PRESIDING = Kind(
    "approvals.ballot.missing",
    _("Votes are still missing: {subject}"),
    _("The ballot closes on {due}."),
    decision=True,
    resend=True,
)
MINUTES = Kind(
    "approvals.ballot.minutes",
    _("Recorded from a meeting: {subject}"),
    _(
        "{actor} recorded how each seat voted on paper. Confirm it, or object until {due}; "
        "without an objection the votes count from then."
    ),
    decision=True,
)
CONTESTED = Kind(
    "approvals.ballot.contested",
    _("Somebody objects to the minutes: {subject}"),
    _("{actor} objects. The votes on paper do not count; the ballot goes on on screen."),
    decision=True,
)
WITHDRAWN = Kind(
    "approvals.ballot.minutes_withdrawn",
    _("Minutes withdrawn: {subject}"),
    _("{actor} withdrew them. The votes on paper do not count; the ballot goes on on screen."),
    decision=False,
)
IN_FORCE = Kind(
    "approvals.condition.in_force",
    _("Approved on a condition: {subject}"),
    _("It is to be met until {due}. Report it as met on its page, with evidence."),
    decision=True,
)
UNDATED = Kind(
    "approvals.condition.undated",
    _("Approved on a condition: {subject}"),
    _("Report it as met on its page, with evidence."),
    decision=True,
)
CONDITION_DUE = Kind(
    "approvals.condition.due",
    _("To be met until {due}: {subject}"),
    _("The condition of an approval has not been reported as met."),
    decision=True,
    resend=True,
)
REPORTED = Kind(
    "approvals.condition.met",
    _("Reported as met: {subject}"),
    _("{actor} says that it is met. Confirm it, or send it back with a word."),
    decision=True,
)
NOT_YET = Kind(
    "approvals.condition.sent_back",
    _("Not met yet: {subject}"),
    _("{actor} has read your report. What is still missing stands on the page."),
    decision=True,
)
SETTLED = Kind(
    "approvals.condition.settled",
    _("Settled: {subject}"),
    _("{actor} has confirmed or waived the condition."),
    decision=False,
)
CONDITION = [
    Rung("a-week", -7, "department"),
    Rung("today", 0, "department"),
    Rung("late", 1, "department"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
A_MONTH = dt.timedelta(days=31)
LADDER = [
    Rung("day-3", -2, "seats"),
    Rung("last-day", 0, "seats"),
    Rung("chair", -1, "presiding"),
]


def announce() -> None:
    """Register kinds and tellers."""
    for kind in (
        OPENED,
        ENTRUSTED,
        DECLARED,
        WAITING,
        ENTRUSTED_WAITING,
        PRESIDING,
        CLOSED,
        DESERTED,
    ):
        register(kind)
    for kind in (MINUTES, CONTESTED, WITHDRAWN):
        register(kind)
    for kind in (IN_FORCE, UNDATED, CONDITION_DUE, REPORTED, NOT_YET, SETTLED):
        register(kind)
    tell(Condition, "take_effect", condition_in_force)
    tell(Condition, "report_met", condition_reported)
    tell(Condition, "send_back", condition_sent_back)
    tell(Condition, "confirm", condition_settled)
    tell(Condition, "waive", condition_settled)
    tell(Ballot, "enter_minutes", minutes_entered)
    tell(Ballot, "contest_minutes", minutes_contested)
    tell(Ballot, "withdraw_minutes", minutes_withdrawn)
    tell(Ballot, "opened", opened)
    for step in ("approve", "return_it", "lapse", "recall", "void"):
        tell(Ballot, step, closed)


def holders(keys: Iterable[Any]) -> list[int]:
    """Who holds these seats today."""
    return list(seated_today().filter(seat__in=list(keys)).values_list("user_id", flat=True))


def entrusted(
    kind: Kind, ballot: Ballot, seats: list[Seat], telling: str, context: dict[str, str]
) -> Iterator[Notice]:
    """A notice for each written delegation of who holds these seats, “for X” (ours).

    Not to a delegate who would be refused: an assistant, or somebody with an interest.
    """
    held = seated_today().filter(seat__in=[seat.key for seat in seats])
    seat_of = dict(held.values_list("user_id", "seat"))
    given = Delegation.objects.valid_on(timezone.localdate()).filter(
        scope=Scope.VOTES, principal__in=seat_of, delegate__is_active=True
    )
    by_key = {seat.key: seat for seat in seats}
    for one in given.select_related("principal", "delegate").order_by("pk"):
        presides = by_key[seat_of[one.principal_id]].role == Role.CHAIR
        if objection(ballot, one.delegate, presides=presides) is None:
            for_whom = one.principal.named("principal")
            occasion_for = f"{telling}:{one.principal_id}"
            yield Notice(kind.name, ballot, occasion_for, [one.delegate_id], context | for_whom)


def to_confirm(ballot: Ballot, seats: list[Seat], telling: str) -> Iterator[Notice]:
    """To whoever confirms that the declarations were heard, while that is awaited."""
    seat = ballot.confirming(seats) if ballot.unheard(seats) else None
    if seat is not None:
        yield Notice(DECLARED.name, ballot, telling, holders([seat.key]), until(ballot))


def until(ballot: Ballot) -> dict[str, str]:
    return {"due": timezone.localdate(ballot.deadline).isoformat()}


def opened(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    seats = ballot.seat_list()
    voting = [seat for seat in seats if not seat.recused]
    context = by.named("actor") | until(ballot)
    told = holders(seat.key for seat in voting)
    yield Notice(OPENED.name, ballot, "opened", told, context)
    yield from entrusted(ENTRUSTED, ballot, voting, "opened", context)
    yield from to_confirm(ballot, seats, "opened")


def closed(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    """The office learns of the result; the department is told by its own room.

    Where seats were given up so that nobody's vote closed it, the members are told why.
    """
    if ballot.deserted:
        said = {
            "needed": str(ballot.approvals_needed),
            "possible": str(ballot.approvals_possible),
        }
        yield Notice(DESERTED.name, ballot, f"v{ballot.version}", members(ballot), said)
    if by is None or by.pk != ballot.opened_by_id:
        yield Notice(CLOSED.name, ballot, f"v{ballot.version}", [ballot.opened_by_id])


def minutes_entered(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    """To every member who is not recused: each may object within two working days."""
    until_then = working_deadline(timezone.now(), OBJECTION_DAYS)
    context = by.named("actor") | {"due": timezone.localdate(until_then).isoformat()}
    yield Notice(MINUTES.name, ballot, f"v{ballot.version}", members(ballot), context)


def minutes_contested(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    told = dict.fromkeys([*members(ballot), *entered_by(ballot)])
    told.pop(by.pk, None)
    yield Notice(CONTESTED.name, ballot, f"v{ballot.version}", list(told), by.named("actor"))


def minutes_withdrawn(ballot: Ballot, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    yield Notice(WITHDRAWN.name, ballot, f"v{ballot.version}", members(ballot), by.named("actor"))


def members(ballot: Ballot) -> list[int]:
    return holders(seat.key for seat in ballot.known_seats() if not seat.recused)


def entered_by(ballot: Ballot) -> list[int]:
    return list(ballot.minutes.waiting().values_list("entered_by_id", flat=True))


def votes_waiting(now: dt.datetime) -> Iterator[Notice]:
    """From the third day the seats that have not voted; then those who preside (ours)."""
    today = timezone.localdate(now)
    shift = working_shift(today - A_MONTH, today + A_MONTH)
    for ballot in Ballot.objects.open().order_by("pk"):
        due = timezone.localdate(ballot.deadline)
        if rungs := due_rungs(LADDER, due, today, shift=shift):
            seats = ballot.seat_list()
            for rung in rungs:
                yield from reminded(ballot, seats, rung, occasion("ballot", due, rung))


def reminded(ballot: Ballot, seats: list[Seat], rung: Rung, telling: str) -> Iterator[Notice]:
    """One rung; who presides is told of others' votes too, after their own."""
    if rung.audience == "presiding":
        able = [seat for seat in seats if not seat.recused and leads(seat)]
        told = holders(seat.key for seat in able)
        yield Notice(PRESIDING.name, ballot, telling, told, until(ballot))
        yield from to_confirm(ballot, seats, telling)
    else:
        free = [seat for seat in seats if not seat.recused and seat.choice is None]
        told = holders(seat.key for seat in free)
        yield Notice(WAITING.name, ballot, telling, told, until(ballot))
        yield from entrusted(ENTRUSTED_WAITING, ballot, free, telling, until(ballot))


def leads(seat: Seat) -> bool:
    """The chair and the vice-chairs, also while they are away, and whoever stands in."""
    return seat.may_preside or seat.role in {Role.CHAIR, Role.VICE_CHAIR}


# Conditions


def who_meets(condition: Condition) -> list[int]:
    """The department's drafters; the office where no department, or nobody else, is concerned."""
    if condition.department_id is None or condition.ballot.confidential:
        return officers(condition)
    held = Appointment.objects.valid_on(timezone.localdate()).filter(
        role__in=[Role.HEAD, Role.DEPUTY, Role.CLERK], department=condition.department_id
    )
    return list(held.filter(user__is_active=True).values_list("user_id", flat=True))


def officers(condition: Condition) -> list[int]:
    """Those of the office who do not belong to the department concerned."""
    valid = Appointment.objects.valid_on(timezone.localdate())
    held = valid.filter(role__in=OFFICE, user__is_active=True)
    own = valid.filter(department=condition.department_id, department__isnull=False)
    return list(held.exclude(user__in=own.values("user")).values_list("user_id", flat=True))


def superiors(condition: Condition) -> list[int]:
    """Whom the heads of the department report to."""
    held = Appointment.objects.valid_on(timezone.localdate()).filter(
        role=Role.HEAD, department=condition.department_id, user__reports_to__is_active=True
    )
    return [pk for pk in held.values_list("user__reports_to", flat=True) if pk is not None]


def condition_in_force(
    condition: Condition, *, by: Any, inputs: dict[str, Any]
) -> Iterator[Notice]:
    told = who_meets(condition)
    if condition.due is None:
        yield Notice(UNDATED.name, condition, "in force", told)
    else:
        context = {"due": condition.due.isoformat()}
        yield Notice(IN_FORCE.name, condition, "in force", told, context)


def condition_reported(
    condition: Condition, *, by: Any, inputs: dict[str, Any]
) -> Iterator[Notice]:
    told = [pk for pk in officers(condition) if pk != by.pk]
    yield Notice(REPORTED.name, condition, f"v{condition.version}", told, by.named("actor"))


def condition_sent_back(
    condition: Condition, *, by: Any, inputs: dict[str, Any]
) -> Iterator[Notice]:
    told = who_meets(condition)
    yield Notice(NOT_YET.name, condition, f"v{condition.version}", told, by.named("actor"))


def condition_settled(condition: Condition, *, by: Any, inputs: dict[str, Any]) -> Iterator[Notice]:
    told = [pk for pk in who_meets(condition) if pk != by.pk]
    yield Notice(SETTLED.name, condition, f"v{condition.version}", told, by.named("actor"))


def conditions_due(now: dt.datetime) -> Iterator[Notice]:
    """A week before, on the day and after it; then the superior; then the office (ours)."""
    today = timezone.localdate(now)
    shift = working_shift(today - A_MONTH, today + A_MONTH)
    rows = Condition.objects.outstanding().exclude(due=None).select_related("ballot")
    for condition in rows.order_by("pk"):
        for rung in due_rungs(CONDITION, condition.due, today, shift=shift):
            yield Notice(
                CONDITION_DUE.name,
                condition,
                occasion("condition", condition.due, rung),
                AUDIENCES[rung.audience](condition),
                {"due": condition.due.isoformat()},
            )


AUDIENCES = {"department": who_meets, "superior": superiors, "office": officers}
