"""Opening a ballot: the roster of the day, who is recused, and until when one can vote."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.models import canonical
from improvement.door.refusals import StepRefused
from improvement.notifications.models import Message
from improvement.organization.models import Appointment, Department, Holiday
from plans.models import Plan
from tests import factories

from .voting import MONDAY


def seats(ballot):
    return [
        (s.holder.name, "recused" if s.recused else "declared" if s.declared else "")
        for s in ballot.seats.select_related("holder").order_by("number")
    ]


def goals_forward(cast):
    """Put the goals of the contact centre to a new ballot."""
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    return factories.ballot_of(plan.goal_set)


def test_the_seats_are_the_roster_of_the_day_in_the_order_of_presiding(clock, cast):
    today = MONDAY.date()
    cast.appoint("valerie", "vice_chair", rank=0, until=today)
    cast.appoint("gone", "leader", until=today - dt.timedelta(days=1))
    cast.appoint("soon", "leader", since=today + dt.timedelta(days=1))
    cast.appoint("ina", "leader")

    overall = factories.make_round(cast).overall_goal_set
    ballot = factories.ballot_of(take(overall, "put_forward", by=cast.olga))

    assert [name for name, _ in seats(ballot)] == [
        "Cora",
        "Valerie",
        "Vic",
        "Leo",
        "Lena",
        "Luis",
    ]
    assert (ballot.opened_by, ballot.version) == (cast.olga, 1)
    entry = Entry.objects.about("approvals.ballot", ballot.pk).get()
    assert (entry.verb, entry.actor_id) == ("opened", cast.olga.pk)


def test_five_working_days_to_vote_and_three_for_the_chair_to_wait(of_everybody):
    """Both are the end of the day in Hong Kong."""
    assert of_everybody.chair_from == dt.datetime(2026, 10, 15, 15, 59, 59, tzinfo=dt.UTC)
    assert of_everybody.deadline == dt.datetime(2026, 10, 19, 15, 59, 59, tzinfo=dt.UTC)


def test_holidays_are_no_working_days(clock, cast):
    Holiday.objects.create(day=dt.date(2026, 10, 14), name="Festival")
    overall = factories.make_round(cast).overall_goal_set
    ballot = factories.ballot_of(take(overall, "put_forward", by=cast.olga))
    assert ballot.deadline == dt.datetime(2026, 10, 20, 15, 59, 59, tzinfo=dt.UTC)


def test_members_of_the_department_are_recused(clock, cast):
    """Only those of today: who was there once, or will be, may vote."""
    cast.appoint("lena", "member", "csc")
    cast.appoint("luis", "head", "csc", until=MONDAY.date() - dt.timedelta(days=1))
    cast.appoint("vic", "head", "ops")

    assert seats(goals_forward(cast)) == [
        ("Cora", ""),
        ("Vic", ""),
        ("Leo", ""),
        ("Lena", "recused"),
        ("Luis", ""),
    ]


def test_authors_are_recused(clock, cast):
    """Leo wrote a goal while he was still a clerk of the department."""
    cast.appoint("leo", "clerk", "csc")
    planning_round = factories.make_round(cast)
    plan = factories.make_plan(cast, planning_round, status="empty", goals=2)
    factories.make_goal(cast, plan, 2, by=cast.leo)
    yesterday = MONDAY.date() - dt.timedelta(days=1)
    Appointment.objects.filter(user=cast.leo, role="clerk").update(until=yesterday)

    factories.advance_goals(cast, plan, to="leadership_approval")

    recused = [name for name, how in seats(factories.ballot_of(plan.goal_set)) if how]
    assert recused == ["Leo"]


def test_with_fewer_than_three_left_all_stay_and_declare(clock, cast):
    for name in ("vic", "leo", "lena"):
        cast.appoint(name, "member", "csc")

    assert seats(goals_forward(cast)) == [
        ("Cora", ""),
        ("Vic", "declared"),
        ("Leo", "declared"),
        ("Lena", "declared"),
        ("Luis", ""),
    ]


def test_what_is_the_whole_organizations_recuses_nobody(clock, cast):
    cast.appoint("leo", "member", "csc")
    overall = factories.make_round(cast).overall_goal_set
    ballot = factories.ballot_of(take(overall, "put_forward", by=cast.olga))
    assert {how for _, how in seats(ballot)} == {""}


def test_without_a_leadership_group_nothing_is_put_forward(clock, cast):
    planning_round = factories.make_round(cast)
    Appointment.objects.seats().update(until=dt.date(2026, 1, 1))

    with pytest.raises(StepRefused, match="no members today"):
        take(planning_round.overall_goal_set, "put_forward", by=cast.olga)

    planning_round.overall_goal_set.refresh_from_db()
    assert planning_round.overall_goal_set.status == "draft"
    assert not Ballot.objects.exists()


def test_the_longest_name_of_a_department_fits(clock, cast):
    """A ballot is called after its subject, which is called after the department."""
    name = {"name": "N" * 300, "name_hant": "署" * 300, "name_hans": "署" * 300}
    Department.objects.filter(code="csc").update(**name)

    ballot = goals_forward(cast)

    ballot.refresh_from_db()
    names = (ballot.name, ballot.name_hant, ballot.name_hans)
    assert [len(each) for each in names] == [300, 300, 300]


def test_what_is_voted_on_is_the_same_in_every_language(clock, cast):
    plan = factories.make_plan(cast)
    spelled = []
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            spelled.append(canonical(Plan.objects.get(pk=plan.pk).content()))
    assert len(set(spelled)) == 1


def test_those_who_can_vote_are_told(clock, cast):
    cast.appoint("lena", "member", "csc")

    ballot = goals_forward(cast)

    told = Message.objects.filter(kind="approvals.ballot.opened", channel="email")
    assert {m.recipient.name for m in told} == {"Cora", "Vic", "Leo", "Luis"}
    assert {m.object_id for m in told} == {ballot.pk}
    assert not told.exclude(digest_day=None).exists()


def test_one_open_ballot_for_a_revision_at_the_database(of_everybody):
    fields = {
        field.attname: getattr(of_everybody, field.attname)
        for field in Ballot._meta.concrete_fields
        if field.name not in {"id", "public_id", "status"}
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(**fields)
    assert Ballot.objects.create(**fields | {"digest": "0" * 64})


def test_an_unknown_status_and_half_a_closing_at_the_database(of_everybody):
    rows = Ballot.objects.filter(pk=of_everybody.pk)
    for wrong in ({"status": "won"}, {"status": "approved"}, {"closed_at": MONDAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
