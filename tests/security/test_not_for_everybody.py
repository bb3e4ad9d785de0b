"""What is seen by some before it is seen by all, or by some only."""

import datetime as dt

import pytest
from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote, close_due
from improvement.audit.models import Entry
from tests.factories import ballot_of, make_plan

SUMMARY = "Clear goals, sound figures."


def test_the_words_of_a_review_stay_with_those_who_saw_the_draft(cast, planning_round, sign_in):
    """From issue everybody reads the plan (3.4.3), not how it came about."""
    plan = make_plan(cast, planning_round, status="execution")
    address = f"/plans/{plan.public_id}/review/"

    assert SUMMARY in sign_in(cast.dana).get(address).content.decode()
    stranger = sign_in(cast.xia)
    assert stranger.get(f"/plans/{plan.public_id}/").status_code == 200
    refused = stranger.get(address)
    assert refused.status_code == 403
    assert SUMMARY not in refused.content.decode()


@pytest.mark.parametrize("name", ["sam", "xia"])
def test_a_round_does_not_tell_staff_where_a_draft_stands(cast, planning_round, sign_in, name):
    """Staff of the department, and somebody who votes for a leader while they are away."""
    plan = make_plan(cast, planning_round, status="office_review")
    cast.delegate("leo", to="xia")

    page = sign_in(cast.people[name]).get(f"/rounds/{planning_round.public_id}/")

    assert page.status_code == 200
    assert str(plan.public_id) not in page.content.decode()


def test_a_round_tells_who_drafts_and_who_follows_all(cast, planning_round, sign_in):
    plan = make_plan(cast, planning_round, status="office_review")

    for name in ("dana", "hana", "paul", "olga", "leo", "anna"):
        page = sign_in(cast.people[name]).get(f"/rounds/{planning_round.public_id}/")
        assert str(plan.public_id) in page.content.decode(), name


@pytest.mark.parametrize("approving", [4, 2])
def test_the_reason_of_one_vote_does_not_go_with_a_decision_that_is_no_return(
    cast, planning_round, sign_in, approving
):
    """At the deadline a ballot is approved or lapses; the department reads no member's words."""
    plan = make_plan(cast, planning_round, status="leadership_approval")
    ballot = ballot_of(plan)
    Ballot.objects.filter(pk=ballot.pk).update(chair_from=timezone.now() - dt.timedelta(days=1))
    for name in ("cora", "leo", "lena")[: approving - 1]:
        cast_vote(ballot, by=cast.people[name], choice="approve", seen=ballot.digest)
    cast_vote(ballot, by=cast.luis, choice="return", reason="Between us.", seen=ballot.digest)
    Ballot.objects.filter(pk=ballot.pk).update(deadline=timezone.now() - dt.timedelta(hours=1))

    close_due(timezone.now())

    ballot.refresh_from_db()
    assert ballot.status == ("approved" if approving == 4 else "lapsed")
    with_reason = [
        entry.verb
        for entry in Entry.objects.of(f"plans.plan:{plan.pk}")
        if "Between us." in str(entry.readable_inputs)
    ]
    assert with_reason == ["vote"]
    history = sign_in(cast.dana).get(f"/plans/{plan.public_id}/history/")
    assert "Between us." not in history.content.decode()


def test_the_record_tells_nobody_how_somebody_voted_while_the_ballot_is_open(
    cast, planning_round, sign_in
):
    plan = make_plan(cast, planning_round, status="leadership_approval")
    ballot = ballot_of(plan)
    cast_vote(ballot, by=cast.luis, choice="return", reason="Between us.", seen=ballot.digest)

    for name in ("dana", "hana", "olga", "leo", "anna", "cora"):
        client = sign_in(cast.people[name])
        for address in (f"/plans/{plan.public_id}/history/", f"/approvals/{ballot.public_id}/"):
            assert "Between us." not in client.get(address).content.decode(), (name, address)


def test_private_comments_are_on_no_page_of_the_department(cast, planning_round, sign_in):
    from plans.steps import begin_review, comment

    plan = make_plan(cast, planning_round, status="office_review")
    begin_review(by=cast.olga, plan=plan)
    remark = comment(by=cast.olga, plan=plan, body="Hm, doubtful.", section="overview")
    client = sign_in(cast.dana)

    for page in ("", "text/", "history/", "review/", "edit/overview/"):
        shown = client.get(f"/plans/{plan.public_id}/{page}", follow=True).content.decode()
        assert "doubtful" not in shown and str(remark.public_id) not in shown, page
    for page in ("", "reply/", "resolve/"):
        address = f"/comments/{remark.public_id}/{page}"
        answer = client.post(address, {"body": "x"}) if page == "reply/" else client.get(address)
        assert answer.status_code == 404, page
