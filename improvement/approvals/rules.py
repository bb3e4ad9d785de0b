"""Who may see, vote on, confirm and recall a ballot; what its delegates may open."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import NOTHING, Predicate
from improvement.door.refusals import Text
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads_above,
    leads,
    reviews,
)

from .condition_lifecycle import FOLLOWED
from .lifecycle import BallotStatus


def seats_for(user: Any) -> frozenset[Any]:
    """The seats of the person and of those for whom they act today."""
    standing = user.standing
    return frozenset(standing.seats | standing.entrusted)


def entrusted_with(user: Any, model: type[Any]) -> QuerySet[Any]:
    """The keys of the rows of `model` on which a seat entrusted to the person votes now."""
    from .models import Ballot

    return Ballot.objects.filter(
        status=BallotStatus.OPEN,
        content_type=ContentType.objects.get_for_model(model),
        seats__key__in=user.standing.entrusted,
        seats__recused=False,
    ).values("object_id")


def entrusted_items(user: Any, model: type[Any]) -> QuerySet[Any]:
    """The same for rows that are listed in a ballot on something else."""
    from .models import BallotItem

    return BallotItem.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        pulled_at=None,
        ballot__status=BallotStatus.OPEN,
        ballot__seats__key__in=user.standing.entrusted,
        ballot__seats__recused=False,
    ).values("object_id")


def objection(ballot: Any, delegate: Any, *, presides: bool) -> Text | None:
    """What keeps this person from voting for somebody else, or None (ours).

    `presides` says that the seat is the chair's or that of whoever stands in for them.
    """
    standing = delegate.standing
    if standing.is_assistant:
        return _("An assistant prepares and never votes.")
    if presides and (standing.in_office or standing.administers):
        return _("Neither the office nor the administrator stands in for the chair.")
    if ballot.department_id is None:
        return None
    belongs = ballot.department_id in standing.departments
    if belongs or delegate.pk in ballot.locked_subject().authors():
        return _("You belong to the department concerned or wrote in its plan.")
    return None


def _seated(user: Any, ballot: Any) -> bool:
    if ballot.pk is None or not seats_for(user):
        return False
    return any(seat.key in seats_for(user) for seat in ballot.known_seats() if not seat.recused)


def _q(user: Any) -> Q:
    from .models import Seat

    if not seats_for(user):
        return NOTHING
    return Q(
        Exists(Seat.objects.filter(ballot=OuterRef("pk"), key__in=seats_for(user), recused=False))
    )


def _sits(user: Any, ballot: Any) -> bool:
    if ballot.pk is None or not user.standing.seats:
        return False
    seats = ballot.known_seats()
    return any(seat.key in user.standing.seats for seat in seats if not seat.recused)


def _sits_q(user: Any) -> Q:
    from .models import Seat

    if not user.standing.seats:
        return NOTHING
    own = Seat.objects.filter(ballot=OuterRef("pk"), key__in=user.standing.seats, recused=False)
    return Q(Exists(own))


def _confirms(user: Any, ballot: Any) -> bool:
    if ballot.pk is None or not user.standing.seats:
        return False
    seat = ballot.confirming(ballot.known_seats())
    return seat is not None and seat.key in user.standing.seats


def _confirms_q(user: Any) -> Q:
    from .models import Seat

    if not user.standing.seats:
        return NOTHING
    able = Seat.objects.may_preside().filter(ballot=OuterRef("pk"))
    first = Subquery(able.order_by("declared", "number").values("key")[:1])
    return Q(In(first, list(user.standing.seats)))


def cast_by(user: Any) -> QuerySet[Any]:
    from .models import Vote

    return Vote.objects.filter(voter=user.pk)


votes = Predicate(
    _seated,
    _q,
    who=_("a member of the leadership group who is not recused"),
    anywhere=lambda user: bool(seats_for(user)),
)
confirms = Predicate(
    _confirms,
    _confirms_q,
    who=_("whoever presides"),
    anywhere=lambda user: bool(user.standing.seats),
)
sits = Predicate(
    _sits,
    _sits_q,
    who=_("a member of the leadership group who is not recused, in person"),
    anywhere=lambda user: bool(user.standing.seats),
)
is_open = Predicate(
    lambda user, ballot: ballot.status == BallotStatus.OPEN,
    lambda user: Q(status=BallotStatus.OPEN),
)
has_voted = Predicate(
    lambda user, ballot: ballot.pk is not None and ballot.votes.filter(voter=user.pk).exists(),
    lambda user: Q(Exists(cast_by(user).filter(ballot=OuterRef("pk")))),
)
open_to_all = Predicate(
    lambda user, ballot: not ballot.confidential, lambda user: Q(confidential=False)
)
is_followed = Predicate(
    lambda user, condition: condition.status in FOLLOWED, lambda user: Q(status__in=FOLLOWED)
)
on_open_matter = Predicate(
    lambda user, condition: not condition.ballot.confidential,
    lambda user: Q(ballot__confidential=False),
)
of_a_department = Predicate(
    lambda user, condition: condition.department_id is not None,
    lambda user: Q(department__isnull=False),
)
reported = Predicate(
    lambda user, condition: condition.reported_by_id == user.pk,
    lambda user: Q(reported_by=user.pk, reported_by__isnull=False),
)
follows_up = reviews & ~belongs("department")
meets = on_open_matter & drafts("department") | follows_up & ~(on_open_matter & of_a_department)
settles = (follows_up | leads & on_open_matter) & ~reported

PERMISSIONS = {
    "approvals.view_ballot": (leads | reviews | assists) & open_to_all
    | votes & (leads | is_open | has_voted)
    | reviews & ~belongs("department"),
    "approvals.vote_ballot": votes,
    "approvals.pull_ballot": votes,
    "approvals.confirm_declaration_ballot": confirms,
    "approvals.recall_ballot": reviews & ~belongs("department"),
    "approvals.enter_minutes_ballot": reviews & ~belongs("department"),
    "approvals.withdraw_minutes_ballot": reviews & ~belongs("department"),
    "approvals.confirm_minutes_ballot": sits,
    "approvals.contest_minutes_ballot": sits,
    "approvals.view_condition": is_followed
    & (
        on_open_matter
        & (
            leads
            | reviews
            | assists
            | drafts("department")
            | of_a_department & heads_above("department")
        )
        | follows_up
    ),
    "approvals.report_met_condition": meets,
    "approvals.attach_condition": meets,
    "approvals.confirm_condition": settles,
    "approvals.send_back_condition": settles,
    "approvals.waive_condition": leads & on_open_matter,
    "approvals.view_votingrule": leads | reviews | assists,
    "approvals.add_votingrule": reviews,
    "approvals.view_sitting": leads | reviews | assists,
    "approvals.add_sitting": reviews,
    "approvals.record_sitting": reviews,
}
