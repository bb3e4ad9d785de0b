"""Two workers, killed workers: nothing is sent twice, nothing is lost, doubt is visible."""

from datetime import timedelta

import pytest
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.notifications import delivery, letters, outbox, timing
from improvement.notifications.models import Channel, Message, State
from improvement.notifications.wire import Outcome

from .conftest import emails
from .room import ASKED, URGED

LATER = timing.LEASE + timedelta(seconds=1)


@pytest.fixture
def in_doubt(about, dana):
    """An e-mail whose worker was killed while it was sending."""
    outbox.add([about(ASKED, dana)])
    start_sending()
    delivery.sweep(timezone.now() + LATER)
    return Message.objects.get(channel=Channel.EMAIL)


def start_sending() -> letters.Letter:
    lease, (key,) = delivery.claim(1)
    letter = letters.write(key, lease)
    assert letter is not None
    assert delivery.begin(letter)
    return letter


def test_two_workers_never_hold_the_same_row(about, dana):
    outbox.add([about(ASKED, dana, occasion=str(n)) for n in range(5)])
    _, some = delivery.claim(3)
    _, others = delivery.claim(3)
    assert (len(some), len(others), set(some) & set(others)) == (3, 2, set())


def test_a_worker_killed_before_sending_leaves_no_doubt(about, dana, clock, mailoutbox):
    outbox.add([about(ASKED, dana)])
    delivery.claim(1)
    assert delivery.deliver() == 0
    clock.shift(LATER)
    assert delivery.sweep() == 0
    assert delivery.deliver() == 1
    assert len(mailoutbox) == 1


def test_a_worker_that_overslept_lets_the_other_send(about, dana, clock):
    outbox.add([about(ASKED, dana)])
    lease, (key,) = delivery.claim(1)
    overslept = letters.write(key, lease)
    clock.shift(LATER)
    delivery.claim(1)
    assert letters.write(key, lease) is None
    assert not delivery.begin(overslept)
    assert emails() == [(ASKED.name, State.PENDING)]


def test_a_worker_killed_while_sending_leaves_a_visible_doubt(in_doubt, mailoutbox):
    assert in_doubt.state == State.IN_DOUBT
    assert list(Message.objects.in_doubt()) == [in_doubt]
    delivery.sweep(timezone.now() + 2 * LATER)
    assert (delivery.deliver(), mailoutbox) == (0, [])


def test_the_lease_of_one_at_work_is_respected(about, dana):
    outbox.add([about(ASKED, dana)])
    start_sending()
    assert delivery.sweep() == 0
    assert emails() == [(ASKED.name, State.SENDING)]


def test_who_was_slow_but_did_send_settles_the_doubt(about, dana):
    outbox.add([about(ASKED, dana)])
    letter = start_sending()
    delivery.sweep(timezone.now() + LATER)
    delivery.settle(letter, Outcome(State.SENT))
    assert emails() == [(ASKED.name, State.SENT)]


def test_resend_is_one_click_and_on_record(in_doubt, hana, mailoutbox):
    assert delivery.resend(in_doubt, by=hana)
    assert not delivery.resend(in_doubt, by=hana)
    delivery.deliver()
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [in_doubt.message_id]
    (entry,) = Entry.objects.about("notifications.message", in_doubt.pk)
    assert (entry.verb, entry.actor_id) == ("resend", hana.pk)
    assert entry.content["changes"] == {"state": ["in_doubt", "pending"]}


def test_what_was_sent_cannot_be_resent(about, dana, hana):
    outbox.add([about(ASKED, dana)])
    delivery.deliver()
    assert not delivery.resend(Message.objects.get(channel=Channel.EMAIL), by=hana)


def test_resend_mends_what_could_not_be_delivered(about, people, hana, mailoutbox):
    wrong = people("Wu", email="wu at example")
    outbox.add([about(ASKED, wrong)])
    delivery.deliver()
    type(wrong).objects.filter(pk=wrong.pk).update(email="wu@example.org")
    assert delivery.resend(Message.objects.undeliverable().get(), by=hana)
    delivery.deliver()
    assert [mail.to for mail in mailoutbox] == [["wu@example.org"]]


def test_a_reminder_in_doubt_is_sent_again_by_itself(about, dana, clock, mailoutbox):
    outbox.add([about(URGED, dana)])
    start_sending()
    clock.shift(LATER)
    assert delivery.sweep() == 1
    delivery.deliver()
    assert [mail.subject for mail in mailoutbox] == ["Reminder: Library"]


def test_even_a_reminder_is_not_sent_again_for_ever(about, dana, clock):
    outbox.add([about(URGED, dana)])
    for _ in range(timing.MAX_ATTEMPTS):
        start_sending()
        clock.shift(LATER)
        delivery.sweep()
    assert emails() == [(URGED.name, State.IN_DOUBT)]
