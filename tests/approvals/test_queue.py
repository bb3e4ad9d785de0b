"""The approval queue: whose ballots, in which order, with how many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.approvals import listing
from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from tests import factories

URL = "/approvals/"


def waiting_plan(
    cast: Any, department: str = "csc", by: str = "dana", head: str = "hana"
) -> Ballot:
    plan = factories.make_plan(
        cast, department=department, status="leadership_approval", by=by, head=head
    )
    return factories.ballot_of(plan)


def three_waiting(cast: Any) -> list[Ballot]:
    return [
        waiting_plan(cast),
        waiting_plan(cast, "qua", "dora", "hugo"),
        waiting_plan(cast, "lic", "lily", "lily"),
    ]


def titles(response: Any) -> list[str]:
    return [row.title for row in response.context["rows"]]


def test_a_member_sees_what_waits_and_the_first_is_open(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    ballots = three_waiting(cast)

    response = sign_in(cast.leo).get(URL)

    assert titles(response) == [b.title for b in ballots]
    assert response.context["ballot"] == ballots[0]
    assert "cast 0 / 5" in response.content.decode()


def test_a_vote_moves_the_ballot_to_the_other_list(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    ballot = waiting_plan(cast)
    cast_vote(ballot, by=cast.leo, choice="approve", seen=ballot.digest)
    client = sign_in(cast.leo)

    assert titles(client.get(URL)) == []
    assert titles(client.get(URL, {"show": "voted"})) == [ballot.title]


def test_closed_ballots_have_a_list_of_their_own(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    ballot = waiting_plan(cast)
    factories.vote_through(cast, ballot.subject)

    listed = titles(sign_in(cast.leo).get(URL, {"show": "closed"}))

    assert listed[0] == ballot.title


def test_a_delegate_sees_what_waits_for_the_principal(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    ballot = waiting_plan(cast)
    cast.delegate("leo", to="xia")

    response = sign_in(cast.xia).get(URL)

    assert titles(response) == [ballot.title]
    assert "You vote for Leo, by written delegation." in response.content.decode()


def test_the_office_follows_the_open_ballots(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    ballot = waiting_plan(cast)

    assert titles(sign_in(cast.olga).get(URL)) == [ballot.title]


def test_staff_learn_who_decides(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    assert sign_in(cast.sam).get(URL).status_code == 403


def test_pages_go_on_where_the_last_one_ended(
    cast: Any,
    planning_round: Any,
    sign_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ballots = three_waiting(cast)
    monkeypatch.setattr(listing, "PAGE", 2)
    client = sign_in(cast.leo)

    first = client.get(URL)
    second = client.get(first.context["older"])

    assert titles(first) == [b.title for b in ballots[:2]]
    assert titles(second) == [ballots[2].title]
    assert second.context["older"] == ""


def test_queries_do_not_grow_with_the_rows(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    waiting_plan(cast)
    client = sign_in(cast.leo)
    client.get(URL)  # the name of the house and the currency are kept for five minutes
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    waiting_plan(cast, "qua", "dora", "hugo")
    waiting_plan(cast, "lic", "lily", "lily")
    with CaptureQueriesContext(connection) as three:
        client.get(URL)

    assert len(three) == len(one) <= 7
