"""Giving a person a role for a time: the administrator does, the record keeps who did."""

import datetime as dt

import pytest

from improvement.approvals.steps import cast_vote
from improvement.audit.models import Entry
from improvement.organization.models import Appointment
from tests import factories

TODAY = dt.date(2026, 10, 12)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(dt.datetime(2026, 10, 12, 10, tzinfo=dt.UTC), tick=False)


def address(person):
    return f"/people/{person.public_id}/appoint/"


def typed(cast, **changed):
    return {
        "role": "clerk",
        "department": cast.lic.pk,
        "rank": 0,
        "since": "2026-10-12",
        **changed,
    }


def test_the_administrator_appoints(sign_in, cast):
    response = sign_in(cast.ada).post(address(cast.xia), typed(cast))

    made = Appointment.objects.get(user=cast.xia, role="clerk")
    assert response["Location"] == f"/people/{cast.xia.public_id}/"
    assert (made.department, made.since, made.until) == (cast.lic, TODAY, None)
    assert made.appointed_by == cast.ada
    entry = Entry.objects.about("organization.appointment", made.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", cast.ada.pk)


def test_the_role_gives_its_rights_at_once(sign_in, cast, planning_round):
    assert not cast.xia.has_perm("plans.add_plan")

    sign_in(cast.ada).post(address(cast.xia), typed(cast))

    assert sign_in(cast.xia).get("/profile/").wsgi_request.user.has_perm("plans.add_plan")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"department": ""}, "department"),
        ({"role": "head", "department": ""}, "department"),
        ({"role": "assistant", "department": ""}, "principal"),
        ({"role": "king"}, "role"),
        ({"since": ""}, "since"),
        ({"until": "2026-10-11"}, "until"),
    ],
)
def test_what_is_missing_is_said(sign_in, cast, changed, field):
    response = sign_in(cast.ada).post(address(cast.xia), typed(cast, **changed))

    assert response.status_code == 409
    assert list(response.context["form"].errors) == [field]
    assert cast.xia.appointments.count() == 1


def test_roles_of_the_whole_organization_need_no_department(sign_in, cast):
    client = sign_in(cast.ada)
    client.post(address(cast.xia), typed(cast, role="leader", department="", rank=4))
    client.post(
        address(cast.sam), typed(cast, role="assistant", department="", principal=cast.lena.pk)
    )

    assert cast.xia.appointments.filter(role="leader", rank=4).exists()
    assert cast.sam.appointments.get(role="assistant").principal == cast.lena


@pytest.mark.parametrize("name", ["olga", "hana", "cora", "xia"])
def test_others_are_told_who_can(sign_in, cast, name):
    client = sign_in(cast.people[name])

    for response in (
        client.get(address(cast.sam)),
        client.post(address(cast.sam), typed(cast, role="chair")),
    ):
        assert response.status_code == 403
        assert "This can be done by: the administrator." in response.content.decode()
    assert cast.sam.appointments.count() == 1


def test_nobody_appoints_themselves(sign_in, cast):
    assert sign_in(cast.xia).post(address(cast.xia), typed(cast)).status_code == 403
    assert cast.xia.appointments.count() == 1


def test_a_successor_takes_over_the_seat_and_its_open_votes(cast, planning_round, sign_in):
    """D8: the seat outlives whoever holds it."""
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    ballot = factories.ballot_of(plan)
    leaving = cast.luis.appointments.get()
    leaving.until = TODAY - dt.timedelta(days=1)
    leaving.save()
    cast.person("lara")
    sign_in(cast.ada).post(
        address(cast.lara), typed(cast, role="leader", department="", succeeds=leaving.pk)
    )
    assert cast.lara.appointments.get().seat == leaving.seat
    voted = cast_vote(ballot, by=cast.lara, choice="approve", seen=ballot.digest)
    assert voted.votes.get().seat.holder == cast.luis
