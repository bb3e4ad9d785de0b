"""Where too few would be left to vote, those concerned declare it, and that is confirmed."""

import pytest

from improvement.approvals.reminders import votes_waiting
from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.notifications.models import Message
from tests import factories

from .voting import MONDAY, vote

STEP = "confirm_declaration"


def concerned(cast, *names):
    """On the goals of the contact centre, to which these members of the group belong."""
    for name in names:
        cast.appoint(name, "member", "csc")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    return factories.ballot_of(plan.goal_set)


@pytest.fixture
def ballot(clock, cast):
    return concerned(cast, "vic", "leo", "lena")


def everybody_approves(ballot, cast):
    for name in ("vic", "leo", "lena", "luis", "cora"):
        ballot = vote(ballot, cast.people[name])
    return ballot


def test_without_the_confirmation_nothing_is_approved(ballot, cast):
    assert everybody_approves(ballot, cast).status == "open"


def test_the_confirmation_decides_where_all_have_voted(ballot, cast):
    everybody_approves(ballot, cast)

    after = take(ballot, STEP, by=cast.cora)

    assert (after.status, after.heard_at) == ("approved", MONDAY)
    goal_set = type(after.subject).objects.get(pk=after.object_id)
    assert goal_set.status == "fixed"
    verbs = Entry.objects.about("approvals.ballot", ballot.pk).values_list("verb", flat=True)
    assert list(verbs)[-2:] == [STEP, "approve"]


def test_after_it_the_ballot_goes_its_way(ballot, cast):
    assert take(ballot, STEP, by=cast.cora).status == "open"
    assert everybody_approves(ballot, cast).status == "approved"


def test_at_the_deadline_it_lapses_with_that_reason(ballot, cast, clock, sign_in):
    everybody_approves(ballot, cast)
    clock.move_to(ballot.deadline, tick=False)

    close_due(ballot.deadline)

    ballot.refresh_from_db()
    assert (ballot.status, ballot.lapsed_unheard) == ("lapsed", True)
    assert type(ballot.subject).objects.get(pk=ballot.object_id).status == "office_review"
    page = sign_in(cast.olga).get(ballot.get_absolute_url()).content.decode()
    assert "before anybody confirmed that the declarations were heard" in page
    history = f"/plans/{ballot.subject.plan.public_id}/history/"
    said = "It was not confirmed that the declarations were heard."
    assert said in sign_in(cast.olga).get(history).content.decode()


def test_without_a_majority_that_is_not_the_reason(ballot, cast, clock):
    vote(ballot, cast.leo)
    clock.move_to(ballot.deadline, tick=False)
    close_due(ballot.deadline)
    ballot.refresh_from_db()
    assert (ballot.status, ballot.lapsed_unheard) == ("lapsed", False)


def test_a_return_needs_no_confirmation(ballot, cast):
    for name in ("vic", "leo", "lena"):
        ballot = vote(ballot, cast.people[name], "return", reason="Too modest")
    assert ballot.status == "returned"


# Who confirms


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("vic", NotYours), ("leo", NotYours), ("olga", NotYours), ("hana", Invisible)],
)
def test_only_who_presides_confirms(ballot, cast, name, refusal):
    with pytest.raises(refusal):
        take(ballot, STEP, by=cast.people[name])
    ballot.refresh_from_db()
    assert ballot.heard_at is None


def test_the_vice_chair_where_the_chair_is_away(clock, cast):
    ballot = concerned(cast, "leo", "lena", "luis")
    cast.away("cora")
    with pytest.raises(NotYours):
        take(ballot, STEP, by=cast.cora)
    assert take(ballot, STEP, by=cast.vic).heard_at == MONDAY


def test_the_vice_chair_where_the_chair_is_concerned(clock, cast):
    ballot = concerned(cast, "cora", "lena", "luis")
    with pytest.raises(NotYours):
        take(ballot, STEP, by=cast.cora)
    assert take(ballot, STEP, by=cast.vic).heard_at == MONDAY


def test_the_chair_where_everybody_who_could_preside_is_concerned(clock, cast):
    """Somebody must, or nothing could ever be approved."""
    ballot = concerned(cast, "cora", "vic", "luis")
    with pytest.raises(NotYours):
        take(ballot, STEP, by=cast.vic)
    assert take(ballot, STEP, by=cast.cora).heard_at == MONDAY


def test_a_delegate_votes_and_does_not_confirm(ballot, cast):
    cast.delegate("cora", to="xia")
    with pytest.raises(NotYours):
        take(ballot, STEP, by=cast.xia)


def test_it_is_confirmed_once_and_in_time(ballot, cast, clock):
    take(ballot, STEP, by=cast.cora)
    with pytest.raises(StepRefused, match="confirmed already"):
        take(ballot, STEP, by=cast.cora)


def test_not_after_the_deadline(ballot, cast, clock):
    clock.move_to(ballot.deadline.replace(day=ballot.deadline.day + 1), tick=False)
    with pytest.raises(StepRefused, match="time to vote is over"):
        take(ballot, STEP, by=cast.cora)


def test_where_nobody_declared_there_is_nothing_to_confirm(of_everybody, cast):
    with pytest.raises(StepRefused, match="Nobody has declared"):
        take(of_everybody, STEP, by=cast.cora)


# What is shown and told


def test_the_page_says_it_and_offers_one_button(ballot, cast, sign_in):
    address = f"{ballot.get_absolute_url()}{STEP}/"
    chairs = sign_in(cast.cora)
    page = chairs.get(ballot.get_absolute_url()).content.decode()
    assert "Vic, Leo, Lena belong to the department concerned" in page
    assert f'action="{address}"' in page
    assert address not in sign_in(cast.leo).get(ballot.get_absolute_url()).content.decode()

    sign_in(cast.cora).post(address)

    ballot.refresh_from_db()
    assert ballot.heard_at == MONDAY
    page = sign_in(cast.leo).get(ballot.get_absolute_url()).content.decode()
    assert "Confirmed in writing on" in page


def told_to_confirm():
    told = Message.objects.filter(kind="approvals.ballot.declared", channel="email")
    return sorted(message.recipient.name for message in told.select_related("recipient"))


def test_who_confirms_is_asked_at_once_and_again_before_the_deadline(ballot, cast, clock):
    assert told_to_confirm() == ["Cora"]
    clock.move_to(ballot.deadline, tick=False)
    kinds = [(n.kind, list(n.recipients)) for n in votes_waiting(ballot.deadline)]
    assert ("approvals.ballot.declared", [cast.cora.pk]) in kinds

    clock.move_to(MONDAY, tick=False)
    take(ballot, STEP, by=cast.cora)

    assert "approvals.ballot.declared" not in {n.kind for n in votes_waiting(ballot.deadline)}


def test_where_nobody_declared_nobody_is_asked(of_everybody):
    assert told_to_confirm() == []
