"""From issue each covered department's head signs for the plan; who has read it is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, WrongState
from improvement.notifications import outbox
from improvement.notifications.models import Message
from plans import reminders, steps
from plans.models import OrganizationPlan, PlanReading, PlanReceipt
from tests import factories

FRIDAY = dt.datetime(2026, 12, 18, 2, tzinfo=dt.UTC)
WEDNESDAY = dt.date(2026, 12, 23)


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(FRIDAY, tick=False)
    return time_machine


@pytest.fixture
def issued(clock: Any, cast: Any) -> OrganizationPlan:
    factories.make_plan(cast, status="execution")
    return OrganizationPlan.objects.get()


def of(code: str) -> PlanReceipt:
    return PlanReceipt.objects.get(department__code=code)


def html(response: Any) -> str:
    return str(response.content.decode())


def test_every_covered_department_is_to_sign_within_three_working_days(
    issued: OrganizationPlan,
) -> None:
    """D62: exempt departments are not asked; the day is kept with the row."""
    rows = issued.receipts.values_list("department__code", "due", "status")
    assert set(rows) == {(code, WEDNESDAY, "open") for code in ("csc", "lic", "qua")}


def test_the_heads_are_told_that_they_sign(cast: Any, issued: OrganizationPlan) -> None:
    sent = Message.objects.filter(kind="plans.planreceipt.create", channel="email")
    assert {m.recipient.name for m in sent} == {"Hana", "Hugo", "Lily"}


def test_the_head_signs(cast: Any, issued: OrganizationPlan) -> None:
    """D62."""
    done = take(of("csc"), "sign_for", by=cast.hana)

    assert (done.status, done.signed_by, done.signed_at) == ("signed", cast.hana, FRIDAY)
    assert not done.late
    assert Entry.objects.filter(verb="sign_for").get().actor == cast.hana
    with pytest.raises(WrongState):
        take(done, "sign_for", by=cast.hana)


def test_nobody_else_signs(cast: Any, issued: OrganizationPlan) -> None:
    for person in (cast.dana, cast.paul, cast.hugo, cast.olga, cast.cora):
        with pytest.raises(NotYours):
            take(of("csc"), "sign_for", by=person)


def test_opened_is_not_signed(
    cast: Any, issued: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    sign_in(cast.hana).get(issued.get_absolute_url())

    assert of("csc").status == "open"
    assert not PlanReading.objects.exists()


def test_the_head_finds_it_on_the_home_page_and_signs(
    cast: Any, issued: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    address = of("csc").step_url("sign_for")
    assert address not in html(sign_in(cast.dana).get("/"))
    client = sign_in(cast.hana)
    assert address in html(client.get("/"))
    assert address in html(client.get(issued.get_absolute_url()))
    assert "Sign for it" in html(client.get(address))

    answer = client.post(address, {"version": 1, "key": "k"})

    assert answer["Location"] == issued.get_absolute_url()
    assert of("csc").signed_by == cast.hana
    assert address not in html(client.get("/"))


def test_the_office_sees_who_signed_when_and_who_is_late(
    cast: Any, issued: OrganizationPlan, sign_in: Callable[..., Any], clock: Any
) -> None:
    take(of("csc"), "sign_for", by=cast.hana)
    clock.move_to(dt.datetime(2026, 12, 24, 2, tzinfo=dt.UTC), tick=False)
    take(of("qua"), "sign_for", by=cast.hugo)

    response = sign_in(cast.olga).get(issued.get_absolute_url())

    late = {row.department.code: row.late for row in response.context["receipts"]}
    assert late == {"csc": False, "lic": True, "qua": True}
    assert "2 / 3" in html(response)
    assert not sign_in(cast.sam).get(issued.get_absolute_url()).context["receipts"]


def test_the_page_asks_the_same_however_many_have_signed(
    cast: Any, issued: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    take(of("csc"), "sign_for", by=cast.hana)
    client = sign_in(cast.olga)
    client.get(issued.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(issued.get_absolute_url())
    take(of("qua"), "sign_for", by=cast.hugo)
    take(of("lic"), "sign_for", by=cast.lily)
    with CaptureQueriesContext(connection) as three:
        client.get(issued.get_absolute_url())

    assert len(three) == len(one) <= 10


def test_the_head_then_the_superior_then_the_office_are_reminded(
    cast: Any, issued: OrganizationPlan, clock: Any
) -> None:
    """D62: on working days before, on and after the day; whoever has signed is left alone."""
    take(of("qua"), "sign_for", by=cast.hugo)
    take(of("lic"), "sign_for", by=cast.lily)
    told: dict[int, set[str]] = {}
    for day in range(18, 32):
        now = dt.datetime(2026, 12, day, 2, tzinfo=dt.UTC)
        clock.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(reminders.receipts_due(now)))
        fresh = Message.objects.filter(channel="email").exclude(pk__in=known)
        if names := {message.recipient.name for message in fresh}:
            told[day] = names
    assert told == {
        22: {"Hana"},
        23: {"Hana"},
        24: {"Hana"},
        25: {"Paul"},
        28: {"Olga", "Oscar", "Otto"},
    }


def test_a_supplement_is_signed_for_by_the_departments_in_it(
    cast: Any, issued: OrganizationPlan
) -> None:
    factories.make_plan(cast, issued.round, "qua", status="approved", by="dora", head="hugo")
    supplement = factories.issue(cast, issued.round, number="HY-2")

    assert [row.department for row in supplement.receipts.all()] == [cast.qua]


def test_staff_say_that_they_have_read_it_and_are_counted_once(
    cast: Any, issued: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.sam)
    address = f"{issued.get_absolute_url()}read/"
    client.post(address)
    client.post(address)

    assert PlanReading.objects.get().user == cast.sam
    page = html(client.get(issued.get_absolute_url()))
    assert "1 of " in page
    assert address not in page


def test_nobody_reads_what_is_not_issued(cast: Any, planning_round: Any) -> None:
    begun = steps.begin_organization_plan(by=cast.olga, planning_round=planning_round)

    with pytest.raises((NotYours, Invisible)):
        steps.have_read(by=cast.olga, organization_plan=begun)
