"""The whole way to a new password, with the letter in between."""

import re

import pytest
from django.contrib.auth import get_user

from .conftest import PASSWORD

URL = "/password/reset/"
NEW = "umbrella-weather-9"


def ask(client, mailoutbox, email="hana@example.org"):
    """Ask for a letter and return the address that stands in it, or nothing."""
    assert client.post(URL, {"email": email})["Location"] == f"{URL}sent/"
    if not mailoutbox:
        return None
    assert mailoutbox[-1].to == [email.lower()]
    return re.search(r"https?://[^/]+(/\S+)", mailoutbox[-1].body)[1]


def choose(client, address, password=NEW, again=NEW):
    """Open the address from the letter and send the form that stands behind it."""
    form = client.get(address, follow=True)
    sent = {"new_password1": password, "new_password2": again}
    return client.post(form.request["PATH_INFO"], sent)


def can_sign_in(client, password):
    client.post("/sign-in/", {"username": "hana@example.org", "password": password})
    found = get_user(client).is_authenticated
    client.logout()
    return found


def test_the_whole_way(client, with_password, mailoutbox):
    with_password("hana")
    address = ask(client, mailoutbox)
    assert mailoutbox[0].subject == "A new password for Service improvement"
    assert "hana@example.org" in mailoutbox[0].body

    done = choose(client, address)

    assert done["Location"] == f"{URL}done/"
    assert client.get(done["Location"]).status_code == 200
    assert not can_sign_in(client, PASSWORD)
    assert can_sign_in(client, NEW)


def test_a_new_person_gets_the_first_password_this_way(client, cast, mailoutbox):
    """The page that adds a person promises it: the account is born without a password."""
    cast.hana.set_unusable_password()
    cast.hana.save()

    choose(client, ask(client, mailoutbox))

    assert can_sign_in(client, NEW)


def test_the_link_works_once(client, with_password, mailoutbox):
    with_password("hana")
    address = ask(client, mailoutbox)
    choose(client, address)
    client.session.flush()

    again = client.get(address, follow=True)

    assert "This link no longer works" in again.content.decode()


@pytest.mark.parametrize("name", ["ina", "nobody"])
def test_nobody_learns_who_has_an_account(client, cast, mailoutbox, name):
    assert ask(client, mailoutbox, f"{name}@example.org") is None
    assert "If there is an account" in client.get(f"{URL}sent/").content.decode()


@pytest.mark.parametrize(
    ("password", "again"), [("short-1", "short-1"), ("password123", "password123"), (NEW, PASSWORD)]
)
def test_a_poor_or_mistyped_password_is_refused(client, with_password, mailoutbox, password, again):
    with_password("hana")

    response = choose(client, ask(client, mailoutbox), password, again)

    assert response.context["form"].errors
    assert can_sign_in(client, PASSWORD)
