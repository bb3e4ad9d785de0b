"""The seats of a ballot: the roster of its day, who is recused, who may preside today."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.kept import KEY, Kept
from improvement.organization import roster
from improvement.organization.models import Role
from improvement.organization.models.appointment import PRESIDING


class SeatQuerySet(models.QuerySet["Seat"]):
    def may_preside(self) -> SeatQuerySet:
        """Those whose holders may preside today: `Seat.may_preside` as a question about many."""
        held_today = roster.roster_today()
        present = [key for key, held in held_today.items() if not held.away]
        named = [key for key in present if held_today[key].stands_in]
        ranks = Q(role__in=PRESIDING, key__in=present) | Q(key__in=named)
        return self.filter(ranks, recused=False)


class Seat(models.Model):
    """A seat of the group on the day the ballot opened; whoever holds it votes once."""

    held: roster.Holding | None
    """As it is held today, None where it is vacant; Ballot.seat_list() reads it for all seats."""

    ballot = models.ForeignKey("approvals.Ballot", models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    role = models.CharField(max_length=16, choices=Role.choices)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recused = models.BooleanField(default=False)
    declared = models.BooleanField(default=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "key"], name="seat_once"),
            models.UniqueConstraint(fields=["ballot", "number"], name="seat_number_once"),
        ]
        indexes = [models.Index(fields=["key", "ballot"], name="seat_key")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.holder}"

    @property
    def word(self) -> Any:
        """Chair, vice-chair or member: short, for the group is known here."""
        return SEAT_WORDS[Role(self.role)]

    @property
    def occupied(self) -> bool:
        return self.held is not None

    @property
    def away(self) -> bool:
        return self.held is not None and self.held.away

    @property
    def may_preside(self) -> bool:
        """The one place that says who may (2.1; ours).

        The chair, the vice-chairs in their order, then a member whom the chair has named; nobody
        who is recused or recorded as absent.
        """
        if self.held is None or self.held.away or self.recused:
            return False
        return self.role in PRESIDING or self.held.stands_in

    @property
    def choice(self) -> str | None:
        vote = getattr(self, "vote", None)
        return vote.choice if vote else None

    @property
    def presided(self) -> bool:
        vote = getattr(self, "vote", None)
        return bool(vote and vote.presided)

    @property
    def in_base(self) -> bool:
        """Neither recused nor vacant; a vote that was cast stands, and who is away may be back."""
        return not self.recused and (self.occupied or self.choice is not None)


@lru_cache(maxsize=8)
def seats_on(today: dt.date) -> Kept:
    """The seats of a ballot with their votes, and with the roster of the day read along."""
    read = ("vote__voter", "vote__principal", "vote__minutes__entered_by", "holder")
    seats = Seat.objects.filter(ballot=KEY).select_related(*read).order_by("number")
    return Kept(seats.annotate(roster=roster.read_along()))


SEAT_WORDS = {
    Role.CHAIR: _("Chair"),
    Role.VICE_CHAIR: _("Vice-chair"),
    Role.LEADER: _("Member"),
}
