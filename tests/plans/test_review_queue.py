"""The office's queue: what waits, since when, for whom to handle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.reviewing import reading_desk
from tests import factories

URL = "/review/"


def rows(response: Any) -> list[str]:
    return [str(waiting.row) for waiting in response.context["page"].rows]


def test_goals_and_plans_stand_in_one_table_the_longest_waiting_first(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    endorsed = factories.make_plan(cast, status="endorsed")
    reviewed = factories.make_plan(
        cast, department="lic", status="office_review", by="lily", head="lily"
    )
    young = factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    factories.advance_goals(cast, young, to="office_review", head="hugo")

    response = sign_in(cast.olga).get(URL)

    assert rows(response) == [str(endorsed), str(reviewed), str(young.goal_set)]
    page = response.content.decode()
    assert f"/plans/{endorsed.public_id}/put_forward/" in page
    assert f"/review/{reviewed.public_id}/" in page


def test_a_returned_plan_comes_back_as_the_second_round(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    from improvement.door.acts import take

    plan = factories.make_plan(cast, status="office_review")
    plan = take(plan, "send_back", by=cast.olga, reason="Name the source")
    take(plan, "submit", by=cast.hana)

    [waiting] = sign_in(cast.olga).get(URL).context["page"].rows

    assert waiting.times == 2


def test_the_host_department_is_handled_by_an_officer_from_elsewhere(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(
        cast, department="qua", status="office_review", by="dora", head="hugo"
    )

    own = sign_in(cast.otto).get(URL).content.decode()
    other = sign_in(cast.olga).get(URL).content.decode()

    assert "An officer from elsewhere" in own
    assert f"/review/{plan.public_id}/" not in own
    assert f"/review/{plan.public_id}/" in other


def test_the_queue_is_for_the_office(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    assert sign_in(cast.hana).get(URL).status_code == 403


def test_pages_go_on_where_the_last_one_ended(
    cast: Any,
    planning_round: Any,
    sign_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = factories.make_plan(cast, status="office_review")
    young = factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    factories.advance_goals(cast, young, to="office_review", head="hugo")
    last = factories.make_plan(
        cast, department="lic", status="office_review", by="lily", head="lily"
    )
    monkeypatch.setattr(reading_desk, "SIZE", 1)
    client = sign_in(cast.olga)
    seen, address = [], URL

    for _turn in range(3):
        response = client.get(address)
        seen += rows(response)
        address = URL + response.context["page"].older

    assert seen == [str(first), str(young.goal_set), str(last)]
    assert response.context["page"].older == ""


def test_queries_do_not_grow_with_the_rows(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    factories.make_plan(cast, status="office_review")
    young = factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    factories.advance_goals(cast, young, to="office_review", head="hugo")
    client = sign_in(cast.olga)
    client.get(URL)  # the name of the house is kept for five minutes
    with CaptureQueriesContext(connection) as two:
        client.get(URL)
    factories.make_plan(cast, department="lic", status="endorsed", by="lily", head="lily")
    with CaptureQueriesContext(connection) as three:
        client.get(URL)

    assert len(three) == len(two) <= 8  # one of them counts for the menu
