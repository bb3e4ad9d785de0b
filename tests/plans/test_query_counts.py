"""What an act or a page asks of the database, with one row and with three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from improvement.door.acts import take
from plans.models import OrganizationPlan, Plan
from plans.steps import begin_organization_plan, compile_plans
from tests import factories

DEPARTMENTS = [("csc", "dana", "hana"), ("qua", "dora", "hugo"), ("lic", "lily", "lily")]
PEOPLE = ["dana", "hana", "paul", "olga", "oscar", "leo", "cora", "anna", "sam", "ada"]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def queries(act: Callable[[], Any]) -> int:
    """How many statements, without those that only open and close transactions."""
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    assert answer.status_code in (200, 302), answer.content
    return sum(not query["sql"].startswith(FRAME) for query in captured)


def plans(cast: Any, count: int, status: str, **more: Any) -> list[Plan]:
    return [
        factories.make_plan(cast, department=code, status=status, by=by, head=head, **more)
        for code, by, head in DEPARTMENTS[:count]
    ]


def all_but_the_chair(cast: Any, plan: Plan) -> Ballot:
    ballot = factories.ballot_of(plan)
    for name in factories.LEADERS[:-1]:
        cast_vote(ballot, by=cast.people[name], choice="approve", seen=ballot.digest)
    return ballot


def approve(client: Client, ballot: Ballot) -> Any:
    typed = {"choice": "approve", "seen": ballot.digest, "key": f"vote-{ballot.pk}"}
    return client.post(f"/approvals/{ballot.public_id}/vote/", typed)


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_vote_that_completes_a_ballot(
    cast: Any, planning_round: Any, client: Client, waiting: int
) -> None:
    first, *_others = [
        all_but_the_chair(cast, plan) for plan in plans(cast, waiting, "leadership_approval")
    ]
    client.force_login(cast.cora)

    assert queries(lambda: approve(client, first)) == 15
    first.refresh_from_db()
    assert first.subject.status == "approved"


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_queue(cast: Any, planning_round: Any, client: Client, waiting: int) -> None:
    plans(cast, waiting, "leadership_approval")
    client.force_login(cast.leo)
    client.get("/approvals/")  # some things are kept for five minutes

    assert queries(lambda: client.get("/approvals/")) == 7


def test_issuing_asks_the_same_for_one_plan_and_for_three(
    cast: Any, planning_round: Any, client: Client
) -> None:
    client.force_login(cast.olga)
    later, last = (factories.make_round(cast, year=factories.YEAR + n) for n in (1, 2))
    asked = []
    # The first is not counted: what is read once and kept is read there.
    for each, number in ((planning_round, 1), (later, 1), (last, 3)):
        plan = ready_to_issue(cast, each, number)
        asked.append(queries(lambda: issue(client, plan)))  # noqa: B023
        assert [row.status for row in plan.included()] == ["execution"] * number

    assert asked[1] == asked[2]


def ready_to_issue(cast: Any, planning_round: Any, number: int) -> OrganizationPlan:
    plans(cast, number, "approved", planning_round=planning_round)
    planning_round.refresh_from_db()
    take(planning_round, "close_drafting", by=cast.olga)
    plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=plan)
    take(plan, "put_forward", by=cast.olga)
    factories.vote_through(cast, plan)
    return factories.sign_off(cast, plan)


def issue(client: Client, plan: OrganizationPlan) -> Any:
    number, day = f"HY-{plan.round.label}", dt.date.today().isoformat()
    typed = {"number": number, "issued_on": day, "version": plan.version, "key": number}
    return client.post(f"{plan.get_absolute_url()}issue/", typed)


@pytest.mark.parametrize("status", ["draft", "office_review", "leadership_approval"])
def test_home(cast: Any, planning_round: Any, client: Client, status: str) -> None:
    plans(cast, 1, status)
    one = asked_by_each(cast, client, PEOPLE, "/")
    for code, by, head in DEPARTMENTS[1:]:
        factories.make_plan(cast, department=code, status=status, by=by, head=head)
    three = asked_by_each(cast, client, PEOPLE, "/")

    assert one == three
    assert max(three.values()) <= 10


@pytest.mark.parametrize("status", ["draft", "office_review", "approved", "execution"])
def test_the_page_of_a_plan(cast: Any, planning_round: Any, client: Client, status: str) -> None:
    small = factories.make_plan(cast, status="draft")
    large = factories.make_plan(
        cast, department="qua", status="draft", goals=9, by="dora", head="hugo"
    )
    for _more in range(2):
        factories.make_measure(cast, large, by=cast.dora)
    if status == "execution":
        for plan, head in ((small, "hana"), (large, "hugo")):
            factories.advance(cast, plan, to="approved", head=head)
        factories.issue(cast, planning_round)
    else:
        factories.advance(cast, small, to=status)
        factories.advance(cast, large, to=status, head="hugo")

    readers = ["olga", "leo", *(["xia"] if status == "execution" else [])]
    for path in ("", "text/"):
        one = asked_by_each(cast, client, ["hana", *readers], small.get_absolute_url() + path)
        three = asked_by_each(cast, client, ["hugo", *readers], large.get_absolute_url() + path)

        assert [*one.values()] == [*three.values()]
        assert max(three.values()) <= 10


def asked_by_each(cast: Any, client: Client, names: list[str], page: str) -> dict[str, int]:
    """How many queries the page asks for each of these people."""
    asked = {}
    for name in names:
        client.force_login(cast.people[name])
        client.get(page)  # some things are kept for five minutes
        asked[name] = queries(lambda: client.get(page))
    return asked
