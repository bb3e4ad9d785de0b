"""The whole way to a new password, with the letter in between."""

import re

import pytest
import time_machine
from django.contrib.auth import get_user
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.notifications.delivery import deliver
from improvement.notifications.models import Message

from .conftest import PASSWORD

URL = "/password/reset/"
NEW = "umbrella-weather-9"


def ask(client, mailoutbox, email="hana@example.org"):
    """Ask for a letter, have it sent, and return the address that stands in it, or nothing."""
    assert client.post(URL, {"email": email})["Location"] == f"{URL}sent/"
    assert not mailoutbox  # whoever waits for the page does not wait for the mail server
    deliver()
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


def what_it_does(client, email):
    """The statements without what they say, and how often the bell rings."""
    connection.run_on_commit.clear()
    with CaptureQueriesContext(connection) as asked:
        client.post(URL, {"email": email})
    said = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b")
    return [said.sub("?", query["sql"]) for query in asked], len(connection.run_on_commit)


def test_the_page_does_the_same_whether_or_not_there_is_an_account(client, with_password):
    """Nor does the time it takes tell: no mail server, the same statements, the same bell."""
    with_password("hana")
    what_it_does(client, "first@example.org")  # what is kept for later ones

    nobody = what_it_does(client, "nobody@example.org")
    assert not Message.objects.exists()
    hana = what_it_does(client, "hana@example.org")

    assert Message.objects.get().state == "pending"
    assert nobody == hana
    assert hana[1] == 1


def test_the_token_is_made_when_the_letter_is(client, with_password, mailoutbox):
    """No row, queue or backup has it in it."""
    hana = with_password("hana")
    client.post(URL, {"email": "hana@example.org"})
    assert Message.objects.get().context == {"language": "en"}
    hana.set_password(NEW)
    hana.save()

    deliver()

    address = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
    assert "Choose a new password" in client.get(address, follow=True).content.decode()


def test_asked_for_twice_in_a_minute_it_is_one_letter(client, with_password, mailoutbox):
    with_password("hana")
    with time_machine.travel("2027-03-01T10:00:01Z", tick=False) as clock:
        for _n in range(3):
            client.post(URL, {"email": "hana@example.org"})
        clock.shift(60)
        client.post(URL, {"email": "hana@example.org"})
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("chosen", "speaks"), [("", "重設密碼"), ("zh-hans", "重置密码")])
def test_in_the_language_of_the_person_or_of_the_page(
    client, with_password, mailoutbox, chosen, speaks
):
    hana = with_password("hana")
    hana.language = chosen
    hana.save()
    client.cookies["django_language"] = "zh-hant"

    ask(client, mailoutbox)

    assert speaks in mailoutbox[0].subject


def test_who_leaves_before_it_is_sent_gets_no_letter(client, with_password, mailoutbox):
    hana = with_password("hana")
    client.post(URL, {"email": "hana@example.org"})
    hana.is_active = False
    hana.save()

    deliver()

    assert mailoutbox == []


def test_the_link_leads_here_whatever_host_was_named(client, with_password, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with_password("hana")
    client.post(URL, {"email": "hana@example.org"}, headers={"host": "evil.example"})
    deliver()
    assert f"{settings.SITE_URL}/password/reset/" in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body
