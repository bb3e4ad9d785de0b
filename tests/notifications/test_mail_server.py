"""A mail server that is away, refuses or hangs up: what is certain and what is not."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from improvement.notifications import delivery, outbox, timing
from improvement.notifications.models import Channel, Message, State

from .conftest import emails
from .room import ASKED

MINUTE = timedelta(minutes=1)


def letter_row() -> Message:
    return Message.objects.get(channel=Channel.EMAIL)


def test_over_the_wire(about, dana, moody):
    outbox.add([about(ASKED, dana, occasion=str(n)) for n in range(3)])
    delivery.deliver()
    assert moody.heard("Subject") == ["Decide on Library"] * 3
    sent = Message.objects.filter(state=State.SENT, channel=Channel.EMAIL)
    assert Counter(moody.heard("Message-ID")) == {row.message_id: 1 for row in sent}


def test_a_server_that_is_away_costs_nobody_an_attempt(about, dana, moody, settings, mailoutbox):
    outbox.add([about(ASKED, dana, occasion=str(n)) for n in range(3)])
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert delivery.deliver() == 0
    assert emails() == [(ASKED.name, State.PENDING)] * 3
    assert set(Message.objects.filter(channel=Channel.EMAIL).values_list("attempts")) == {(0,)}
    settings.EMAIL_PORT = port
    assert delivery.deliver() == 3
    assert len(moody.letters) == 3


def test_refused_for_now_is_tried_later(about, people, moody, clock):
    outbox.add([about(ASKED, people("Later"))])
    delivery.deliver()
    row = letter_row()
    assert (row.state, row.due_at) == (State.PENDING, timezone.now() + 2 * MINUTE)
    assert row.last_error == "The mail server answered 450 busy"
    assert delivery.deliver() == 0
    clock.shift(2 * MINUTE)
    assert delivery.deliver() == 1
    assert letter_row().due_at == timezone.now() + 4 * MINUTE


def test_patience_ends(about, people, moody, clock):
    outbox.add([about(ASKED, people("Later"))])
    for _ in range(timing.MAX_ATTEMPTS):
        delivery.deliver()
        clock.shift(timing.LONGEST_WAIT)
    row = letter_row()
    assert (row.state, row.attempts) == (State.DEAD, timing.MAX_ATTEMPTS)


def test_refused_for_good_is_put_away_and_the_queue_goes_on(about, people, moody):
    outbox.add([about(ASKED, people("Never"), people("Olga"))])
    delivery.deliver()
    assert [(r.recipient.name, r.last_error) for r in Message.objects.undeliverable()] == [
        ("Never", "The mail server answered 550 nobody")
    ]
    assert moody.heard("To") == ["olga@example.org"]


def test_silence_after_the_letter_is_a_doubt_and_the_queue_goes_on(about, people, moody):
    outbox.add([about(ASKED, people("Hangup"), people("Olga"))])
    delivery.deliver()
    assert [row.recipient.name for row in Message.objects.in_doubt()] == ["Hangup"]
    assert moody.heard("To") == ["hangup@example.org", "olga@example.org"]
    assert delivery.deliver() == 0


@pytest.mark.parametrize("attempts", range(1, 20))
def test_the_wait_grows_to_four_hours(attempts):
    now = timezone.now()
    wait = timing.retry_at(now, attempts) - now
    assert wait == min(2**attempts * MINUTE, timedelta(hours=4))
