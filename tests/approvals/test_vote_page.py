"""Brief and decision on one screen: what is shown to whom, and what a vote brings about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from improvement.audit.models import Entry
from improvement.door.acts import record, take
from tests import factories


@pytest.fixture
def ballot(cast: Any, planning_round: Any) -> Ballot:
    return factories.ballot_of(factories.make_plan(cast, status="leadership_approval"))


def send(client: Any, ballot: Ballot, **typed: Any) -> Any:
    return client.post(
        f"/approvals/{ballot.public_id}/vote/", {"seen": ballot.digest, "key": "k1", **typed}
    )


def html(response: Any) -> str:
    return str(response.content.decode())


def test_nothing_is_preselected(ballot: Ballot, cast: Any, sign_in: Callable[..., Any]) -> None:
    page = html(sign_in(cast.leo).get(ballot.get_absolute_url()))

    assert page.count('name="choice"') == 4
    assert " checked" not in page.split("</form>")[-2]


def test_the_brief_carries_ask_cost_risk_and_recommendation(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.leo).get(ballot.get_absolute_url()))

    for text in (
        "Approve the plan with 3 goals and 1 measure",
        "320,000",
        "480,000",
        "Old data must be cleaned first",
        "Clear goals, sound figures.",
        "+12 points",
    ):
        assert text in page


def test_a_vote_is_recorded_and_the_next_ballot_opens(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    other = factories.ballot_of(
        factories.make_plan(
            cast, department="qua", status="leadership_approval", by="dora", head="hugo"
        )
    )

    client = sign_in(cast.leo)
    response = send(client, ballot, choice="approve")

    assert client.get(response["Location"]).context["ballot"] == other
    vote = ballot.votes.get()
    assert (vote.voter, vote.choice, vote.seen) == (cast.leo, "approve", ballot.digest)
    entry = Entry.objects.about("approvals.ballot", ballot.pk).last()
    assert (entry.verb, entry.actor_id) == ("vote", cast.leo.pk)


def test_the_same_form_counts_once(ballot: Ballot, cast: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.leo)

    send(client, ballot, choice="approve")
    again = send(client, ballot, choice="approve")

    assert again.status_code == 302
    assert ballot.votes.count() == 1


def test_the_completing_vote_says_what_it_did(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    for name in ("vic", "leo", "lena", "luis"):
        cast_vote(ballot, by=cast.people[name], choice="approve", seen=ballot.digest)

    response = send(sign_in(cast.cora), ballot, choice="approve")

    ballot.refresh_from_db()
    assert ballot.status == "approved"
    assert ballot.subject.status == "approved"
    assert "The decision takes effect now." in html(sign_in(cast.cora).get(response["Location"]))


def test_conditions_are_kept_with_their_dates(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    send(
        sign_in(cast.leo),
        ballot,
        choice="conditions",
        condition_1="Name two editors",
        due_1="2030-01-31",
    )

    condition = ballot.conditions.get()
    assert (condition.text, str(condition.due)) == ("Name two editors", "2030-01-31")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a decision first."),
        ({"choice": "return"}, "Say why you return it."),
        ({"choice": "conditions", "reason": "kept text"}, "Name at least one condition."),
    ],
)
def test_an_incomplete_decision_is_refused_and_kept(
    ballot: Ballot,
    cast: Any,
    sign_in: Callable[..., Any],
    typed: dict[str, str],
    sentence: str,
) -> None:
    response = send(sign_in(cast.leo), ballot, **typed)

    page = html(response)
    assert response.status_code == 409
    assert sentence in page
    assert "<title>Error:" in page
    assert typed.get("reason", "") in page
    assert not ballot.votes.exists()


def test_a_vote_on_content_replaced_meanwhile_is_refused(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = send(sign_in(cast.leo), ballot, choice="approve", seen="0" * 64, reason="typed")

    assert response.status_code == 409
    assert "The content was replaced after you opened it." in html(response)
    assert "typed" in html(response)
    assert not ballot.votes.exists()


def test_a_vote_on_a_recalled_ballot_leads_to_the_newer_one_and_shows_the_change(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    take(ballot, "recall", by=cast.olga, reason="A figure was wrong")
    plan = take(
        type(ballot.subject).objects.get(pk=ballot.object_id),
        "return_from_consolidation",
        by=cast.olga,
        reason="A figure was wrong",
    )
    record(plan.sections.get(key="overview"), {"body": "The right figure: 12"}, by=cast.dana)
    factories.advance(cast, plan, to="leadership_approval")
    newer = factories.ballot_of(plan)

    response = send(sign_in(cast.leo), ballot, choice="return", reason="typed before")

    page = html(response)
    assert response.status_code == 409
    assert newer.get_absolute_url() in page
    change = [ballot.revision.number, newer.revision.number]
    assert reverse("plans:compare", args=[plan.public_id, *change]) in page
    assert "typed before" in page
    assert not newer.votes.exists()


def test_returning_over_a_goal_reopens_the_goals(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    for name in ("vic", "lena"):
        cast_vote(
            ballot, by=cast.people[name], choice="return", reason="Not yet", seen=ballot.digest
        )

    send(sign_in(cast.leo), ballot, choice="return", reason="G1 is too low", over_goal="on")

    plan = type(ballot.subject).objects.get(pk=ballot.object_id)
    assert plan.status == "draft"
    assert plan.goal_set.status == "draft"
    assert "G1 is too low" in plan.return_reason


def test_others_votes_are_hidden_until_ones_own(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    cast_vote(ballot, by=cast.vic, choice="return", reason="Too dear", seen=ballot.digest)
    client = sign_in(cast.leo)

    before = html(client.get(ballot.get_absolute_url()))
    send(client, ballot, choice="approve")
    after = html(client.get(ballot.get_absolute_url()))

    assert "Has voted" in before
    assert "Too dear" not in before
    assert "quorum-return" not in before
    assert "Too dear" in after


def test_the_office_sees_who_voted_but_not_how(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    cast_vote(ballot, by=cast.vic, choice="return", reason="Too dear", seen=ballot.digest)

    page = html(sign_in(cast.olga).get(ballot.get_absolute_url()))

    assert "Too dear" not in page
    assert "Has voted" in page


def test_the_chair_is_told_whom_to_wait_for(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.cora).get(ballot.get_absolute_url())

    assert "Whoever presides votes last" in html(response)
    assert response.context["panel"].waits_for == [cast.vic, cast.leo, cast.lena, cast.luis]
    assert 'name="choice"' not in html(response)


def test_a_delegate_votes_for_the_principal(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    cast.delegate("leo", to="lena")
    seat = ballot.seats.get(holder=cast.leo)

    send(sign_in(cast.lena), ballot, choice="abstain", seat=str(seat.key))

    vote = ballot.votes.get()
    assert (vote.voter, vote.principal, vote.seat) == (cast.lena, cast.leo, seat)


def test_recall_is_offered_until_the_first_vote(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    recall = f"/approvals/{ballot.public_id}/recall/"

    assert recall in html(client.get(ballot.get_absolute_url()))
    cast_vote(ballot, by=cast.vic, choice="approve", seen=ballot.digest)
    assert recall not in html(client.get(ballot.get_absolute_url()))


def test_after_closing_everything_is_shown(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    factories.vote_through(cast, ballot.subject, choice="return", reason="The cost is not weighed")

    page = html(sign_in(cast.olga).get(ballot.get_absolute_url()))

    assert "The question was:" in page
    assert "The cost is not weighed" in page


@pytest.mark.parametrize(
    ("name", "status"), [("leo", 200), ("olga", 200), ("anna", 200), ("dana", 404), ("xia", 404)]
)
def test_who_may_open_a_ballot(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any], name: str, status: int
) -> None:
    client = sign_in(cast.people[name])

    assert client.get(ballot.get_absolute_url()).status_code == status


@pytest.mark.parametrize("name", ["olga", "anna"])
def test_readers_cannot_vote(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any], name: str
) -> None:
    assert send(sign_in(cast.people[name]), ballot, choice="approve").status_code == 403
    assert not ballot.votes.exists()


@pytest.mark.parametrize("kind", ["goals", "overall", "organization"])
def test_each_subject_has_its_brief(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any], kind: str
) -> None:
    from improvement.door.acts import take
    from plans.steps import begin_organization_plan, compile_plans

    if kind == "goals":
        plan = factories.make_plan(cast, status="empty")
        factories.advance_goals(cast, plan, to="leadership_approval")
        subject: Any = plan.goal_set
    elif kind == "overall":
        subject = take(planning_round.overall_goal_set, "put_forward", by=cast.olga)
    else:
        factories.make_plan(cast, status="approved")
        subject = begin_organization_plan(by=cast.olga, planning_round=planning_round)
        compile_plans(by=cast.olga, organization_plan=subject)
        subject = take(subject, "put_forward", by=cast.olga)
    ballot = factories.ballot_of(subject)

    response = sign_in(cast.leo).get(ballot.get_absolute_url())

    assert response.status_code == 200
    assert "Please decide:" in html(response)


def test_the_page_reads_with_ten_queries(
    ballot: Ballot, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.leo)
    client.get(ballot.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(ballot.get_absolute_url())
    for department, by, head in (("qua", "dora", "hugo"), ("lic", "lily", "lily")):
        factories.make_plan(
            cast, department=department, status="leadership_approval", by=by, head=head
        )
    with CaptureQueriesContext(connection) as three:
        client.get(ballot.get_absolute_url())

    assert len(three) == len(one) <= 10
