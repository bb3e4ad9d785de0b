"""One vote a seat, on the content that was read, by whoever may; the last one decides."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from improvement.approvals.models import Seat, Vote
from improvement.approvals.steps import void_open
from improvement.audit.models import Entry
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.organization.models import Appointment, Delegation
from tests import factories

from .voting import MONDAY, cast_so_far, vote

EVERYBODY_ELSE = ("vic", "leo", "lena", "luis")


def test_a_vote_is_written_down_with_the_content_it_saw(of_everybody, cast):
    before = of_everybody.version

    after = vote(of_everybody, cast.leo, reason="Sound figures")

    cast_one = after.votes.get()
    assert (cast_one.seat.holder, cast_one.voter, cast_one.principal) == (cast.leo, cast.leo, None)
    assert (cast_one.choice, cast_one.reason) == ("approve", "Sound figures")
    assert (cast_one.seen, cast_one.at) == (of_everybody.digest, MONDAY)
    assert (after.status, after.version) == ("open", before + 1)
    entry = Entry.objects.about("approvals.ballot", after.pk).last()
    assert (entry.verb, entry.actor_id, entry.version) == ("vote", cast.leo.pk, before + 1)


def test_the_last_vote_decides_and_moves_the_subject(of_everybody, cast):
    for name in EVERYBODY_ELSE:
        assert vote(of_everybody, cast.people[name]).status == "open"

    after = vote(of_everybody, cast.cora)

    after.subject.refresh_from_db()
    assert (after.status, after.closed_at) == ("approved", MONDAY)
    assert after.subject.status == "approved"
    entry = Entry.objects.about("plans.overallgoalset", after.object_id).last()
    assert (entry.verb, entry.actor_id) == ("approve", cast.cora.pk)
    assert entry.cause == {"type": "approvals.ballot", "id": after.pk}


def test_when_approval_is_impossible_it_returns_with_all_reasons(of_contact_centre, cast):
    vote(of_contact_centre, cast.vic, "return", reason="Too dear")
    vote(of_contact_centre, cast.lena, "abstain")

    after = vote(of_contact_centre, cast.luis, "return", reason="Too late")

    goal_set = type(after.subject).objects.get(pk=after.object_id)
    assert (after.status, after.votes.count()) == ("returned", 3)
    assert (goal_set.status, goal_set.return_reason) == ("draft", "Too dear\nToo late")


def test_without_a_return_vote_the_reason_is_that_there_was_no_majority(
    of_contact_centre, cast, sign_in
):
    """In the language of whoever reads it, not of whoever voted last."""
    with translation.override("zh-hant"):
        for name in ("vic", "leo", "lena"):
            after = vote(of_contact_centre, cast.people[name], "abstain")

    goal_set = type(after.subject).objects.get(pk=after.object_id)
    assert (after.status, goal_set.returned_because) == ("returned", "No majority.")
    for entry in Entry.objects.filter(verb__in=["return_it", "return_by_leaders"]):
        assert "reason" not in entry.readable_inputs
    client = sign_in(cast.hana)
    for page in (goal_set.get_absolute_url(), f"{goal_set.plan.get_absolute_url()}history/", "/"):
        for language, words in (("zh-hans", "未获多数批准。"), ("en", "No majority.")):
            client.cookies["django_language"] = language
            assert words in client.get(page).content.decode(), (page, language)


def test_a_return_needs_its_reason(of_everybody, cast):
    with pytest.raises(StepRefused, match="Say why you return it"):
        vote(of_everybody, cast.leo, "return")
    assert cast_so_far(of_everybody) == []


@pytest.mark.parametrize("conditions", [[], [("", dt.date(2027, 1, 31))]])
def test_conditions_need_their_text(of_everybody, cast, conditions):
    with pytest.raises(StepRefused, match="Name at least one condition"):
        vote(of_everybody, cast.leo, "conditions", conditions=conditions)
    assert cast_so_far(of_everybody) == []


def test_conditions_are_kept_and_count_as_approval(of_everybody, cast):
    due = dt.date(2027, 1, 31)
    asked = [("Name two editors", due), ("Publish the figures", None), ("", due)]
    vote(of_everybody, cast.leo, "conditions", conditions=asked)
    for name in ("vic", "lena", "luis", "cora"):
        after = vote(of_everybody, cast.people[name])

    assert after.status == "approved"
    assert list(after.conditions.values_list("text", "due", "vote__voter__name")) == [
        ("Name two editors", due, "Leo"),
        ("Publish the figures", None, "Leo"),
    ]


def test_a_vote_on_replaced_content_is_refused(of_everybody, cast):
    with pytest.raises(StepRefused, match="The content was replaced") as refused:
        vote(of_everybody, cast.leo, seen="0" * 64)
    assert refused.value.link == of_everybody.get_absolute_url()
    assert cast_so_far(of_everybody) == []


def test_a_new_revision_voids_the_ballot_and_puts_the_subject_back(of_everybody, cast):
    vote(of_everybody, cast.leo)

    void_open(of_everybody.subject, by=cast.olga)

    of_everybody.refresh_from_db()
    assert of_everybody.status == "void"
    assert type(of_everybody.subject).objects.get(pk=of_everybody.object_id).status == "draft"
    with pytest.raises(StepRefused, match="not possible at this stage"):
        vote(of_everybody, cast.lena)
    assert cast_so_far(of_everybody) == [("Leo", "approve")]


def test_a_seat_votes_once(of_everybody, cast):
    vote(of_everybody, cast.leo)
    with pytest.raises(StepRefused, match="A vote stands"):
        vote(of_everybody, cast.leo, "return", reason="I have changed my mind")
    assert cast_so_far(of_everybody) == [("Leo", "approve")]


def test_the_same_form_counts_once(of_everybody, cast):
    first = vote(of_everybody, cast.leo, key="k1")
    again = vote(of_everybody, cast.leo, key="k1")
    assert cast_so_far(of_everybody) == [("Leo", "approve")]
    assert again.version == first.version


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("olga", NotYours),
        ("anna", NotYours),
        ("ada", Invisible),
        ("hana", Invisible),
        ("xia", Invisible),
        ("ina", Invisible),
    ],
)
def test_who_holds_no_seat_does_not_vote(of_everybody, cast, name, refusal):
    with pytest.raises(refusal):
        vote(of_everybody, cast.people[name])
    assert cast_so_far(of_everybody) == []


def test_a_recused_member_does_not_vote(clock, cast):
    cast.appoint("lena", "member", "csc")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    ballot = factories.ballot_of(plan.goal_set)

    with pytest.raises(NotYours):
        vote(ballot, cast.lena)

    for name in ("vic", "leo", "luis", "cora"):
        ballot = vote(ballot, cast.people[name])
    assert ballot.status == "approved"


# The chair's turn


def test_the_chair_votes_last(of_everybody, cast):
    vote(of_everybody, cast.leo)
    with pytest.raises(StepRefused, match=r"Still to vote: Vic, Lena, Luis\."):
        vote(of_everybody, cast.cora)
    assert cast_so_far(of_everybody) == [("Leo", "approve")]


def test_after_three_working_days_the_chair_waits_no_longer(of_everybody, cast, clock):
    clock.move_to(of_everybody.chair_from - dt.timedelta(seconds=1), tick=False)
    with pytest.raises(StepRefused, match="votes last"):
        vote(of_everybody, cast.cora)

    clock.move_to(of_everybody.chair_from, tick=False)
    vote(of_everybody, cast.cora)

    assert cast_so_far(of_everybody) == [("Cora", "approve")]


def test_who_presides_in_place_of_the_chair_votes_last_too(of_everybody, cast):
    """The chair's seat is empty: it leaves the base, and the first vice-chair presides."""
    Appointment.objects.filter(user=cast.cora).update(until=dt.date(2026, 10, 11))
    with pytest.raises(StepRefused, match=r"Still to vote: Leo, Lena, Luis\."):
        vote(of_everybody, cast.vic)

    for name in ("leo", "lena", "luis", "vic"):
        after = vote(of_everybody, cast.people[name])
    assert after.status == "approved"


