"""Who acts for whom: dated, in writing, and not passed on."""

import datetime as dt

import pytest

from improvement.audit.models import Entry
from improvement.organization.models import Delegation, User
from improvement.organization.standing import standing_of

URL = "/profile/delegations/new/"
MONDAY = dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def typed(chosen, **changed):
    return {
        "delegate": chosen.pk,
        "since": "2026-10-12",
        "until": "2026-10-16",
        "note": "Leave, letter of 9 October",
        **changed,
    }


def entrusted_to(person):
    return standing_of(person).entrusted


def test_a_delegation_is_written_down(sign_in, cast):
    assert sign_in(cast.leo).post(URL, typed(cast.lena))["Location"] == "/profile/"

    made = Delegation.objects.get()
    assert (made.principal, made.delegate) == (cast.leo, cast.lena)
    assert (made.since, made.until) == (dt.date(2026, 10, 12), dt.date(2026, 10, 16))
    entry = Entry.objects.about("organization.delegation", made.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", cast.leo.pk)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"until": "2026-10-11"}, "until"),
        ({"until": ""}, "until"),
        ({"since": ""}, "since"),
        ({"note": ""}, "note"),
        ({"delegate": ""}, "delegate"),
    ],
)
def test_without_dates_and_a_written_ground_it_is_refused(sign_in, cast, changed, field):
    response = sign_in(cast.leo).post(URL, typed(cast.lena, **changed))

    assert response.status_code == 409
    assert list(response.context["form"].errors) == [field]
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("name", ["leo", "ina"])
def test_neither_oneself_nor_who_has_left_can_be_chosen(sign_in, cast, name):
    response = sign_in(cast.leo).post(URL, typed(cast.people[name]))

    assert list(response.context["form"].errors) == ["delegate"]
    assert not Delegation.objects.exists()


def test_nobody_writes_one_down_for_somebody_else(sign_in, cast):
    sign_in(cast.lena).post(URL, typed(cast.luis, principal=cast.cora.pk))

    assert Delegation.objects.get().principal == cast.lena


@pytest.mark.parametrize(
    ("day", "acts"), [("11", False), ("12", True), ("16", True), ("17", False)]
)
def test_it_holds_from_the_first_day_to_the_last(sign_in, cast, clock, day, acts):
    sign_in(cast.leo).post(URL, typed(cast.lena))

    clock.move_to(dt.datetime.fromisoformat(f"2026-10-{day}T12:00+08:00"), tick=False)

    assert entrusted_to(cast.lena) == (cast.leo.standing.seats if acts else set())


def test_it_is_not_passed_on(cast):
    cast.delegate("leo", to="lena")
    cast.delegate("lena", to="luis")

    assert entrusted_to(cast.luis) == cast.lena.standing.seats


def test_nobody_acts_for_who_has_left(cast):
    cast.delegate("leo", to="lena")
    User.objects.filter(pk=cast.leo.pk).update(is_active=False)

    assert entrusted_to(cast.lena) == set()
