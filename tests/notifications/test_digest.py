"""One e-mail a day for everything that needs no decision."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from improvement.notifications import delivery, letters, outbox, timing
from improvement.notifications.digest import KIND
from improvement.notifications.models import Message, State

from .conftest import at, emails
from .room import ASKED, BROKEN_LINE, NOTED, TOLD

DAY = timedelta(days=1)


@pytest.fixture
def monday(clock):
    clock.move_to(at("2027-03-01T10:00"), tick=False)
    return clock


def at_nine(clock, day: str) -> None:
    clock.move_to(at(f"{day}T09:00"), tick=False)
    delivery.sweep()
    delivery.deliver()


def test_one_e_mail_tells_it_all(monday, about, dana, subject, mailoutbox):
    outbox.add([about(TOLD, dana, occasion="1"), about(NOTED, dana, occasion="2")])
    at_nine(monday, "2027-03-02")
    (mail,) = mailoutbox
    page = f"http://localhost:8000{subject.get_absolute_url()}"
    assert mail.subject == "2 messages from service improvement"
    assert mail.body.startswith(
        f"Due soon: Library\nIt is due on 31 March.\n{page}\n\n"
        f"News of Library\nHana Hui changed it.\n{page}\n\n-- \n"
    )
    assert {state for _, state in emails()} == {State.SENT}


def test_not_before_nine(monday, about, dana, mailoutbox):
    outbox.add([about(TOLD, dana)])
    monday.move_to(at("2027-03-02T08:59"))
    delivery.sweep()
    delivery.deliver()
    assert mailoutbox == []


def test_once_a_day_however_often_the_sweep_runs(monday, about, dana, mailoutbox):
    outbox.add([about(TOLD, dana, occasion="1")])
    at_nine(monday, "2027-03-02")
    with time_machine.travel(at("2027-03-02T08:59:59")):
        outbox.add([about(TOLD, dana, occasion="committed while the digest went out")])
    at_nine(monday, "2027-03-02")
    at_nine(monday, "2027-03-02")
    assert len(mailoutbox) == 1
    at_nine(monday, "2027-03-03")
    at_nine(monday, "2027-03-04")
    assert [mail.subject for mail in mailoutbox] == ["1 message from service improvement"] * 2


def test_after_an_outage_of_days_one_digest_tells_everything(monday, about, dana, mailoutbox):
    for day in range(3):
        monday.move_to(at("2027-03-01T10:00") + day * DAY)
        outbox.add([about(TOLD, dana, occasion=str(day))])
    at_nine(monday, "2027-03-08")
    assert [mail.subject for mail in mailoutbox] == ["3 messages from service improvement"]


def test_a_decision_does_not_wait_for_the_digest(monday, about, dana, mailoutbox):
    outbox.add([about(ASKED, dana), about(TOLD, dana)])
    delivery.deliver()
    assert [mail.subject for mail in mailoutbox] == ["Decide on Library"]


def test_everybody_has_their_own(monday, about, people, mailoutbox):
    outbox.add([about(TOLD, people("Ann", language="en"), people("Bao", language="zh-hant"))])
    at_nine(monday, "2027-03-02")
    assert [(mail.to, mail.body.splitlines()[0]) for mail in mailoutbox] == [
        (["ann@example.org"], "News of Library"),
        (["bao@example.org"], "News of 圖書館"),
    ]


def test_a_broken_line_spoils_only_itself(monday, about, dana, mailoutbox):
    outbox.add([about(BROKEN_LINE, dana), about(TOLD, dana)])
    at_nine(monday, "2027-03-02")
    assert [mail.subject for mail in mailoutbox] == ["1 message from service improvement"]
    assert dict(emails()) == {
        BROKEN_LINE.name: State.DEAD,
        TOLD.name: State.SENT,
        KIND.name: State.SENT,
    }


def test_what_may_not_be_seen_any_more_is_left_out(monday, about, dana, subject, mailoutbox):
    outbox.add([about(TOLD, dana)])
    type(subject).objects.filter(pk=subject.pk).update(state="closed")
    at_nine(monday, "2027-03-02")
    assert mailoutbox == []
    assert not Message.objects.undeliverable().exists()


def test_a_digest_to_a_bad_address_takes_its_lines_along(monday, about, people, hana, mailoutbox):
    wu = people("Wu", email="wu at example")
    outbox.add([about(TOLD, wu)])
    at_nine(monday, "2027-03-02")
    assert {state for _, state in emails()} == {State.DEAD}
    type(wu).objects.filter(pk=wu.pk).update(email="wu@example.org")
    delivery.resend(Message.objects.undeliverable().get(kind=KIND.name), by=hana)
    delivery.deliver()
    assert {state for _, state in emails()} == {State.SENT}
    assert [mail.to for mail in mailoutbox] == [["wu@example.org"]]


@pytest.fixture
def killed(monday, about, dana):
    """The worker was killed while it sent Tuesday's digest."""
    outbox.add([about(TOLD, dana), about(NOTED, dana)])
    monday.move_to(at("2027-03-02T09:00"), tick=False)
    delivery.sweep()
    lease, (key,) = delivery.claim(1)
    assert delivery.begin(letters.write(key, lease))
    assert delivery.sweep(timezone.now() + 2 * timing.LEASE) == 1
    return monday


def test_a_digest_in_doubt_is_one_doubt(killed):
    assert [row.kind for row in Message.objects.in_doubt()] == [KIND.name]


def test_its_reminders_go_into_the_next_one_and_the_rest_waits(killed, mailoutbox):
    at_nine(killed, "2027-03-03")
    assert [mail.body.splitlines()[0] for mail in mailoutbox] == ["Due soon: Library"]
    assert (TOLD.name, State.IN_DOUBT) in emails()


def test_resending_it_takes_its_lines_along(killed, hana, mailoutbox):
    delivery.resend(Message.objects.in_doubt().get(), by=hana)
    delivery.deliver()
    assert [mail.subject for mail in mailoutbox] == ["2 messages from service improvement"]
    assert {state for _, state in emails()} == {State.SENT}
