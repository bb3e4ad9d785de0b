"""A notice of criticism: heard before it is decided, seen by its circle alone (D104)."""

import datetime as dt

import pytest
from django.utils import timezone

from improvement.audit.models import Entry, Particular
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.notifications.models import Message
from incentives import clock as by_the_clock
from incentives.facts import facts_of
from incentives.models import Criticism
from plans.models import Measure


def test_nothing_is_decided_before_the_hearing(cast, propose):
    notice = propose()
    assert notice.reply_until == dt.date(2027, 3, 8)
    with pytest.raises(WrongState):
        take(notice, "put_forward", by=cast.olga)
    notice = take(notice, "reply", by=cast.sam, answer="Two people left.")
    assert take(notice, "put_forward", by=cast.olga).status == "leadership_approval"


def test_who_does_not_reply_in_time_has_been_heard(propose, clock):
    notice = propose()
    clock.move_to(dt.datetime(2027, 3, 9, 3, tzinfo=dt.UTC))
    assert by_the_clock.close_hearings(timezone.now()) == 1
    notice.refresh_from_db()
    assert (notice.status, notice.answer) == ("heard", "")


def test_the_facts_are_what_is_overdue_on_the_day_and_stay(cast, plan, propose, clock):
    Measure.objects.filter(plan=plan).update(ends=dt.date(2027, 2, 1), person=cast.sam)
    notice = propose()
    assert [fact["days_late"] for fact in notice.facts] == [28]
    Measure.objects.filter(plan=plan).update(ends=dt.date(2027, 12, 1))
    notice.refresh_from_db()
    assert len(notice.facts) == 1
    assert facts_of(cast.csc, dt.date(2027, 3, 1)) == []


def test_its_ballot_opens_a_rectification(cast, propose):
    notice = propose("issued")
    assert notice.status == "issued"
    assert notice.rectification.status == "opened"


def test_an_appeal_is_decided_by_somebody_else(cast, propose):
    notice = take(propose("issued"), "appeal", by=cast.sam, reason="It was not mine.")
    with pytest.raises(NotYours):
        take(notice, "uphold", by=cast.olga, answer="It was.")
    assert take(notice, "withdraw", by=cast.oscar, answer="True.").status == "withdrawn"


def test_an_appeal_after_its_days_is_refused_with_the_date(cast, propose, clock):
    notice = propose("issued")
    clock.move_to(dt.datetime(2027, 3, 20, tzinfo=dt.UTC))
    with pytest.raises(StepRefused) as refused:
        take(notice, "appeal", by=cast.sam, reason="Late.")
    assert "March 15, 2027" in str(refused.value.sentence)


def test_the_record_holds_no_word_of_it(propose):
    notice = propose("issued")
    bodies = "".join(
        Entry.objects.of(f"incentives.criticism:{notice.pk}").values_list("body", flat=True)
    )
    assert "CANARY" not in bodies
    assert Particular.objects.filter(value__contains="CANARY-GROUNDS").exists()


PLACES = ["/", "/inbox/", "/criticisms/", "/approvals/", "/approvals/?show=closed", "/plans/"]


@pytest.mark.parametrize("name", ["dana", "paul", "anna", "xia", "lily", "otto_of_csc", "ada"])
def test_outsiders_find_no_trace_of_it(cast, propose, sign_in, name):
    notice = propose("issued")
    if name == "otto_of_csc":
        cast.appoint("otto_of_csc", "officer", "csc")
    client = sign_in(cast.people[name])
    canaries = ("CANARY", str(notice), str(notice.public_id))
    for place in PLACES:
        text = client.get(place).content.decode()
        assert not [canary for canary in canaries if canary in text], place
    for url in (notice.get_absolute_url(), notice.rectification.get_absolute_url()):
        assert client.get(url).status_code == 404
        assert client.get(f"{url}appeal/").status_code == 404
    assert client.get(notice.ballot.get_absolute_url()).status_code == 404
    assert not Criticism.objects.visible_to(cast.people[name]).exists()


def test_messages_go_to_the_circle_and_say_nothing_but_the_number(cast, propose):
    propose("issued")
    told = Message.objects.filter(kind__startswith="incentives.criticism")
    circle = {cast.sam, cast.hana, cast.olga, cast.oscar, cast.otto}
    assert {message.recipient for message in told} <= circle
    assert not [message for message in told if "CANARY" in str(message.context)]


def test_reading_it_is_written_down_once_a_day(cast, propose, sign_in):
    notice = propose("issued")
    client = sign_in(cast.sam)
    for _time in range(2):
        assert client.get(notice.get_absolute_url()).status_code == 200
    assert [reading.reader for reading in notice.readings.all()] == [cast.sam]
