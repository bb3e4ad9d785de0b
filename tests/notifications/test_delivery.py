"""E-mails that need a decision: sent at once, once, in the reader's language."""

import time_machine
from django.utils import timezone

from improvement.notifications import delivery, outbox
from improvement.notifications.models import Channel, Message, State

from .conftest import at, emails
from .room import ASKED, BROKEN


def test_an_e_mail_says_what_and_links_to_it(about, dana, subject, mailoutbox):
    outbox.add([about(ASKED, dana)])
    assert delivery.deliver() == 1
    row = Message.objects.get(channel=Channel.EMAIL)
    assert (row.state, row.attempts, row.last_error) == (State.SENT, 1, "")
    assert row.sent_at is not None
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["dana@example.org"], "Decide on Library")
    assert mail.body.startswith(
        f"Hana Hui asks you.\n\nIt waits for you here:\nhttp://localhost:8000{subject.get_absolute_url()}\n"
    )
    assert mail.extra_headers == {
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
    }


def test_sent_once_is_sent(about, dana, mailoutbox):
    outbox.add([about(ASKED, dana)])
    assert (delivery.deliver(), delivery.deliver()) == (1, 0)
    assert len(mailoutbox) == 1


def test_everybody_reads_their_own_language(about, people, mailoutbox):
    readers = [
        people("Ann", language="en"),
        people("Bao", language="zh-hant"),
        people("Cai", language="zh-hans"),
        people("Dov"),
    ]
    outbox.add([about(ASKED, *readers)])
    delivery.deliver()
    assert [mail.subject for mail in mailoutbox] == [
        "Decide on Library",
        "Decide on 圖書館",
        "Decide on 圖書館",
        "Decide on Library",
    ]


def test_the_words_are_those_of_the_moment_of_sending(about, dana, subject, mailoutbox):
    outbox.add([about(ASKED, dana)])
    type(subject).objects.filter(pk=subject.pk).update(name="New library")
    delivery.deliver()
    assert [mail.subject for mail in mailoutbox] == ["Decide on New library"]


def test_who_may_not_see_it_any_more_is_not_told(about, dana, subject, mailoutbox):
    outbox.add([about(ASKED, dana)])
    type(subject).objects.filter(pk=subject.pk).update(state="closed")
    delivery.deliver()
    assert mailoutbox == []
    assert set(Message.objects.values_list("state", "last_error")) == {
        (State.DEAD, "not visible any more")
    }
    assert not Message.objects.inbox(dana).exists()


def test_who_has_left_is_not_told(about, people, mailoutbox):
    outbox.add([about(ASKED, people("Lee", is_active=False))])
    delivery.deliver()
    assert (mailoutbox, emails()) == ([], [(ASKED.name, State.DEAD)])


def test_a_subject_that_is_gone_stops_nothing(about, dana, subject, mailoutbox):
    outbox.add([about(ASKED, dana)])
    subject.delete()
    delivery.deliver()
    assert (mailoutbox, emails()) == ([], [(ASKED.name, State.DEAD)])


def test_poison_is_put_away_and_the_queue_goes_on(about, dana, people, mailoutbox):
    outbox.add(
        [
            about(ASKED, people("Bad", email="not an address"), occasion="1"),
            about(BROKEN, dana, occasion="2"),
            about(ASKED, dana, occasion="3"),
        ]
    )
    Message.objects.create(  # of a kind that no room registers any more
        kind="room.gone",
        content_type=Message.objects.first().content_type,
        object_id=Message.objects.first().object_id,
        occasion="4",
        recipient=dana,
        channel=Channel.EMAIL,
        context={},
        created=timezone.now(),
        state=State.PENDING,
        due_at=timezone.now(),
    )
    delivery.deliver()
    assert [mail.to for mail in mailoutbox] == [["dana@example.org"]]
    dead = Message.objects.undeliverable().order_by("occasion")
    assert [row.last_error for row in dead] == [
        "ValidationError: ['Enter a valid email address.']",
        "KeyError: 'nobody_knows'",
        "KeyError: 'room.gone'",
    ]


def test_a_line_break_in_the_title_never_reaches_the_headers(about, dana, subject, mailoutbox):
    type(subject).objects.filter(pk=subject.pk).update(name="Library\nBcc: all@example.org")
    outbox.add([about(ASKED, dana)])
    delivery.deliver()
    assert mailoutbox == []
    (row,) = Message.objects.undeliverable()
    assert row.last_error.startswith("BadHeaderError")


def test_a_batch_is_bounded_and_the_rest_follows(about, dana, mailoutbox, monkeypatch):
    outbox.add([about(ASKED, dana, occasion=str(n)) for n in range(5)])
    monkeypatch.setattr(delivery, "BATCH", 2)
    delivery.deliver_all()
    assert len(mailoutbox) == 5


def test_what_is_not_due_waits(about, dana, mailoutbox):
    with time_machine.travel(at("2027-03-01T10:00")):
        outbox.add([about(ASKED, dana)])
    with time_machine.travel(at("2027-03-01T09:59")):
        assert delivery.deliver() == 0
