"""Who holds a seat of the leadership group today, who of them is away, who may stand in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from improvement.door.gathered import Rows

from .models import Absence, Appointment, Delegation, Role, Scope
from .models.appointment import OFFICE, PRESIDING, AppointmentQuerySet
from .standing import seated_today


@dataclass(frozen=True, slots=True)
class Holding:
    """A seat that is held today: whether its holder is away, and may preside for the chair.

    A member may whom the chair has named in writing and who is neither of the office nor the
    administrator (2.1; ours).
    """

    away: bool
    stands_in: bool


Roster = dict[uuid.UUID, Holding]
"""The seats held today, by their keys; vacant ones are not among them."""


def roster_today() -> Roster:
    return roster_of(held_today().values("seat", *AS_HELD))


def read_along() -> Rows:
    """The same roster as one value in the statement that reads the seats of a ballot.

    It depends on none of them and is found once for all: to ask seat by seat inside that
    statement took longer than everything else about a vote.
    """
    return Rows(held_today(), seat="seat", **{name: name for name in AS_HELD})


AS_HELD = ("is_away", "is_named", "is_barred")


def held_today() -> AppointmentQuerySet:
    """The appointments to the seats, each with what is to know of its holder."""
    today = timezone.localdate()
    chair = seated_today().filter(role=Role.CHAIR)
    absent = Absence.objects.on(today).filter(user=OuterRef("user"))
    named = Delegation.objects.valid_on(today).filter(
        scope=Scope.PRESIDES, principal__in=chair.values("user"), delegate=OuterRef("user")
    )
    barred = Appointment.objects.valid_on(today).filter(
        role__in=[*OFFICE, Role.ADMINISTRATOR], user=OuterRef("user")
    )
    return seated_today().annotate(
        is_away=Exists(absent), is_named=Exists(named), is_barred=Exists(barred)
    )


def roster_of(rows: Iterable[dict[str, Any]]) -> Roster:
    """What these appointments make of each seat; two hold it on the day of a handover."""
    roster: Roster = {}
    for row in rows:
        seat = uuid.UUID(str(row["seat"]))  # read along, it comes as a text
        before = roster.get(seat, Holding(False, False))
        stands_in = bool(row["is_named"] and not row["is_barred"])
        roster[seat] = Holding(
            away=before.away or bool(row["is_away"]),
            stands_in=before.stands_in or stands_in,
        )
    return roster


def presiding_today() -> int | None:
    """The key of who presides over the group (2.1; ours), None where nobody can.

    The chair, else the vice-chairs in their order, else a member whom the chair has named; nobody
    who is recorded as absent.
    """
    roster = roster_today()
    for seat, role, person in seated_today().seats().values_list("seat", "role", "user"):
        held = roster[seat]
        if not held.away and (role in PRESIDING or held.stands_in):
            return int(person)
    return None
