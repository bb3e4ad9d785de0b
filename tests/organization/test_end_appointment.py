"""Today becomes the last day of a role; what it allowed is gone with it."""

import datetime as dt

import pytest
from django.test import Client

from improvement.audit.models import Entry

MONDAY = dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC)  # ten in the morning in Hong Kong
LAST_MINUTE = dt.datetime(2026, 10, 12, 15, 59, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def end(client, held):
    return client.post(f"/appointments/{held.public_id}/end/")


def test_today_is_the_last_day(sign_in, cast):
    held = cast.hana.appointments.get()

    response = end(sign_in(cast.ada), held)

    held.refresh_from_db()
    assert response["Location"] == f"/people/{cast.hana.public_id}/"
    assert (held.until, held.version) == (dt.date(2026, 10, 12), 1)
    entry = Entry.objects.about("organization.appointment", held.pk).get()
    assert (entry.verb, entry.actor_id) == ("change", cast.ada.pk)


def test_a_session_that_goes_on_loses_the_rights_with_the_day(cast, clock):
    """D8: roles are read at every request from the appointments valid that day."""
    clock.move_to(LAST_MINUTE, tick=False)
    office, administrator = Client(), Client()
    office.force_login(cast.olga)
    administrator.force_login(cast.ada)

    end(administrator, cast.olga.appointments.get())

    assert office.get("/rounds/new/").status_code == 200
    clock.shift(dt.timedelta(minutes=1))
    assert office.get("/rounds/new/").status_code == 403


def test_a_role_that_has_not_begun_ends_on_its_first_day(sign_in, cast):
    cast.appoint("xia", "clerk", "lic", since=dt.date(2026, 11, 1))
    held = cast.xia.appointments.get(role="clerk")

    end(sign_in(cast.ada), held)

    held.refresh_from_db()
    assert held.until == dt.date(2026, 11, 1)


@pytest.mark.parametrize("name", ["olga", "hana", "cora"])
def test_others_are_told_who_can(sign_in, cast, name):
    held = cast.leo.appointments.get()

    response = end(sign_in(cast.people[name]), held)

    held.refresh_from_db()
    assert response.status_code == 403
    assert "This can be done by: the administrator." in response.content.decode()
    assert held.until is None


def test_reading_the_address_ends_nothing(sign_in, cast):
    held = cast.hana.appointments.get()
    assert sign_in(cast.ada).get(f"/appointments/{held.public_id}/end/").status_code == 405
    held.refresh_from_db()
    assert held.until is None