# For somebody else


def test_a_delegate_votes_for_the_principal_by_name(of_everybody, cast):
    cast.delegate("leo", to="xia")

    vote(of_everybody, cast.xia, "abstain")

    cast_one = of_everybody.votes.get()
    assert (cast_one.voter, cast_one.principal, cast_one.seat.holder) == (
        cast.xia,
        cast.leo,
        cast.leo,
    )
    assert Entry.objects.about("approvals.ballot", of_everybody.pk).last().actor_id == cast.xia.pk


def test_the_principal_cannot_then_vote(of_everybody, cast):
    cast.delegate("leo", to="xia")
    vote(of_everybody, cast.xia)
    with pytest.raises(StepRefused, match="A vote stands"):
        vote(of_everybody, cast.leo)
    assert cast_so_far(of_everybody) == [("Leo", "approve")]


def test_the_delegate_cannot_after_the_principal(of_everybody, cast):
    cast.delegate("leo", to="xia")
    vote(of_everybody, cast.leo)
    with pytest.raises(StepRefused, match="A vote stands"):
        vote(of_everybody, cast.xia)


def test_a_member_votes_for_their_own_seat_first(of_everybody, cast):
    cast.delegate("leo", to="lena")
    vote(of_everybody, cast.lena, "abstain")
    vote(of_everybody, cast.lena)
    assert cast_so_far(of_everybody) == [("Lena", "abstain"), ("Leo", "approve")]
    assert list(of_everybody.votes.order_by("pk").values_list("principal__name", flat=True)) == [
        None,
        "Leo",
    ]


