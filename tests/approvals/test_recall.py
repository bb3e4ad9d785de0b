"""The office takes a ballot back before the first vote, or not at all."""

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, StepRefused
from tests import factories

from .voting import vote

REASON = {"reason": "A figure is wrong"}


def test_before_the_first_vote_the_subject_is_put_back(of_contact_centre, cast):
    after = take(of_contact_centre, "recall", by=cast.olga, **REASON)

    goal_set = type(after.subject).objects.get(pk=after.object_id)
    assert (after.status, goal_set.status) == ("recalled", "office_review")
    assert after.closed_at is not None
    entry = Entry.objects.about("approvals.ballot", after.pk).last()
    assert (entry.verb, entry.actor_id) == ("recall", cast.olga.pk)
    anew = factories.ballot_of(take(goal_set, "put_forward", by=cast.olga))
    assert anew.status == "open"


def test_after_the_first_vote_it_stands(of_everybody, cast):
    vote(of_everybody, cast.leo, "abstain")
    with pytest.raises(StepRefused, match="Somebody has voted already"):
        take(of_everybody, "recall", by=cast.olga, **REASON)
    of_everybody.refresh_from_db()
    assert of_everybody.status == "open"


def test_without_a_reason_it_stands(of_everybody, cast):
    with pytest.raises(StepRefused, match="Say why"):
        take(of_everybody, "recall", by=cast.olga)


@pytest.mark.parametrize(
    ("name", "refusal"), [("leo", NotYours), ("cora", NotYours), ("hana", Invisible)]
)
def test_only_the_office_recalls(of_everybody, cast, name, refusal):
    with pytest.raises(refusal):
        take(of_everybody, "recall", by=cast.people[name], **REASON)


def test_an_officer_of_the_department_concerned_does_not(clock, cast):
    """D15: the office sits in a department that it reviews; Otto belongs to it."""
    plan = factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    factories.advance_goals(cast, plan, to="leadership_approval", head="hugo")
    ballot = factories.ballot_of(plan.goal_set)

    with pytest.raises(NotYours):
        take(ballot, "recall", by=cast.otto, **REASON)
    assert take(ballot, "recall", by=cast.olga, **REASON).status == "recalled"
