"""Who gives up a seat changes what can be approved; the ballot closes right behind it (ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.approvals.record import Sheet
from improvement.approvals.steps import close_deserted
from improvement.audit.models import Entry
from improvement.door.acts import record
from improvement.notifications.models import Message
from improvement.organization.models import Appointment, User

from .voting import MONDAY, vote

YESTERDAY = MONDAY.date() - dt.timedelta(days=1)
Commits = Callable[..., Any]


@pytest.fixture
def nearly(of_everybody: Ballot, cast: Any) -> Ballot:
    """Two of five have said no; the three others could still approve."""
    for name in ("vic", "leo"):
        vote(of_everybody, cast.people[name], "return", reason="Too dear")
    return of_everybody


def give_up(cast: Any, name: str, how: str = "account") -> None:
    """The account is closed; or the appointment ended yesterday."""
    if how == "account":
        record(User.objects.get(pk=cast.people[name].pk), {"is_active": False}, by=cast.ada)
    else:
        held = Appointment.objects.get(user=cast.people[name])
        record(held, {"until": YESTERDAY}, by=cast.ada)


def now(ballot: Ballot) -> Ballot:
    return Ballot.objects.get(pk=ballot.pk)


@pytest.mark.parametrize("how", ["account", "appointment"])
def test_it_closes_with_the_act_and_not_with_the_scanner(
    nearly: Ballot, cast: Any, django_capture_on_commit_callbacks: Commits, how: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        give_up(cast, "luis", how)

    after = now(nearly)
    assert (after.status, after.subject.status) == ("returned", "draft")
    assert (after.approvals_needed, after.approvals_possible) == (3, 2)
    entry = Entry.objects.about("approvals.ballot", after.pk).last()
    assert (entry.verb, entry.actor_id) == ("return_it", None)
    assert (entry.readable_inputs["needed"], entry.readable_inputs["possible"]) == (3, 2)


def test_who_votes_is_told_with_the_numbers_and_the_office_of_the_result(
    nearly: Ballot, cast: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        give_up(cast, "luis")

    told = Message.objects.filter(kind="approvals.ballot.deserted", channel="inapp")
    names = {message.recipient.name for message in told}
    assert names == {"Cora", "Vic", "Leo", "Lena"}
    assert Message.objects.filter(kind="approvals.ballot.closed", recipient=cast.olga).exists()
    assert told[0].context["needed"] == "3" and told[0].context["possible"] == "2"


def test_its_page_and_its_record_say_so(
    nearly: Ballot, cast: Any, sign_in: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        give_up(cast, "luis")
    client = sign_in(cast.cora)

    page = client.get(nearly.get_absolute_url()).content.decode()
    sheet = client.get(f"{nearly.get_absolute_url()}record/").content.decode()

    said = "3 approvals were needed, and at most 2 could still come"
    assert "A seat was given up." in page and said in page
    assert "It closed because a seat was given up" in sheet and said in sheet
    assert Sheet(now(nearly)).facts()["given_up"] == [3, 2]


def test_while_approval_is_possible_nothing_closes(
    of_everybody: Ballot, cast: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    vote(of_everybody, cast.vic, "return", reason="Too dear")
    with django_capture_on_commit_callbacks(execute=True):
        give_up(cast, "luis")
    assert now(of_everybody).status == "open"


def test_the_last_vote_that_was_missing_leaves_and_it_is_approved(
    of_everybody: Ballot, cast: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    Ballot.objects.filter(pk=of_everybody.pk).update(chair_from=timezone.now())
    of_everybody.refresh_from_db()
    for name in ("vic", "leo", "lena", "cora"):
        vote(of_everybody, cast.people[name])
    with django_capture_on_commit_callbacks(execute=True):
        give_up(cast, "luis")
    after = now(of_everybody)
    assert (after.status, after.deserted) == ("approved", False)


def test_other_changes_of_a_person_ask_for_nothing(
    nearly: Ballot, cast: Any, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks() as called:
        record(User.objects.get(pk=cast.luis.pk), {"language": "zh-hant"}, by=cast.luis)
    assert close_deserted not in called


def test_an_act_that_is_taken_back_closes_nothing(nearly: Ballot, cast: Any) -> None:
    """What follows waits for the act to stand."""
    give_up(cast, "luis")
    assert now(nearly).status == "open"
