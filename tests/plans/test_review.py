"""Reading a plan: begin, comment, finish with one verdict; and the department's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import steps
from plans.models import Comment, Review
from tests import factories


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Any:
    return factories.make_plan(cast, status="office_review")


def html(response: Any) -> str:
    return str(response.content.decode())


def test_looking_does_not_begin_the_review(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).get(f"/review/{plan.public_id}/")

    assert response.status_code == 200
    assert "Begin review" in html(response)
    assert not Review.objects.exists()


def test_beginning_is_a_post(plan: Any, cast: Any, sign_in: Callable[..., Any]) -> None:
    sign_in(cast.olga).post(f"/review/{plan.public_id}/")

    assert Review.objects.get().reviewer == cast.olga


def test_every_part_of_the_frozen_content_is_shown(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.olga).get(f"/review/{plan.public_id}/"))

    for text in (
        "What we mean by overview in 2 sentences.",
        "Solve enquiries at the first contact",
        "1,240 complaints",
        "Knowledge base at the desk",
        "Pilot group live",
    ):
        assert text in page


def test_a_comment_hangs_where_it_was_written(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    goal = plan.goals.first()

    response = sign_in(cast.olga).post(
        f"/review/{plan.public_id}/comment/",
        {"section": "goals", "goal": str(goal.public_id), "body": "Name the source", "key": "k"},
    )

    comment = Comment.objects.get()
    assert (comment.goal, comment.section, comment.author) == (goal, "goals", cast.olga)
    assert comment.review.status == "open"
    assert response["Location"].endswith(f"#goal-{goal.public_id}")


def test_an_empty_comment_is_refused(plan: Any, cast: Any, sign_in: Callable[..., Any]) -> None:
    response = sign_in(cast.olga).post(
        f"/review/{plan.public_id}/comment/", {"section": "overview", "body": " "}
    )

    assert response.status_code == 409
    assert "Write something first." in html(response)
    assert not Comment.objects.exists()


def test_comments_are_private_until_the_review_is_finished(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    steps.comment(by=cast.olga, plan=plan, section="overview", body="Too long")
    address = f"/plans/{plan.public_id}/review/"

    before = html(sign_in(cast.dana).get(address))
    steps.finish_review(
        by=cast.olga, review=plan.reviews.get(), verdict="send_back", summary="One remark"
    )
    after = html(sign_in(cast.dana).get(address))

    assert "Too long" not in before
    assert "Too long" in after
    assert "One remark" in after


def test_the_verdict_sends_everything_at_once(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    steps.comment(by=cast.olga, plan=plan, section="overview", body="Too long")

    sign_in(cast.olga).post(
        f"/review/{plan.public_id}/finish/",
        {"verdict": "send_back", "summary": "One remark", "key": "k"},
    )

    plan.refresh_from_db()
    assert (plan.status, plan.return_reason, plan.times_returned) == ("draft", "One remark", 1)
    assert Review.objects.get().status == "finished"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose a verdict first."),
        ({"verdict": "send_back"}, "Say why."),
        ({"verdict": "endorse", "summary": "kept"}, "Comments not yet resolved or waived: 1."),
    ],
)
def test_a_verdict_that_cannot_stand_is_refused_and_kept(
    plan: Any,
    cast: Any,
    sign_in: Callable[..., Any],
    typed: dict[str, str],
    sentence: str,
) -> None:
    steps.comment(by=cast.olga, plan=plan, section="overview", body="Too long")

    response = sign_in(cast.olga).post(f"/review/{plan.public_id}/finish/", typed)

    plan.refresh_from_db()
    assert response.status_code == 409
    assert sentence in html(response)
    assert typed.get("summary", "") in html(response)
    assert plan.status == "office_review"


def test_another_officer_does_not_finish_it(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    steps.begin_review(by=cast.olga, plan=plan)
    client = sign_in(cast.oscar)

    assert "began this review and finishes it" in html(client.get(f"/review/{plan.public_id}/"))
    finished = client.post(f"/review/{plan.public_id}/finish/", {"verdict": "endorse"})
    assert finished.status_code == 403


@pytest.mark.parametrize(
    ("name", "status"), [("olga", 200), ("hana", 403), ("leo", 403), ("xia", 404), ("sam", 404)]
)
def test_who_reviews(
    plan: Any, cast: Any, sign_in: Callable[..., Any], name: str, status: int
) -> None:
    response = sign_in(cast.people[name]).get(f"/review/{plan.public_id}/")

    assert response.status_code == status


def test_the_host_department_is_not_reviewed_by_its_own(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(
        cast, department="qua", status="office_review", by="dora", head="hugo"
    )

    assert sign_in(cast.otto).get(f"/review/{plan.public_id}/").status_code == 403
    assert sign_in(cast.otto).post(f"/review/{plan.public_id}/").status_code == 403


@pytest.fixture
def comment(plan: Any, cast: Any) -> Comment:
    made = steps.comment(by=cast.olga, plan=plan, section="overview", body="Too long")
    steps.finish_review(
        by=cast.olga, review=plan.reviews.get(), verdict="send_back", summary="One remark"
    )
    return made


def test_the_department_replies(comment: Comment, cast: Any, sign_in: Callable[..., Any]) -> None:
    response = sign_in(cast.dana).post(
        f"/comments/{comment.public_id}/reply/", {"body": "Shortened", "key": "k"}
    )

    reply = Comment.objects.get(parent=comment)
    assert response.status_code == 302
    assert (reply.body, reply.author, reply.review) == ("Shortened", cast.dana, comment.review)


def test_a_private_comment_is_not_answered(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    private = steps.comment(by=cast.olga, plan=plan, section="overview", body="Too long")

    answer = {"body": "I agree"}
    refused = sign_in(cast.oscar).post(f"/comments/{private.public_id}/reply/", answer)
    unknown = sign_in(cast.dana).post(f"/comments/{private.public_id}/reply/", answer)

    assert (refused.status_code, unknown.status_code) == (409, 404)
    assert not Comment.objects.filter(parent=private).exists()


def test_a_comment_leads_to_its_place(
    comment: Comment, cast: Any, sign_in: Callable[..., Any]
) -> None:
    address = f"/comments/{comment.public_id}/"

    response = sign_in(cast.dana).get(address)

    place = f"/plans/{comment.plan.public_id}/review/#comment-{comment.public_id}"
    assert response["Location"] == place
    assert sign_in(cast.xia).get(address).status_code == 404


def test_the_office_resolves_in_one_click(
    comment: Comment, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    page = html(client.get(f"/plans/{comment.plan.public_id}/review/"))
    assert f"/comments/{comment.public_id}/resolve/" in page
    assert f"/comments/{comment.public_id}/waive/" in page

    client.post(f"/comments/{comment.public_id}/resolve/", {"version": comment.version})

    comment.refresh_from_db()
    assert comment.status == "resolved"


def test_queries_do_not_grow_with_the_comments(
    plan: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    goals = list(plan.goals.all())
    address = f"/review/{plan.public_id}/"
    steps.comment(by=cast.olga, plan=plan, section="goals", goal=goals[0], body="One")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for goal in goals:
        steps.comment(by=cast.olga, plan=plan, section="goals", goal=goal, body="More")
    with CaptureQueriesContext(connection) as four:
        client.get(address)

    assert len(four) == len(one) <= 9
