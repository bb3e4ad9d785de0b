"""Who of the leadership group is away: written down by them, their assistant or the office head."""

import datetime as dt

import pytest

from improvement.audit.models import Entry
from improvement.organization.models import Absence, Appointment, Delegation

MONDAY = dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC)
TYPED = {"since": "2026-10-12", "back_on": "2026-10-15", "reason": "Leave, letter of 9 October"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def url(person):
    return f"/people/{person.public_id}/absent/"


@pytest.mark.parametrize("name", ["leo", "anna", "oscar"])
def test_oneself_the_assistant_and_the_head_of_the_office_write_it_down(sign_in, cast, name):
    client = sign_in(cast.people[name])

    assert client.post(url(cast.leo), TYPED)["Location"] == f"/people/{cast.leo.public_id}/"

    made = Absence.objects.get()
    assert (made.user, made.recorded_by) == (cast.leo, cast.people[name])
    assert (made.since, made.back_on) == (dt.date(2026, 10, 12), dt.date(2026, 10, 15))
    entry = Entry.objects.about("organization.absence", made.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", cast.people[name].pk)
    page = client.get(f"/people/{cast.leo.public_id}/").content.decode()
    assert "Away from" in page and "Leave, letter of 9 October" in page


@pytest.mark.parametrize("name", ["lena", "cora", "olga", "ada", "hana"])
def test_nobody_else_does(sign_in, cast, name):
    client = sign_in(cast.people[name])
    assert client.get(url(cast.leo)).status_code == 403
    assert client.post(url(cast.leo), TYPED).status_code == 403
    assert not Absence.objects.exists()


@pytest.mark.parametrize("name", ["hana", "xia"])
def test_only_who_holds_a_seat_can_be_away(sign_in, cast, name):
    """Nothing hangs on the absence of anybody else."""
    for who in (name, "oscar"):
        assert sign_in(cast.people[who]).post(url(cast.people[name]), TYPED).status_code == 403


def test_the_assistant_of_who_leads_no_longer_does_not(sign_in, cast):
    Appointment.objects.filter(user=cast.leo).update(until=dt.date(2026, 10, 11))
    assert sign_in(cast.anna).post(url(cast.leo), TYPED).status_code == 403


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"since": ""}, "since"),
        ({"back_on": ""}, "back_on"),
        ({"back_on": "2026-10-12"}, "back_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_without_dates_and_a_written_ground_it_is_refused(sign_in, cast, changed, field):
    response = sign_in(cast.oscar).post(url(cast.cora), TYPED | changed)
    assert response.status_code == 409
    assert list(response.context["form"].errors) == [field]


def test_everybody_reads_the_dates_and_few_the_ground(sign_in, cast):
    absence = cast.away("cora", by="oscar", reason="An operation")

    page = sign_in(cast.xia).get(f"/people/{cast.cora.public_id}/").content.decode()

    assert "Away from" in page
    assert "An operation" not in page
    assert f"/absences/{absence.public_id}/end/" not in page


@pytest.mark.parametrize(
    ("since", "back_on"),
    [(dt.date(2026, 10, 5), dt.date(2026, 10, 12)), (dt.date(2026, 10, 19), dt.date(2026, 10, 19))],
)
def test_who_is_back_early_or_stays_is_there(sign_in, cast, since, back_on):
    absence = cast.away("cora", since=since, back_on=dt.date(2026, 10, 30))

    sign_in(cast.cora).post(f"/absences/{absence.public_id}/end/")

    absence.refresh_from_db()
    assert (absence.back_on, absence.is_over) == (back_on, True)
    assert not Absence.objects.not_over(MONDAY.date()).exists()


def test_nobody_else_calls_it_off(sign_in, cast):
    absence = cast.away("cora")
    assert sign_in(cast.vic).post(f"/absences/{absence.public_id}/end/").status_code == 403
    absence.refresh_from_db()
    assert not absence.is_over


# Who presides in the chair's place, where no vice-chair can

NAMED = {
    "scope": "presides",
    "since": "2026-10-12",
    "until": "2026-10-12",
    "note": "Letter of 9 October",
}


def test_the_chair_names_a_member_who_presides(sign_in, cast):
    sign_in(cast.cora).post("/profile/delegations/new/", NAMED | {"delegate": cast.lena.pk})
    made = Delegation.objects.get()
    assert (made.principal, made.delegate, made.scope) == (cast.cora, cast.lena, "presides")
    page = sign_in(cast.lena).get("/profile/").content.decode()
    assert "you preside in the chair" in page


@pytest.mark.parametrize("name", ["olga", "oscar", "ada", "hana"])
def test_never_office_administrator_or_somebody_without_a_seat(sign_in, cast, name):
    typed = NAMED | {"delegate": cast.people[name].pk}
    response = sign_in(cast.cora).post("/profile/delegations/new/", typed)
    assert list(response.context["form"].errors) == ["delegate"]


def test_never_a_member_who_is_of_the_office(sign_in, cast):
    cast.appoint("lena", "officer", "sec")
    typed = NAMED | {"delegate": cast.lena.pk}
    response = sign_in(cast.cora).post("/profile/delegations/new/", typed)
    assert list(response.context["form"].errors) == ["delegate"]


def test_nobody_but_the_chair_names_one(sign_in, cast):
    sign_in(cast.vic).post("/profile/delegations/new/", NAMED | {"delegate": cast.lena.pk})
    assert Delegation.objects.get().scope == "votes"
