"""What a person is today, read from appointments with a first and a last day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.organization.models import Appointment, Department, User
from improvement.organization.standing import Standing, standing_of
from plans.models import Plan
from tests import factories

TODAY = dt.date(2026, 10, 12)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    # One in the morning in Hong Kong, where the day has begun; in UTC it is still the eleventh.
    time_machine.move_to(dt.datetime(2026, 10, 11, 17, tzinfo=dt.UTC), tick=False)


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(cast, since, until, held):
    cast.appoint("nora", "head", "lic", since=since, until=until)
    standing = standing_of(cast.nora)
    assert standing.headed == (frozenset({cast.lic.pk}) if held else frozenset())
    assert (standing == Standing()) is not held


def test_roles_are_read_with_one_query_however_many(cast):
    for department in ("lic", "qua", "sec"):
        cast.appoint("hana", "deputy", department)
    with CaptureQueriesContext(connection) as queries:
        standing = standing_of(cast.hana)
    assert len(queries) == 1
    assert standing.headed == {cast.csc.pk}
    assert standing.drafted == {cast.departments[d].pk for d in ("csc", "lic", "qua", "sec")}


def test_a_person_is_read_together_with_every_role(cast):
    """What every page asks, whoever holds a role, several, one for another, or none."""
    cast.delegate("leo", to="hana")
    cast.appoint("hana", "clerk", "lic")
    for name, statements in (("hana", 1), ("cora", 1), ("nobody", 2)):
        person = cast.people.get(name) or cast.person(name)
        with CaptureQueriesContext(connection) as queries:
            found = User.signed_in(person.pk)
        assert len(queries) == statements
        assert (found, found.standing) == (person, standing_of(person))
    assert User.signed_in(cast.ina.pk) is None


def test_what_each_role_amounts_to(cast):
    standing = {name: standing_of(person) for name, person in cast.people.items()}

    def those(facet):
        return {name for name, held in standing.items() if getattr(held, facet)}

    assert those("headed") == {"paul", "hana", "hugo", "lily"}
    assert those("drafted") == {"paul", "hana", "hugo", "lily", "dana", "dora"}
    assert those("in_office") == {"olga", "oscar", "otto"}
    assert those("heads_office") == {"oscar"}
    assert those("leads") == those("seats") == {"cora", "vic", "leo", "lena", "luis"}
    assert those("assists_leader") == those("assists") == {"anna"}
    assert those("administers") == {"ada"}


@pytest.mark.parametrize(
    "gone",
    [
        {"role": "leader", "until": TODAY - DAY},
        {"role": "leader", "since": TODAY + DAY},
        {"role": "member"},
    ],
)
def test_an_assistant_follows_drafts_while_the_leader_holds_a_seat(cast, draft, gone):
    """And never votes for anybody, whoever they assist."""
    assert sees(cast.anna, draft)
    Appointment.objects.filter(user=cast.leo).update(**gone)
    assert not sees(cast.anna, draft)
    standing = standing_of(cast.anna)
    assert (standing.assists, standing.assists_leader) == (frozenset(), False)
    assert standing.is_assistant


def test_an_assistant_of_who_has_left_follows_nothing(cast, draft):
    User.objects.filter(pk=cast.leo.pk).update(is_active=False)
    assert not sees(cast.anna, draft)


def test_who_has_left_holds_nothing(cast):
    """An account that is closed has no role, whatever the appointments say."""
    assert Appointment.objects.valid_on(TODAY).filter(user=cast.ina).exists()
    assert standing_of(cast.ina) == Standing()
    assert not cast.ina.has_perm("organization.view_user", cast.hana)


def test_no_superuser_passes(cast):
    """The administrator administers accounts, and neither drafts, reviews nor votes."""
    for action in ("plans.add_plan", "plans.put_forward_plan", "approvals.vote_ballot"):
        assert not cast.ada.has_perm(action)


@pytest.fixture
def draft(cast, planning_round):
    return factories.make_plan(cast, status="empty", goals=1)


def sees(person, plan):
    """Both faces of the one rule; they cannot differ."""
    person = User.objects.get(pk=person.pk)
    allowed = person.has_perm("plans.view_plan", plan)
    assert Plan.objects.visible_to(person).filter(pk=plan.pk).exists() is allowed
    return allowed


def test_heads_above_see_what_is_below(cast, draft):
    """5.2.2: Paul heads the department to which the contact centre belongs."""
    assert sees(cast.paul, draft)
    assert not cast.paul.has_perm("plans.change_plan", draft)
    assert not sees(cast.hugo, draft)
    assert not sees(cast.lily, draft)


def test_heads_below_do_not_see_above(cast, draft):
    below = Department.objects.create(code="desk", name="Front desk", parent=cast.csc)
    cast.departments["desk"] = below
    cast.appoint("fred", "head", "desk")
    assert not sees(cast.fred, draft)


def test_a_code_that_begins_alike_is_not_above(cast, draft):
    cast.departments["o"] = Department.objects.create(code="o", name="Others")
    cast.departments["op"] = Department.objects.create(code="op", name="Opera")
    cast.appoint("fred", "head", "op")
    cast.appoint("fred", "head", "o")
    assert not sees(cast.fred, draft)


def test_clerks_above_do_not_see_what_is_below(cast, draft):
    cast.appoint("carl", "clerk", "ops")
    assert not sees(cast.carl, draft)
