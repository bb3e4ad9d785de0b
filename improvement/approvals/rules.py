"""Who may see, vote on and recall a ballot."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import NOTHING, Predicate
from improvement.organization.rules import assists, belongs, leads, reviews


def _seated(user: Any, ballot: Any) -> bool:
    if ballot.pk is None:
        return False
    open_to = [seat.key for seat in ballot.seats.all() if not seat.recused]
    own = any(key in user.standing.seats for key in open_to)
    return own or any(key in seats_for(user) for key in open_to)


def seats_for(user: Any) -> frozenset[Any]:
    """The seats of the person and of those for whom they act today."""
    return user.standing.seats | user.standing.entrusted


def _q(user: Any) -> Q:
    from .models import Seat

    if not seats_for(user):
        return NOTHING
    return Q(
        Exists(Seat.objects.filter(ballot=OuterRef("pk"), key__in=seats_for(user), recused=False))
    )


votes = Predicate(
    _seated,
    _q,
    who=_("a member of the leadership group who is not recused"),
    anywhere=lambda user: bool(seats_for(user)),
)
delegated = Predicate(_seated, _q, anywhere=lambda user: bool(seats_for(user)))

PERMISSIONS = {
    "approvals.view_ballot": leads | reviews | assists | delegated,
    "approvals.vote_ballot": votes,
    "approvals.recall_ballot": reviews & ~belongs("department"),
}
