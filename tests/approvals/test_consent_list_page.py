"""The list on the decision page: what each item asks, one vote, and pulling one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.approvals.models import Ballot
from improvement.door.acts import take
from tests import factories


@pytest.fixture
def together(clock: Any, cast: Any) -> Ballot:
    return factories.ballot_of(factories.put_together(cast, "csc", "qua"))


def html(response: Any) -> str:
    return str(response.content.decode())


def test_every_item_opens_to_what_it_asks(
    cast: Any, together: Ballot, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.leo).get(together.get_absolute_url()))

    assert "On the list (2)" in page
    assert "Approve all" in page and "2 items on the list" in page
    for asked in ("Contact Centre", "Quality", "HK$320,000", "HK$480,000"):
        assert asked in page
    assert page.count("Clear goals, sound figures.") == 2
    assert page.count("Old data must be cleaned first") == 2
    assert page.count("This is the first version handed in.") == 2
    for number in (1, 2):
        assert f"/approvals/{together.public_id}/pull/?item={number}" in page


def test_pulling_from_the_page(cast: Any, together: Ballot, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.leo)
    address = f"/approvals/{together.public_id}/pull/"

    asked = html(client.get(f"{address}?item=2"))
    done = client.post(address, {"item": "2", "reason": "Twice the same desk.", "key": "k"})
    again = client.post(address, {"item": "2", "reason": "Twice the same desk.", "key": "k"})

    item = together.items.get(number=2)
    assert "Quality" in asked
    assert done["Location"] == again["Location"] == f"{together.get_absolute_url()}#items"
    assert item.pulled_because == "Twice the same desk."
    page = html(client.get(together.get_absolute_url()))
    assert "Pulled by Leo" in page and item.own_ballot.get_absolute_url() in page
    assert "1 item on the list" in page
    assert "with 1 department plan for" in page
    own = html(client.get(item.own_ballot.get_absolute_url()))
    assert "Leo pulled it from the list" in own and together.get_absolute_url() in own


def test_too_late_to_pull_the_page_keeps_the_word(
    cast: Any, together: Ballot, sign_in: Callable[..., Any]
) -> None:
    take(together, "pull", by=cast.lena, item=2)

    refused = sign_in(cast.leo).post(
        f"/approvals/{together.public_id}/pull/", {"item": "2", "reason": "Twice the same desk."}
    )

    assert refused.status_code == 409
    assert "pulled already" in html(refused) and "Twice the same desk." in html(refused)
    assert together.items.get(number=2).own_ballot.get_absolute_url() in html(refused)


@pytest.mark.parametrize(("query", "status"), [("?item=9", 404), ("?item=x", 404), ("", 404)])
def test_an_item_that_is_none_is_not_found(
    cast: Any, together: Ballot, sign_in: Callable[..., Any], query: str, status: int
) -> None:
    client = sign_in(cast.leo)

    assert client.get(f"/approvals/{together.public_id}/pull/{query}").status_code == status


def test_who_only_reads_is_not_offered_to_pull(
    cast: Any, together: Ballot, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)

    assert "/pull/" not in html(client.get(together.get_absolute_url()))
    assert client.get(f"/approvals/{together.public_id}/pull/?item=1").status_code == 403


def test_declared_interests_are_named(clock: Any, cast: Any, sign_in: Callable[..., Any]) -> None:
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    factories.endorse(cast, planning_round, "csc", "qua")
    cast.appoint("leo", "member", "csc")
    ballot = factories.ballot_of(factories.put_together(cast, planning_round=planning_round))

    page = html(sign_in(cast.lena).get(ballot.get_absolute_url()))

    assert "Leo belong to a department whose plan is included" in page


def test_the_plan_page_leads_to_the_list(
    cast: Any, together: Ballot, sign_in: Callable[..., Any]
) -> None:
    plan = together.items.get(number=1).subject

    page = html(sign_in(cast.olga).get(plan.get_absolute_url()))

    assert together.get_absolute_url() in page
    assert "0 of 5 voted" in page


def test_queries_do_not_grow_with_the_items(cast: Any, sign_in: Callable[..., Any]) -> None:
    client, counts = sign_in(cast.leo), []
    for year, codes in ((2051, ("csc",)), (2052, ("csc", "qua", "lic"))):
        planning_round = factories.make_round(cast, year=year, ballot_per_plan=False)
        made = factories.put_together(cast, *codes, planning_round=planning_round)
        address = factories.ballot_of(made).get_absolute_url()
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]
