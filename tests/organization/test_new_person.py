"""An account for everyone (D7), added by the administrator."""

import pytest
from django.db import IntegrityError, transaction

from improvement.audit.models import Entry
from improvement.organization.models import User

URL = "/people/new/"
TYPED = {"email": "nora@example.org", "name": "Nora", "name_hant": "諾拉"}


def test_the_administrator_adds_a_person_and_goes_on_to_appoint(sign_in, cast):
    response = sign_in(cast.ada).post(URL, TYPED | {"reports_to": cast.hana.pk})

    nora = User.objects.get(email="nora@example.org")
    assert response["Location"] == f"/people/{nora.public_id}/appoint/"
    assert (nora.name, nora.name_hant, nora.reports_to) == ("Nora", "諾拉", cast.hana)
    assert (nora.is_active, nora.has_usable_password(), nora.version) == (True, False, 1)


def test_what_is_personal_is_in_the_record_as_a_digest_only(sign_in, cast):
    sign_in(cast.ada).post(URL, TYPED)

    nora = User.objects.get(email="nora@example.org")
    entry = Entry.objects.about("organization.user", nora.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", cast.ada.pk)
    assert "nora@example.org" not in entry.body
    assert "諾拉" not in entry.body


@pytest.mark.parametrize(
    "typed",
    [
        {"email": ""},
        {"email": "nora"},
        {"email": "hana@example.org"},
        {"email": "HANA@EXAMPLE.ORG"},
        {"name": ""},
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(sign_in, cast, typed):
    response = sign_in(cast.ada).post(URL, TYPED | typed)

    assert response.status_code == 409
    assert list(response.context["form"].errors) == list(typed)
    assert not User.objects.filter(name_hant="諾拉").exists()


def test_the_database_keeps_an_address_for_one_person_however_it_is_spelled(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Hana@Example.org", name="Hanna")


@pytest.mark.parametrize("name", ["olga", "hana", "cora", "xia"])
def test_others_are_told_who_can(sign_in, cast, name):
    client = sign_in(cast.people[name])

    for response in (client.get(URL), client.post(URL, TYPED)):
        assert response.status_code == 403
        assert "This can be done by: the administrator." in response.content.decode()
    assert not User.objects.filter(name="Nora").exists()
