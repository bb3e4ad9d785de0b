"""The office returns a plan: the reason reaches the department and the rounds are counted."""

from improvement.door.acts import take
from improvement.notifications.models import Message
from plans.steps import begin_review, comment, finish_review
from tests import factories


def test_a_returned_plan_is_a_draft_again_with_its_reason(cast, planning_round):
    """D19: comments and one verdict, sent at once."""
    plan = factories.make_plan(cast, planning_round, status="office_review")
    remark = comment(by=cast.olga, plan=plan, body="From which year?", section="analysis")
    assert not cast.dana.has_perm("plans.view_comment", remark)
    plan = finish_review(
        by=cast.olga,
        review=begin_review(by=cast.olga, plan=plan),
        verdict="send_back",
        summary="Name the year of every figure",
    )
    remark.refresh_from_db()
    remark.review.refresh_from_db()
    assert (plan.status, plan.times_returned) == ("draft", 1)
    assert plan.return_reason == "Name the year of every figure"
    assert cast.dana.has_perm("plans.view_comment", remark)
    told = Message.objects.filter(kind="plans.plan.send_back").values_list("recipient__name")
    assert {name for (name,) in told} == {"Dana", "Hana"}


def test_every_return_counts(cast, planning_round):
    """D19: rounds counted."""
    plan = factories.make_plan(cast, planning_round, status="office_review")
    for times in (1, 2):
        plan = take(plan, "send_back", by=cast.olga, reason="Not yet")
        assert plan.times_returned == times
        plan = take(plan, "submit", by=cast.hana)


def test_a_review_does_not_outlive_the_revision_it_read(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    overtaken = begin_review(by=cast.olga, plan=plan)
    plan = take(plan, "send_back", by=cast.oscar, reason="Not yet")
    overtaken.refresh_from_db()
    assert (overtaken.status, overtaken.verdict) == ("finished", "overtaken")
    plan = take(plan, "submit", by=cast.hana)
    assert begin_review(by=cast.olga, plan=plan).revision.number == 2
