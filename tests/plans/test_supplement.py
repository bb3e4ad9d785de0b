"""Supplements (增補): late plans and adjustments in force become part of the organization plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from improvement.documents.content import Table
from improvement.documents.forms import Form
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from plans.models import Adjustment, OrganizationPlan, Plan
from plans.papers.frames import organization_paper
from plans.steps import begin_organization_plan, compile_plans
from tests import factories
from tests.plans import adjustments


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Plan:
    return factories.make_plan(cast, planning_round, status="execution")


@pytest.fixture
def adjustment(cast: Any, plan: Plan) -> Adjustment:
    return adjustments.approved(cast, adjustments.proposing(cast, plan, cost="400000"))


def supplement(cast: Any, plan: Plan) -> OrganizationPlan:
    begun = begin_organization_plan(by=cast.olga, planning_round=plan.round)
    return compile_plans(by=cast.olga, organization_plan=begun)


def issued(cast: Any, edition: OrganizationPlan, number: str) -> OrganizationPlan:
    """Voted through, signed off, issued."""
    factories.vote_through(cast, edition)
    signed = factories.sign_off(cast, edition)
    day = signed.round.starts
    done: OrganizationPlan = take(signed, "issue", by=cast.olga, number=number, issued_on=day)
    return done


def test_a_late_plan_is_voted_on_and_issued_with_a_supplement(cast: Any) -> None:
    """3.4.2 (D58), 3.4.3: whoever hands in late is not left out of the year."""
    first = issued(cast, factories.put_together(cast, "csc"), "HY-1")
    planning_round = first.round
    planning_round.refresh_from_db()

    second = factories.put_together(cast, "qua", planning_round=planning_round)
    done = issued(cast, second, "HY-2")

    late = Plan.objects.get(department=cast.qua)
    assert (done.edition, done.included(), late.status) == (2, [late], "execution")
    planning_round.refresh_from_db()
    assert planning_round.status == "executing"


def test_an_adjustment_in_force_is_taken_in_with_the_revision_decided_on(
    cast: Any, plan: Plan, adjustment: Adjustment
) -> None:
    """4.4.3: v2 says what has come into force since v1."""
    second = supplement(cast, plan)

    (row,) = second.supplemented()
    decided = Revision.objects.latest_of(adjustment)
    assert (row.adjustment, row.revision) == (adjustment, decided)
    (told,) = second.content()["adjustments"]
    assert (told["department"], told["digest"]) == ("csc", decided.digest)
    assert "adjustments" not in OrganizationPlan.objects.get(edition=1).content()


def test_a_supplement_of_adjustments_alone_is_put_to_the_vote_and_signed_for(
    cast: Any, plan: Plan, adjustment: Adjustment, sign_in: Callable[..., Any]
) -> None:
    """4.4.3, D62: the department whose plan was adjusted signs for it."""
    second = take(supplement(cast, plan), "put_forward", by=cast.olga)
    brief = sign_in(cast.leo).get(factories.ballot_of(second).get_absolute_url())
    done = issued(cast, second, "HY-2")

    assert "takes in 1 adjustment that is in force?" in brief.content.decode()
    assert [row.department for row in done.receipts.all()] == [cast.csc]
    page = sign_in(cast.sam).get(done.get_absolute_url()).content.decode()
    assert adjustment.get_absolute_url() in page
    assert "G1 is reached a quarter later." in page


def test_what_one_supplement_has_taken_in_the_next_does_not(
    cast: Any, plan: Plan, adjustment: Adjustment
) -> None:
    issued(cast, take(supplement(cast, plan), "put_forward", by=cast.olga), "HY-2")

    third = supplement(cast, plan)

    assert third.supplemented() == []
    with pytest.raises(StepRefused, match="included yet"):
        take(third, "put_forward", by=cast.olga)


def test_compiling_again_takes_in_what_has_come_into_force_since(cast: Any, plan: Plan) -> None:
    second = supplement(cast, plan)
    adjustments.approved(cast, adjustments.proposing(cast, plan, cost="400000"))

    compile_plans(by=cast.olga, organization_plan=second)

    assert [row.adjustment.number for row in second.supplemented()] == [1]


def test_the_paper_lists_the_adjustments(cast: Any, plan: Plan, adjustment: Adjustment) -> None:
    paper = organization_paper(supplement(cast, plan), form=Form.PLAIN, language="en")

    tables = [b for b in paper.blocks if isinstance(b, Table) and b.header[0] == "Adjustment"]
    assert [row[:3] for row in tables[0].rows] == [
        [str(adjustment), "G1 is reached a quarter later.", "1"]
    ]
