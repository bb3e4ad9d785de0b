"""Mail of which nobody knows whether it went out: the administrator decides, with one click."""

import pytest

from improvement.audit.models import Entry
from improvement.door.telling import notices
from improvement.notifications import outbox
from improvement.notifications.models import Message, State
from tests import factories

URL = "/outbox/"
CRASHED = "The worker stopped while it was sending."


@pytest.fixture
def letters(cast, planning_round):
    """One e-mail in each state, all about the same plan."""
    plan = factories.make_plan(cast, planning_round, status="empty", goals=1)
    Message.objects.all().delete()
    found = {}
    for number, state in enumerate(State.values):
        plan.version = 100 + number
        outbox.add(notices(plan, "send_back", by=cast.dana, inputs={}))
        rows = Message.objects.filter(channel="email", occasion=f"v{plan.version}")
        rows.update(state=state, last_error=CRASHED)
        found[state] = rows.get()
    return found


def again(client, letter):
    return client.post(f"{URL}{letter.public_id}/resend/")


def test_what_is_in_doubt_and_what_failed_stands_there(sign_in, cast, letters):
    response = sign_in(cast.ada).get(URL)

    page = response.content.decode()
    assert set(response.context["messages_in_doubt"]) == {letters["in_doubt"], letters["dead"]}
    assert page.count("Send again") == 1
    assert f"{URL}{letters['in_doubt'].public_id}/resend/" in page
    assert page.count(CRASHED) == 2
    assert page.count("hana@example.org") >= 2


def test_one_click_lets_it_go_out_once_more(sign_in, cast, letters):
    letter = letters["in_doubt"]
    message_id = letter.message_id

    assert again(sign_in(cast.ada), letter)["Location"] == URL

    letter.refresh_from_db()
    assert (letter.state, letter.lease_until) == (State.PENDING, None)
    assert letter.message_id == message_id
    entry = Entry.objects.of(f"notifications.message:{letter.pk}").get()
    assert (entry.verb, entry.actor_id) == ("resend", cast.ada.pk)


def test_a_second_click_finds_nothing_to_do(sign_in, cast, letters):
    client = sign_in(cast.ada)
    again(client, letters["in_doubt"])

    assert again(client, letters["in_doubt"]).status_code == 404
    assert Entry.objects.filter(verb="resend").count() == 1


@pytest.mark.parametrize("state", ["pending", "sending", "sent", "dead"])
def test_nothing_else_is_sent_again(sign_in, cast, letters, state):
    assert again(sign_in(cast.ada), letters[state]).status_code == 404

    letters[state].refresh_from_db()
    assert letters[state].state == state
    assert not Entry.objects.filter(verb="resend").exists()


@pytest.mark.parametrize("name", ["olga", "oscar", "cora", "hana", "xia"])
def test_others_are_told_who_can(sign_in, cast, letters, name):
    client = sign_in(cast.people[name])

    for response in (client.get(URL), again(client, letters["in_doubt"])):
        assert response.status_code == 403
        assert "This can be done by: the administrator." in response.content.decode()
    letters["in_doubt"].refresh_from_db()
    assert letters["in_doubt"].state == State.IN_DOUBT


def test_reading_the_address_sends_nothing(sign_in, cast, letters):
    address = f"{URL}{letters['in_doubt'].public_id}/resend/"
    assert sign_in(cast.ada).get(address).status_code == 405
    letters["in_doubt"].refresh_from_db()
    assert letters["in_doubt"].state == State.IN_DOUBT


def test_the_menu_leads_there_only_whom_it_serves(sign_in, cast):
    assert f'href="{URL}"' in sign_in(cast.ada).get("/").content.decode()
    assert f'href="{URL}"' not in sign_in(cast.olga).get("/").content.decode()


def test_when_everything_was_delivered_it_says_so(sign_in, cast):
    assert "Everything was delivered" in sign_in(cast.ada).get(URL).content.decode()