def test_a_member_can_choose_the_seat(of_everybody, cast):
    cast.delegate("leo", to="lena")
    leos = of_everybody.seats.get(holder=cast.leo)
    vote(of_everybody, cast.lena, "abstain", seat=leos.key)
    assert cast_so_far(of_everybody) == [("Leo", "abstain")]


def test_nobody_chooses_a_seat_that_is_not_theirs(of_everybody, cast):
    vics = of_everybody.seats.get(holder=cast.vic)
    with pytest.raises(NotYours):
        vote(of_everybody, cast.lena, seat=vics.key)
    assert cast_so_far(of_everybody) == []


def test_a_delegation_is_over_with_its_last_day(of_everybody, cast):
    cast.delegate("leo", to="xia")
    Delegation.objects.update(until=dt.date(2026, 10, 11))
    with pytest.raises(Invisible):
        vote(of_everybody, cast.xia)


def test_an_assistant_never_votes(of_everybody, cast):
    cast.delegate("leo", to="anna")
    with pytest.raises(NotYours, match="never votes"):
        vote(of_everybody, cast.anna)
    assert cast_so_far(of_everybody) == []


@pytest.mark.parametrize("name", ["sam", "dana"])
def test_a_delegate_of_the_department_or_who_wrote_in_the_plan_does_not(
    of_contact_centre, cast, name
):
    cast.delegate("leo", to=name)
    with pytest.raises(NotYours, match="department concerned"):
        vote(of_contact_centre, cast.people[name])
    assert cast_so_far(of_contact_centre) == []


def test_who_wrote_and_left_the_department_does_not(of_contact_centre, cast):
    Appointment.objects.filter(user=cast.dana).update(until=dt.date(2026, 10, 11))
    cast.delegate("leo", to="dana")
    with pytest.raises(NotYours, match="wrote in its plan"):
        vote(of_contact_centre, cast.dana)


@pytest.mark.parametrize("name", ["olga", "oscar", "ada"])
def test_neither_office_nor_administrator_stands_in_for_the_chair(of_everybody, cast, name):
    cast.delegate("cora", to=name)
    for member in EVERYBODY_ELSE:
        vote(of_everybody, cast.people[member])
    with pytest.raises(NotYours, match="stands in for the chair"):
        vote(of_everybody, cast.people[name])
    of_everybody.refresh_from_db()
    assert of_everybody.status == "open"


# Seats change hands


def test_a_successor_votes_in_the_seat(of_everybody, cast):
    seat = of_everybody.seats.get(holder=cast.leo)
    Appointment.objects.filter(user=cast.leo).update(until=dt.date(2026, 10, 11))
    cast.appoint("nora", "leader", since=dt.date(2026, 10, 12), seat=seat.key)

    vote(of_everybody, cast.nora)

    cast_one = of_everybody.votes.get()
    assert (cast_one.seat, cast_one.voter, cast_one.principal) == (seat, cast.nora, None)
    with pytest.raises(Invisible):
        vote(of_everybody, cast.leo)


def test_a_seat_without_successor_leaves_the_base(of_everybody, cast):
    Appointment.objects.filter(user__in=[cast.lena, cast.luis]).update(until=dt.date(2026, 10, 11))
    for name in ("vic", "leo", "cora"):
        after = vote(of_everybody, cast.people[name])
    assert after.status == "approved"


def test_a_vote_cast_stands_when_its_holder_leaves(of_everybody, cast):
    vote(of_everybody, cast.lena, "return", reason="Not yet")
    Appointment.objects.filter(user=cast.lena).update(until=dt.date(2026, 10, 11))
    assert of_everybody.tally(of_everybody.seat_list()).base == 5


def test_a_new_member_has_no_seat_in_a_running_ballot(of_everybody, cast):
    cast.appoint("nora", "leader")
    with pytest.raises(NotYours):
        vote(of_everybody, cast.nora)


# The database is the last line


def test_one_vote_a_seat_at_the_database(of_everybody, cast):
    vote(of_everybody, cast.leo)
    seat = of_everybody.seats.get(holder=cast.leo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            ballot=of_everybody, seat=seat, voter=cast.lena, choice="return", seen="0" * 64
        )
    assert cast_so_far(of_everybody) == [("Leo", "approve")]


def test_one_seat_a_ballot_at_the_database(of_everybody):
    seat = of_everybody.seats.first()
    for same in ({"key": seat.key, "number": 99}, {"key": of_everybody.public_id, "number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(ballot=of_everybody, role="leader", holder=seat.holder, **same)


def test_an_unknown_choice_at_the_database(of_everybody, cast):
    seat = of_everybody.seats.get(holder=cast.leo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            ballot=of_everybody, seat=seat, voter=cast.leo, choice="perhaps", seen="0" * 64
        )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE approvals_vote SET choice = 'return'", "DELETE FROM approvals_vote"],
)
def test_the_database_changes_no_vote(of_everybody, cast, statement):
    vote(of_everybody, cast.leo)
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert cast_so_far(of_everybody) == [("Leo", "approve")]
