"""The office urges who has not handed in: once per item and working day (ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import StepRefused
from improvement.notifications.models import Message
from improvement.organization.models import Holiday
from plans.models import Urging
from plans.round import extending, urging
from tests import factories

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def on(time_machine: Any) -> Callable[[dt.date], None]:
    def move(day: dt.date) -> None:
        time_machine.move_to(dt.datetime.combine(day, dt.time(2), tzinfo=dt.UTC), tick=False)

    move(FRIDAY)
    return move


@pytest.fixture
def call(cast: Any, on: Any) -> Any:
    return factories.make_round(cast, year=2027, deadline=dt.date(2026, 12, 1))


def told() -> set[str]:
    rows = Message.objects.filter(kind="plans.urging.create", channel="email")
    return {message.recipient.name for message in rows}


def urge(cast: Any, call: Any, code: str = "csc") -> Urging:
    return urging.urge(by=cast.olga, planning_round=call, department=cast.departments[code])


def test_those_who_draft_are_written_to(cast: Any, call: Any) -> None:
    """D17."""
    done = urge(cast, call)

    assert (done.day, done.by) == (FRIDAY, cast.olga)
    assert told() == {"Dana", "Hana"}
    assert Entry.objects.about("plans.urging", done.pk).get().actor_id == cast.olga.pk


def test_once_a_working_day(cast: Any, call: Any, on: Any) -> None:
    urge(cast, call)
    for day in (FRIDAY, FRIDAY + dt.timedelta(days=1), FRIDAY + dt.timedelta(days=2)):
        on(day)
        with pytest.raises(StepRefused, match="urged on this working day already"):
            urge(cast, call)
    on(FRIDAY + dt.timedelta(days=3))
    assert urge(cast, call).day == dt.date(2026, 11, 23)
    assert Message.objects.filter(kind="plans.urging.create", channel="email").count() == 4


def test_a_holiday_belongs_to_the_working_day_before_it(cast: Any, call: Any, on: Any) -> None:
    Holiday.objects.create(day=FRIDAY, name="Anniversary", working=False)

    assert urge(cast, call).day == dt.date(2026, 11, 19)


def test_after_the_date_the_superior_of_the_head_is_told_too(cast: Any, call: Any, on: Any) -> None:
    on(dt.date(2026, 12, 2))

    urge(cast, call)

    assert told() == {"Dana", "Hana", "Paul"}


def test_who_has_nothing_to_hand_in_is_left_alone(cast: Any, call: Any) -> None:
    """D3: exempt departments are not urged; nor is who has handed in."""
    factories.make_plan(cast, call, status="office_review")
    for code, sentence in (("csc", "has handed in"), ("sec", "is exempt")):
        with pytest.raises(StepRefused, match=sentence):
            urge(cast, call, code)
    closed = take(call, "close_drafting", by=cast.olga)
    record(closed, {"late_submissions": False}, by=cast.olga)
    with pytest.raises(StepRefused, match="takes no plans now"):
        urge(cast, call, "lic")
    assert told() == set()


def test_the_button_of_the_row(cast: Any, call: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.olga)
    page, address = call.get_absolute_url(), f"{call.get_absolute_url()}urge/"

    answer = client.post(address, {"department": "csc", "show": "missing"})

    assert answer["Location"] == f"{page}?show=missing"
    assert "urged today" in client.get(page).content.decode()
    assert client.post(address, {"department": "csc"}).status_code == 409
    assert client.post(address, {"department": "nowhere"}).status_code == 404
    assert client.get(address).status_code == 405
    assert sign_in(cast.hana).post(address, {"department": "lic"}).status_code == 403


def test_all_who_have_not_handed_in_are_urged_in_one_act(cast: Any, call: Any) -> None:
    """D17: who has handed in, is exempt or was urged today is left out."""
    factories.make_plan(cast, call, status="office_review")
    urge(cast, call, "lic")

    done = urging.urge_all(by=cast.olga, planning_round=call)

    assert [row.department for row in done] == [cast.qua]
    assert Urging.objects.count() == 2
    assert Entry.objects.filter(object_type="plans.urging").count() == 2
    with pytest.raises(StepRefused, match="urged on this working day already"):
        urging.urge_all(by=cast.olga, planning_round=call)


def test_each_is_urged_by_its_own_date(cast: Any, call: Any, on: Any) -> None:
    later = dt.date(2026, 12, 15)
    extending.give(
        by=cast.olga, planning_round=call, department=cast.csc, until=later, reason="Two are ill."
    )
    on(dt.date(2026, 12, 2))
    done = urging.urge_all(by=cast.olga, planning_round=call)
    dates = {row.department.code: row.due for row in done}
    assert dates == {"csc": later, "lic": call.deadline, "qua": call.deadline}
    assert "Paul" not in told(), "the superior is told only once the own date has passed"


def test_urging_three_asks_no_more_than_urging_one(cast: Any, call: Any, on: Any) -> None:
    on(dt.date(2026, 12, 2))
    for code in ("lic", "qua"):
        urge(cast, call, code)
    with CaptureQueriesContext(connection) as one:
        urging.urge_all(by=cast.olga, planning_round=call)
    on(dt.date(2026, 12, 3))
    with CaptureQueriesContext(connection) as three:
        assert len(urging.urge_all(by=cast.olga, planning_round=call)) == 3
    assert len(three) == len(one)


def test_the_button_for_all(cast: Any, call: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.olga)
    page, address = call.get_absolute_url(), f"{call.get_absolute_url()}urge/"
    assert "Urge all who have not handed in" in client.get(page).content.decode()
    client.post(address, {"all": "1"})
    assert Urging.objects.count() == 3
    assert "Urge all who have not handed in" not in client.get(page).content.decode()
    assert client.post(address, {"all": "1"}).status_code == 409
    assert sign_in(cast.hana).post(address, {"all": "1"}).status_code == 403
