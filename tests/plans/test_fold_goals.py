"""A round that folds the goals' approval into the plan's: one ballot instead of two (3.2.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from improvement.approvals.models import Ballot
from improvement.door.acts import record, take
from improvement.door.refusals import StepRefused, WrongState
from plans.round.gates import switch_off, switch_on
from tests import factories

REASON = "Two ballots in six weeks are too many for one group"


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Any:
    """Complete, with goals that have not been approved."""
    switch_off(by=cast.olga, planning_round=planning_round, gate="goals", reason=REASON)
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.complete(cast, plan, by=cast.dana)
    return plan


def html(response: Any) -> str:
    return str(response.content.decode())


def statuses(plan: Any) -> set[str]:
    return set(plan.goals.values_list("status", flat=True))


def test_the_goals_are_fixed_when_the_plan_is_approved(cast: Any, plan: Any) -> None:
    """D50: without a ballot on the goals alone."""
    factories.advance(cast, plan, to="leadership_approval")
    assert statuses(plan) == {"draft"}
    assert [ballot.subject for ballot in Ballot.objects.all()] == [plan]

    factories.vote_through(cast, plan)

    plan.goal_set.refresh_from_db()
    assert (plan.goal_set.status, statuses(plan)) == ("fixed", {"fixed"})


def test_goals_are_closed_while_their_plan_is_read(cast: Any, plan: Any) -> None:
    take(plan, "submit", by=cast.hana)

    with pytest.raises(WrongState):
        record(plan.goals.first(), {"title": "Another goal"}, by=cast.dana)


def test_a_returned_plan_has_its_goals_open_again(cast: Any, plan: Any) -> None:
    factories.advance(cast, plan, to="leadership_approval")

    factories.vote_through(cast, plan, "return", "Too modest")

    plan.refresh_from_db()
    plan.goal_set.refresh_from_db()
    assert (plan.status, plan.goal_set.status) == ("draft", "draft")
    assert record(plan.goals.first(), {"title": "A bolder goal"}, by=cast.dana)


def test_goals_alone_are_not_submitted(cast: Any, plan: Any, sign_in: Callable[..., Any]) -> None:
    """D49: the office reads them with the plan."""
    with pytest.raises(StepRefused, match="approved together with the plan"):
        take(plan.goal_set, "submit", by=cast.hana)

    client = sign_in(cast.hana)
    answer = client.post(f"{plan.goal_set.get_absolute_url()}submit/", {})
    assert answer.status_code == 409
    assert "approved together with the plan" in html(answer)


def test_the_check_offers_the_plan_and_says_why(
    cast: Any, plan: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.hana)
    page = html(client.get(f"{plan.get_absolute_url()}check/"))

    assert REASON in page
    assert "First the goals" not in page
    assert client.post(f"{plan.get_absolute_url()}submit/", {}).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "office_review"


def test_by_default_the_goals_come_first(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    """D49, D50: the gate is on unless the office has switched it off with a reason."""
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.complete(cast, plan, by=cast.dana)
    client = sign_in(cast.hana)

    assert "First the goals" in html(client.get(f"{plan.get_absolute_url()}check/"))
    assert client.post(f"{plan.get_absolute_url()}submit/", {}).status_code == 409
    assert client.post(f"{plan.goal_set.get_absolute_url()}submit/", {}).status_code == 302


def test_incomplete_goals_stop_the_plan(cast: Any, plan: Any) -> None:
    record(plan.goals.first(), {"evidence": ""}, by=cast.dana)

    with pytest.raises(StepRefused, match="evidence"):
        take(plan, "submit", by=cast.hana)


def test_a_plan_on_its_way_keeps_the_gate_it_was_submitted_by(cast: Any, plan: Any) -> None:
    """Switched on again after a plan was submitted: its goals are fixed with it all the same."""
    factories.advance(cast, plan, to="leadership_approval")
    switch_on(by=cast.olga, planning_round=plan.round, gate="goals")

    factories.vote_through(cast, plan)

    plan.goal_set.refresh_from_db()
    assert (plan.goal_set.status, statuses(plan)) == ("fixed", {"fixed"})


def test_switching_the_gate_off_takes_a_reason(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    answer = sign_in(cast.olga).post(
        f"/rounds/{planning_round.public_id}/gates/", {"gate": "goals", "reason": ""}
    )

    assert answer.status_code == 409
    assert planning_round.asks_for("goals")
