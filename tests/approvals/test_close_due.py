"""At the deadline a ballot is decided as it stands: once, and by nobody."""

import datetime as dt

import pytest

from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import StepRefused
from improvement.notifications.models import Message
from tests import factories

from .voting import vote

SECOND = dt.timedelta(seconds=1)


def reach(ballot, clock):
    """Let the deadline come and the scanner see to it; the ballot and its subject as they are."""
    clock.move_to(ballot.deadline, tick=False)
    assert close_due(ballot.deadline) == 1
    ballot.refresh_from_db()
    return ballot.status, type(ballot.subject).objects.get(pk=ballot.object_id).status


def test_before_the_deadline_nothing_happens(of_everybody, clock):
    assert close_due(of_everybody.deadline - SECOND) == 0
    of_everybody.refresh_from_db()
    assert of_everybody.status == "open"


def test_approved_where_the_conditions_hold(of_everybody, cast, clock):
    """Three of five approve, four have voted, the chair among them; one vote never came."""
    clock.move_to(of_everybody.chair_from, tick=False)
    for name, choice in (("vic", "approve"), ("leo", "approve"), ("lena", "abstain")):
        vote(of_everybody, cast.people[name], choice)
    vote(of_everybody, cast.cora)

    assert reach(of_everybody, clock) == ("approved", "approved")
    entry = Entry.objects.about("approvals.ballot", of_everybody.pk).last()
    assert (entry.verb, entry.actor_id) == ("approve", None)


def test_lapsed_without_the_chair(of_everybody, cast, clock):
    for name in ("vic", "leo", "lena", "luis"):
        vote(of_everybody, cast.people[name])
    assert reach(of_everybody, clock) == ("lapsed", "draft")


def test_lapsed_when_too_few_have_voted(of_everybody, cast, clock):
    clock.move_to(of_everybody.chair_from, tick=False)
    for name in ("vic", "leo", "cora"):
        vote(of_everybody, cast.people[name])
    assert reach(of_everybody, clock) == ("lapsed", "draft")


def test_what_lapsed_is_put_back_and_can_be_put_forward_anew(of_contact_centre, cast, clock):
    assert reach(of_contact_centre, clock) == ("lapsed", "office_review")

    goal_set = take(of_contact_centre.subject, "put_forward", by=cast.olga)

    anew = factories.ballot_of(goal_set)
    assert (anew.pk != of_contact_centre.pk, anew.status) == (True, "open")


def test_decided_once(of_everybody, clock):
    reach(of_everybody, clock)
    assert close_due(of_everybody.deadline + dt.timedelta(days=3)) == 0
    verbs = Entry.objects.about("approvals.ballot", of_everybody.pk)
    assert list(verbs.values_list("verb", flat=True)) == ["opened", "lapse"]


def test_no_vote_comes_late(of_everybody, cast, clock):
    clock.move_to(of_everybody.deadline + SECOND, tick=False)
    with pytest.raises(StepRefused, match="The time to vote is over"):
        vote(of_everybody, cast.leo)
    assert not of_everybody.votes.exists()


def test_who_opened_it_is_told_of_the_result(of_everybody, cast, clock):
    reach(of_everybody, clock)
    told = Message.objects.filter(kind="approvals.ballot.closed", channel="email")
    assert [m.recipient for m in told] == [cast.olga]
