"""The departments' plans on one list: compiled, voted on together, issued without the pulled."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.approvals.steps import cast_vote
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models import Department
from plans.models import Plan, Round
from plans.steps import begin_organization_plan, compile_plans
from tests import factories


@pytest.fixture
def planning_round(cast: Any) -> Any:
    return factories.make_round(cast, ballot_per_plan=False)


def issue(cast: Any, edition: Any, number: str) -> Any:
    edition = factories.sign_off(cast, edition)
    return take(edition, "issue", by=cast.olga, number=number, issued_on=dt.date.today())


def codes(edition: Any) -> list[str]:
    return [item.plan.department.code for item in edition.items.all()]


def test_a_new_round_votes_on_its_plans_together() -> None:
    """D61: a ballot for each department's plan is a setting."""
    assert Round().ballot_per_plan is False


def test_a_plan_is_not_put_forward_alone(cast: Any, planning_round: Any) -> None:
    plan = factories.make_plan(cast, planning_round, status="endorsed")

    with pytest.raises(NotYours):
        take(plan, "put_forward", by=cast.olga)


def test_compiling_takes_in_what_is_endorsed(cast: Any, planning_round: Any) -> None:
    factories.make_plan(cast, planning_round, status="endorsed")
    factories.make_plan(cast, planning_round, "qua", by="dora", head="hugo")
    edition = begin_organization_plan(by=cast.olga, planning_round=planning_round)

    compile_plans(by=cast.olga, organization_plan=edition)

    assert codes(edition) == ["csc"]


@pytest.mark.parametrize("again", [False, True])
def test_what_has_moved_since_is_compiled_again(
    cast: Any, planning_round: Any, again: bool
) -> None:
    """A plan returned from consolidation, and one that was handed in anew since."""
    plan = factories.make_plan(cast, planning_round, status="endorsed")
    edition = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=edition)
    plan = take(plan, "return_from_consolidation", by=cast.olga, reason="Twice the same measure.")
    if again:
        factories.advance(cast, plan, to="endorsed")

    with pytest.raises(StepRefused, match="Compile again"):
        take(edition, "put_forward", by=cast.olga)


def test_a_returned_organization_plan_is_compiled_and_put_forward_anew(cast: Any) -> None:
    edition = factories.put_together(cast, "csc", "qua")
    factories.vote_through(cast, edition, "return", "Too dear.")

    compile_plans(by=cast.olga, organization_plan=edition)
    take(edition, "put_forward", by=cast.olga)
    factories.vote_through(cast, edition)

    assert set(Plan.objects.values_list("status", flat=True)) == {"approved"}


def test_issued_without_what_was_pulled_and_is_not_decided(cast: Any) -> None:
    """It follows in a supplement (ours)."""
    edition = factories.put_together(cast, "csc", "qua")
    take(factories.ballot_of(edition), "pull", by=cast.leo, item=1)
    factories.vote_through(cast, edition)

    edition = issue(cast, edition, "HY-1")

    contact_centre, quality = Plan.objects.order_by("pk")
    assert (contact_centre.status, quality.status) == ("leadership_approval", "execution")
    assert codes(edition) == ["qua"]
    frozen = Revision.objects.latest_of(edition).content
    assert [plan["department"] for plan in frozen["plans"]] == ["qua"]

    factories.vote_through(cast, contact_centre)
    supplement = begin_organization_plan(by=cast.olga, planning_round=edition.round)
    compile_plans(by=cast.olga, organization_plan=supplement)
    assert (supplement.edition, codes(supplement)) == (2, ["csc"])
    take(supplement, "put_forward", by=cast.olga)
    assert factories.ballot_of(supplement).size == 0
    factories.vote_through(cast, supplement)
    issue(cast, supplement, "HY-2")
    contact_centre.refresh_from_db()
    assert contact_centre.status == "execution"


def test_issued_with_what_was_pulled_and_is_approved(cast: Any) -> None:
    edition = factories.put_together(cast, "csc", "qua")
    take(factories.ballot_of(edition), "pull", by=cast.leo, item=1)
    factories.vote_through(cast, edition)
    factories.vote_through(cast, Plan.objects.get(department__code="csc"))

    edition = issue(cast, edition, "HY-1")

    assert codes(edition) == ["csc", "qua"]
    assert set(Plan.objects.values_list("status", flat=True)) == {"execution"}


def test_whoever_is_concerned_declares_it(cast: Any, planning_round: Any) -> None:
    factories.endorse(cast, planning_round, "csc", "qua")
    cast.appoint("leo", "member", "qua")

    ballot = factories.ballot_of(factories.put_together(cast, planning_round=planning_round))

    assert [seat.holder for seat in ballot.seats.filter(declared=True)] == [cast.leo]
    assert ballot.declares
    assert not ballot.seats.filter(recused=True).exists()
    assert not ballot.unheard(ballot.seat_list())


def many(cast: Any, planning_round: Any, count: int) -> Any:
    """`count` endorsed plans: the first came through the door, the others are like it."""
    first = factories.make_plan(cast, planning_round, status="endorsed")
    revision = Revision.objects.latest_of(first)
    for n in range(1, count):
        code = f"{planning_round.label}-{n}"
        department = Department.objects.create(code=code, name=code)
        cast.departments[department.code] = department
        cast.appoint(f"h{department.code}", "head", department.code)
        plan = Plan(round=planning_round, department=department, status="endorsed")
        plan.save()
        Revision.objects.create(
            object_type=revision.object_type,
            object_id=plan.pk,
            number=1,
            step="submit",
            content=revision.content,
            digest=revision.digest,
        )
    planning_round = take(planning_round, "close_drafting", by=cast.olga)
    edition = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    return compile_plans(by=cast.olga, organization_plan=edition)


def queries(cast: Any, year: int, count: int) -> tuple[int, int]:
    """How many it takes to put `count` plans forward, and to cast the vote that approves them."""
    planning_round = factories.make_round(cast, year=year, ballot_per_plan=False)
    edition = many(cast, planning_round, count)
    with CaptureQueriesContext(connection) as forward:
        edition = take(edition, "put_forward", by=cast.olga)
    ballot = factories.ballot_of(edition)
    factories.vote_by(cast, ballot, *factories.LEADERS[:-1])
    ballot.refresh_from_db()
    with CaptureQueriesContext(connection) as decided:
        cast_vote(ballot, by=cast.cora, choice="approve", seen=ballot.digest)
    assert Plan.objects.filter(round=planning_round, status="approved").count() == count
    return len(forward), len(decided)


def test_forty_plans_take_as_many_queries_as_two(cast: Any) -> None:
    queries(cast, 2050, 1)  # what is read once and kept is read here
    assert queries(cast, 2051, 40) == queries(cast, 2052, 2)
