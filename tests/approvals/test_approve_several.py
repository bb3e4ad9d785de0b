"""Several ballots of one kind approved in one go: each a vote of its own, each with its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from improvement.approvals.models import Ballot, Vote
from improvement.door.acts import take
from tests import factories

from .voting import vote

ADDRESS = "/approvals/several/plan/"


@pytest.fixture
def two(clock: Any, cast: Any) -> list[Ballot]:
    """Two departments' plans, each with a ballot of its own."""
    planning_round = factories.make_round(cast)
    for code in ("csc", "qua"):
        by, head = factories.DRAFTERS[code]
        factories.make_plan(
            cast, planning_round, code, status="leadership_approval", by=by, head=head
        )
    return list(Ballot.objects.open().order_by("pk"))


def html(response: Any) -> str:
    return str(response.content.decode())


def typed(*ballots: Ballot, **more: str) -> dict[str, Any]:
    seen = {f"seen-{ballot.public_id}": ballot.digest for ballot in ballots}
    return {"ballot": [str(ballot.public_id) for ballot in ballots], "key": "k", **seen, **more}


def test_the_queue_offers_what_waits_more_than_once(
    cast: Any, two: list[Ballot], sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.leo)

    assert ADDRESS in html(client.get("/approvals/"))
    page = html(client.get(ADDRESS))
    assert all(ballot.title in page for ballot in two)
    assert " checked" not in page.partition("<fieldset")[2].partition("</fieldset>")[0]
    vote(two[0], cast.leo)
    assert ADDRESS not in html(client.get("/approvals/"))


def test_every_chosen_one_gets_a_vote(
    cast: Any, two: list[Ballot], sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.leo)

    done = client.post(ADDRESS, typed(*two))
    again = client.post(ADDRESS, typed(*two))

    assert html(done).count("Your vote is recorded.") == 2
    assert html(again).count("Your vote is recorded.") == 2
    cast_votes = Vote.objects.filter(voter=cast.leo, ballot__in=two)
    assert [(v.ballot_id, v.choice) for v in cast_votes.order_by("pk")] == [
        (ballot.pk, "approve") for ballot in two
    ]


def test_one_that_is_refused_does_not_hold_back_the_others(
    cast: Any, two: list[Ballot], sign_in: Callable[..., Any]
) -> None:
    """The chair's turn has come on the first ballot only; the second names who is awaited."""
    factories.vote_by(cast, two[0], *factories.LEADERS[:-1])

    page = html(sign_in(cast.cora).post(ADDRESS, typed(*two)))

    two[0].refresh_from_db()
    assert two[0].status == "approved"
    assert "Your vote completed the ballot." in page
    assert "Not cast: Whoever presides votes last. Still to vote: Vic" in page
    assert not two[1].votes.exists()


def test_on_replaced_content_no_vote_is_cast(
    cast: Any, two: list[Ballot], sign_in: Callable[..., Any]
) -> None:
    first, second = two
    stale = typed(first, second, **{f"seen-{first.public_id}": "0" * 64})

    page = html(sign_in(cast.leo).post(ADDRESS, stale))

    assert "Not cast: The content was replaced" in page
    assert [v.ballot for v in Vote.objects.filter(voter=cast.leo, ballot__in=two)] == [second]


def test_only_what_waits_and_was_ticked(
    cast: Any, two: list[Ballot], sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.leo)
    recalled = take(two[0], "recall", by=cast.olga, reason="One figure is wrong.")

    nothing = client.post(ADDRESS, {"ballot": "x", "key": "k"})
    gone = client.post(ADDRESS, typed(recalled))

    assert nothing.status_code == 409
    assert "Choose at least one." in html(nothing)
    assert "Not cast:" in html(gone)
    assert not Vote.objects.filter(voter=cast.leo, ballot__in=two).exists()


@pytest.mark.parametrize(
    "kind", ["award", "criticism", "adjustment", "organizationplan", "overallgoalset", "user", "x"]
)
def test_never_for_these(cast: Any, sign_in: Callable[..., Any], kind: str) -> None:
    assert sign_in(cast.leo).get(f"/approvals/several/{kind}/").status_code == 404


def test_only_for_who_votes(cast: Any, two: list[Ballot], sign_in: Callable[..., Any]) -> None:
    assert sign_in(cast.olga).post(ADDRESS, typed(*two)).status_code == 403
