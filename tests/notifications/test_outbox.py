"""Exactly one row per kind, subject, occasion, recipient and channel."""

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from improvement.notifications import outbox
from improvement.notifications.models import Channel, Message, State
from improvement.organization.models import User

from .conftest import at, emails
from .room import ASKED, TOLD


def test_a_notice_is_one_row_per_recipient_and_channel(about, dana, hana):
    assert outbox.add([about(ASKED, dana, hana)]) == 4
    rows = Message.objects.values_list("recipient", "channel", "state").order_by("pk")
    assert list(rows) == [
        (dana.pk, Channel.EMAIL, State.PENDING),
        (dana.pk, Channel.INAPP, State.SENT),
        (hana.pk, Channel.EMAIL, State.PENDING),
        (hana.pk, Channel.INAPP, State.SENT),
    ]


def test_told_twice_is_told_once(about, dana):
    notice = about(ASKED, dana, dana)
    assert outbox.add([notice, notice]) == 2
    assert outbox.add([notice]) == 0
    assert len(emails()) == 1


def test_another_occasion_tells_again(about, dana):
    outbox.add([about(ASKED, dana)])
    assert outbox.add([about(ASKED, dana, occasion="2028")]) == 2


def test_many_notices_are_one_statement(about, dana, hana):
    notices = [about(ASKED, dana, hana, occasion=str(n)) for n in range(40)]
    outbox.add(notices[:1])
    with CaptureQueriesContext(connection) as queries:
        assert outbox.add(notices) == 39 * 4
    assert len(queries) == 1


def test_fan_out_is_one_statement_and_tells_everybody_once(subject, people, about):
    first, *_ = [people(name) for name in ("Ada", "Ben", "Cleo")]
    outbox.add([about(ASKED, first)])
    with CaptureQueriesContext(connection) as queries:
        written = outbox.fan_out(ASKED.name, subject, "2027", User.objects.active(), {"actor": "O"})
    assert (len(queries), written) == (1, 4)
    assert outbox.fan_out(ASKED.name, subject, "2027", User.objects.active(), {}) == 0


def test_fan_out_writes_the_same_rows_as_add(subject, dana, about):
    columns = [
        f.attname for f in Message._meta.concrete_fields if f.name not in {"id", "public_id"}
    ]
    with time_machine.travel(at("2027-03-01T10:00"), tick=False):
        outbox.add([about(TOLD, dana)])
        added = list(Message.objects.order_by("channel").values(*columns))
        Message.objects.all().delete()
        outbox.fan_out(
            TOLD.name, subject, "2027", User.objects.filter(pk=dana.pk), about(TOLD).context
        )
    assert list(Message.objects.order_by("channel").values(*columns)) == added


def test_fan_out_to_nobody(subject):
    assert outbox.fan_out(ASKED.name, subject, "2027", User.objects.filter(pk__in=[]), {}) == 0
    assert outbox.fan_out(ASKED.name, subject, "2027", User.objects.filter(name="?"), {}) == 0


def test_an_unknown_kind_is_refused_at_once(subject, dana):
    with pytest.raises(KeyError, match="room\\.unheard"):
        outbox.fan_out("room.unheard", subject, "2027", User.objects.all(), {})


@pytest.mark.parametrize(
    ("told_at", "digest"),
    [("2027-03-01T08:59", "2027-03-01T09:00"), ("2027-03-01T09:00", "2027-03-02T09:00")],
)
def test_what_needs_no_decision_waits_for_nine_o_clock(about, dana, told_at, digest):
    with time_machine.travel(at(told_at), tick=False):
        outbox.add([about(TOLD, dana)])
    row = Message.objects.get(channel=Channel.EMAIL)
    assert (row.digest_day, row.due_at) == (at(digest).date(), at(digest))


def test_what_needs_a_decision_is_due_now(about, dana):
    with time_machine.travel(at("2027-03-01T03:00"), tick=False):
        outbox.add([about(ASKED, dana)])
    row = Message.objects.get(channel=Channel.EMAIL)
    assert (row.digest_day, row.due_at) == (None, at("2027-03-01T03:00"))


def test_what_did_not_happen_is_not_told(about, dana):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.add([about(ASKED, dana)])
        raise RuntimeError
    assert emails() == []


def test_the_bell_rings_once_the_transaction_is_safe(
    about, dana, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as bells:
        outbox.add([about(ASKED, dana)])
    assert len(bells) == 1
    with django_capture_on_commit_callbacks() as bells:
        outbox.add([about(ASKED, dana)])  # nothing new
        outbox.add([about(TOLD, dana)])  # nothing to send now
    assert bells == []


def test_the_database_refuses_an_unknown_state(about, dana):
    outbox.add([about(ASKED, dana)])
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(state="lost")


def test_every_row_has_its_own_public_id_and_keeps_its_message_id(about, dana, hana):
    outbox.add([about(ASKED, dana, hana)])
    rows = Message.objects.all()
    assert len({row.public_id for row in rows}) == 4
    assert all(row.message_id == f"<{row.public_id}@localhost>" for row in rows)
