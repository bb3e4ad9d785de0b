"""The inbox: one's own messages about what one may see, page by page, read or not."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.desk import views
from improvement.door.telling import notices
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.organization.models import Appointment
from tests import factories

URL = "/inbox/"


@pytest.fixture
def plan(cast, planning_round):
    """A draft, with an inbox that the call for plans has been cleared from."""
    planned = factories.make_plan(cast, planning_round, status="empty", goals=1)
    Message.objects.all().delete()
    return planned


@pytest.fixture
def tell(cast, plan):
    """tell(3) returns the plan three times; Dana and Hana are told each time."""

    def told(times=1):
        for _ in range(times):
            plan.version += 1
            outbox.add(notices(plan, "send_back", by=cast.olga, inputs={}))

    return told


def inbox_of(person):
    return Message.objects.inbox(person)


def shown(response):
    return [message.pk for message, _text in response.context["lines"]]


def test_ones_own_messages_newest_first(sign_in, cast, tell):
    tell(3)

    response = sign_in(cast.dana).get(URL)

    mine = [m.pk for m in inbox_of(cast.dana)]
    assert len(mine) == 3
    assert shown(response) == sorted(mine, reverse=True)
    assert shown(sign_in(cast.xia).get(URL)) == []


def test_what_one_may_no_longer_see_is_left_out(sign_in, cast, tell):
    """Dana has left the department; the draft is not hers to read any more."""
    tell()
    Appointment.objects.filter(user=cast.dana).update(until="2021-12-31")

    client = sign_in(cast.dana)

    assert shown(client.get(URL)) == []
    message = inbox_of(cast.dana).get()
    assert client.post(f"{URL}{message.pk}/")["Location"] == URL


def test_opening_a_message_reads_it_and_goes_there(sign_in, cast, tell, plan):
    tell(2)
    message = inbox_of(cast.dana)[0]
    client = sign_in(cast.dana)
    assert "2 unread messages" in client.get(URL).content.decode()

    response = client.post(f"{URL}{message.pk}/")

    message.refresh_from_db()
    assert response["Location"] == plan.get_absolute_url()
    assert message.read_at is not None
    assert "1 unread message" in client.get(URL).content.decode()
    assert inbox_of(cast.hana).unread().count() == 2


def test_looking_at_the_inbox_reads_nothing(sign_in, cast, tell):
    tell()
    client = sign_in(cast.dana)
    message = inbox_of(cast.dana).get()

    client.get(URL)

    assert client.get(f"{URL}{message.pk}/").status_code == 405
    assert client.get(f"{URL}read/").status_code == 405
    assert inbox_of(cast.dana).unread().count() == 1


def test_nobody_opens_the_messages_of_others(sign_in, cast, tell):
    tell()
    message = inbox_of(cast.hana).get()

    assert sign_in(cast.dana).post(f"{URL}{message.pk}/").status_code == 404
    assert inbox_of(cast.hana).unread().count() == 1


def test_all_at_once_and_only_ones_own(sign_in, cast, tell):
    tell(3)

    assert sign_in(cast.dana).post(f"{URL}read/")["Location"] == URL

    assert inbox_of(cast.dana).unread().count() == 0
    assert inbox_of(cast.hana).unread().count() == 3


def test_fifty_on_a_page_and_every_message_on_exactly_one(sign_in, cast, tell):
    tell(views.PAGE + 3)
    client = sign_in(cast.dana)

    first = client.get(URL)
    tell()  # what comes meanwhile moves nothing
    second = client.get(URL + first.context["older"])

    assert (len(shown(first)), len(shown(second))) == (50, 3)
    everything = [m.pk for m in inbox_of(cast.dana)][1:]
    assert shown(first) + shown(second) == everything
    assert (first.context["newer"], second.context["older"]) == ("", "")
    assert second.context["newer"] == "?"


def test_a_full_page_that_is_the_last_leads_nowhere(sign_in, cast, tell):
    tell(views.PAGE)
    response = sign_in(cast.dana).get(URL)
    assert len(shown(response)) == 50
    assert response.context["older"] == ""


@pytest.mark.parametrize("before", ["", "x", "-1", "²", "9" * 30])
def test_an_address_made_up_breaks_nothing(sign_in, cast, tell, before):
    tell()
    assert sign_in(cast.dana).get(URL, {"before": before}).status_code == 200


def test_an_empty_inbox_says_what_will_come(sign_in, cast):
    assert "No messages yet" in sign_in(cast.sam).get(URL).content.decode()


def test_queries_do_not_grow_with_the_messages(sign_in, cast, tell):
    client = sign_in(cast.dana)
    tell()
    client.get(URL)  # the name of the house is kept for five minutes
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    tell(2)
    with CaptureQueriesContext(connection) as three:
        assert len(shown(client.get(URL))) == 3
    assert len(three) == len(one) <= 5


def test_nor_with_what_the_messages_are_about(sign_in, cast, tell, plan):
    client = sign_in(cast.dana)
    tell()
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    told = notices(plan, "send_back", by=cast.olga, inputs={})
    for row in (plan.goal_set, plan.round):
        outbox.add([replace(notice, subject=row) for notice in told])
    with CaptureQueriesContext(connection) as several:
        assert len(shown(client.get(URL))) == 3
    assert len(several) == len(one) <= 5
