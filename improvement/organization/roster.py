"""Who holds a seat of the leadership group today, who of them is away, who may stand in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Absence, Appointment, Delegation, Role, Scope
from .models.appointment import OFFICE, PRESIDING
from .standing import seated_today


@dataclass(frozen=True, slots=True)
class Holding:
    """A seat that is held today: whether its holder is away, and may preside for the chair.

    A member may whom the chair has named in writing and who is neither of the office nor the
    administrator (2.1; ours).
    """

    away: bool
    stands_in: bool


def roster_today() -> dict[uuid.UUID, Holding]:
    """The seats held today, by their keys; vacant ones are not among them. One query.

    Asked once for all the seats of a ballot: to ask seat by seat inside the query of the seats
    took longer than everything else about a vote.
    """
    today = timezone.localdate()
    chair = seated_today().filter(role=Role.CHAIR)
    absent = Absence.objects.on(today).filter(user=OuterRef("user"))
    named = Delegation.objects.valid_on(today).filter(
        scope=Scope.PRESIDES, principal__in=chair.values("user"), delegate=OuterRef("user")
    )
    barred = Appointment.objects.valid_on(today).filter(
        role__in=[*OFFICE, Role.ADMINISTRATOR], user=OuterRef("user")
    )
    held = seated_today().values_list("seat", Exists(absent), Exists(named), Exists(barred))
    roster: dict[uuid.UUID, Holding] = {}
    for seat, is_away, is_named, is_barred in held:
        before = roster.get(seat, Holding(False, False))  # two hold it on the day of a handover
        stands_in = is_named and not is_barred
        roster[seat] = Holding(before.away or is_away, before.stands_in or stands_in)
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
