"""Seats leave while a ballot is open: what can no longer be approved closes at once (ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.approvals.steps import close_deserted
from improvement.audit.models import Entry
from improvement.notifications.models import Message
from improvement.organization.models import Appointment

from .voting import MONDAY, vote

YESTERDAY = MONDAY.date() - dt.timedelta(days=1)


def leave(cast: Any, *names: str) -> None:
    people = [cast.people[name] for name in names]
    Appointment.objects.filter(user__in=people).update(until=YESTERDAY)


def looked_at(ballot: Ballot) -> Ballot:
    close_deserted(timezone.now())
    return Ballot.objects.get(pk=ballot.pk)


def test_too_few_are_left_to_approve(of_everybody: Ballot, cast: Any, sign_in: Any) -> None:
    """Two of five have said no, three could approve; one of the three leaves."""
    for name in ("vic", "leo"):
        vote(of_everybody, cast.people[name], "return", reason="Too dear")
    assert looked_at(of_everybody).status == "open"

    leave(cast, "luis")
    after = looked_at(of_everybody)

    assert (after.status, after.subject.status) == ("returned", "draft")
    entry = Entry.objects.about("approvals.ballot", after.pk).last()
    assert (entry.verb, entry.actor_id) == ("return_it", None)
    assert Message.objects.filter(kind="approvals.ballot.closed").exists()
    page = sign_in(cast.cora).get(after.get_absolute_url()).content.decode()
    assert "Approval was no longer possible." in page
    assert "3 of 4 seats would have had to approve; 0 did, and 2 could still have voted." in page


def test_whoever_was_waited_for_has_left(of_everybody: Ballot, cast: Any) -> None:
    """All others approve; the vote that was missing will not come."""
    for name in ("vic", "leo", "lena"):
        vote(of_everybody, cast.people[name])
    leave(cast, "luis")
    vote(of_everybody, cast.cora)

    assert Ballot.objects.get(pk=of_everybody.pk).status == "approved"


def test_the_last_vote_that_was_missing_leaves_the_base(of_everybody: Ballot, cast: Any) -> None:
    leave(cast, "lena")
    for name in ("vic", "leo"):
        vote(of_everybody, cast.people[name])
    of_everybody.refresh_from_db()
    Ballot.objects.filter(pk=of_everybody.pk).update(chair_from=timezone.now())
    vote(of_everybody, cast.cora)
    assert Ballot.objects.get(pk=of_everybody.pk).status == "open"

    leave(cast, "luis")

    assert looked_at(of_everybody).status == "approved"


def test_nobody_is_left_to_vote(of_everybody: Ballot, cast: Any, sign_in: Any) -> None:
    leave(cast, "cora", "vic", "leo", "lena", "luis")

    after = looked_at(of_everybody)

    assert (after.status, after.subject.status) == ("lapsed", "draft")
    page = sign_in(cast.olga).get(after.get_absolute_url()).content.decode()
    assert "No seat is left that may vote on it." in page


def test_while_approval_is_possible_nothing_closes(of_everybody: Ballot, cast: Any) -> None:
    vote(of_everybody, cast.vic, "return", reason="Too dear")
    leave(cast, "luis")

    assert looked_at(of_everybody).status == "open"


def test_a_seat_with_a_successor_is_waited_for(of_everybody: Ballot, cast: Any) -> None:
    for name in ("vic", "leo"):
        vote(of_everybody, cast.people[name], "return", reason="Too dear")
    before = Appointment.objects.get(user=cast.luis)
    leave(cast, "luis")
    cast.appoint("nora", "leader", since=MONDAY.date(), seat=before.seat, rank=before.rank)

    assert looked_at(of_everybody).status == "open"
