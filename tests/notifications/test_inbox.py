"""What a person finds in the application."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from improvement.notifications import outbox, rendering
from improvement.notifications.models import Message, State
from improvement.organization.models import Department

from .room import ASKED, TOLD


def test_newest_first_and_only_ones_own(about, dana, hana):
    outbox.add([about(TOLD, dana, hana, occasion="1")])
    outbox.add([about(ASKED, dana, occasion="2")])
    assert [m.occasion for m in Message.objects.inbox(dana)] == ["2", "1"]
    assert [m.occasion for m in Message.objects.inbox(hana)] == ["1"]
    assert {m.state for m in Message.objects.inbox(dana)} == {State.SENT}


def test_reading_one_leaves_the_others_unread(about, dana):
    outbox.add([about(TOLD, dana, occasion=str(n)) for n in range(3)])
    first = Message.objects.inbox(dana)[0]
    assert Message.objects.inbox(dana).filter(public_id=first.public_id).mark_read() == 1
    assert Message.objects.inbox(dana).filter(public_id=first.public_id).mark_read() == 0
    assert Message.objects.unread_count(dana) == 2
    first.refresh_from_db()
    assert first.read_at <= timezone.now()


def test_the_count_stops_at_101(about, dana):
    outbox.add([about(TOLD, dana, occasion=str(n)) for n in range(120)])
    with CaptureQueriesContext(connection) as queries:
        assert Message.objects.unread_count(dana) == 101
    assert len(queries) == 1
    assert Message.objects.inbox(dana).mark_read() == 120
    assert Message.objects.unread_count(dana) == 0


def test_the_words_are_in_the_readers_language(about, dana):
    outbox.add([about(ASKED, dana)])
    with translation.override("zh-hant"):
        ((_, text),) = rendering.inbox_texts(Message.objects.inbox(dana), dana)
    assert text.title == "Decide on 圖書館"


def test_what_may_not_be_seen_any_more_is_not_shown(about, dana, subject):
    outbox.add([about(TOLD, dana)])
    Department.objects.filter(pk=subject.pk).update(state="closed")
    assert rendering.inbox_texts(Message.objects.inbox(dana), dana) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_long(about, dana, rows):
    outbox.add([about(TOLD, dana, occasion=str(n)) for n in range(rows)])
    messages = list(Message.objects.inbox(dana))
    with CaptureQueriesContext(connection) as queries:
        assert len(rendering.inbox_texts(messages, dana)) == rows
    assert len(queries) == 1
