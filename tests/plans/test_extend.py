"""An own date for one department: asked for or given, with its reason; reminders go by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from plans import reminders
from plans.models import Extension, Plan
from plans.round import extending
from plans.steps import begin_plan
from tests import factories

DEADLINE = dt.date(2026, 12, 1)
LATER = dt.date(2026, 12, 8)
REASON = "Two of four are ill"


@pytest.fixture
def call(cast: Any, time_machine: Any) -> Any:
    """The round of 2027, whose plans are due on the first of December 2026."""
    time_machine.move_to(dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC), tick=False)
    return factories.make_round(cast, year=2027, deadline=DEADLINE)


def html(response: Any) -> str:
    return str(response.content.decode())


def asked(cast: Any, call: Any, **changed: Any) -> Extension:
    typed = {"department": cast.csc, "until": LATER, "reason": REASON} | changed
    return extending.ask(by=cast.dana, planning_round=call, **typed)


def told(kind: str) -> set[str]:
    rows = Message.objects.filter(kind=f"plans.extension.{kind}", channel="inapp")
    return {message.recipient.name for message in rows}


def test_a_department_asks_and_the_office_grants(cast: Any, call: Any) -> None:
    """D58."""
    request = asked(cast, call)
    assert (request.status, call.due_for(cast.csc)) == ("asked", DEADLINE)
    assert told("create") == {"Olga", "Oscar", "Otto"}

    granted = take(request, "grant", by=cast.olga)

    assert (granted.status, call.due_for(cast.csc)) == ("granted", LATER)
    assert call.due_for(cast.qua) == DEADLINE
    assert told("grant") == {"Dana", "Hana"}
    verbs = Entry.objects.about("plans.extension", request.pk).values_list("verb", flat=True)
    assert list(verbs) == ["create", "grant"]


def test_the_office_gives_a_date_without_being_asked(cast: Any, call: Any) -> None:
    given = extending.give(
        by=cast.olga, planning_round=call, department=cast.lic, until=LATER, reason="New head"
    )

    assert (given.status, given.by_office, call.due_for(cast.lic)) == ("granted", True, LATER)
    assert told("create") == set()
    assert told("grant") == {"Lily"}


def test_the_office_grants_another_date(cast: Any, call: Any) -> None:
    sooner = DEADLINE + dt.timedelta(days=2)

    granted = extending.grant(
        by=cast.olga, extension=asked(cast, call), until=sooner, answer="Two days must do"
    )

    assert (granted.until, granted.answer, granted.status) == (
        sooner,
        "Two days must do",
        "granted",
    )


def test_refused_is_refused_with_a_reason(cast: Any, call: Any) -> None:
    request = asked(cast, call)
    with pytest.raises(StepRefused):
        take(request, "refuse", by=cast.olga)

    refused = take(request, "refuse", by=cast.olga, reason="All others are on time")

    assert (refused.answer, call.due_for(cast.csc)) == ("All others are on time", DEADLINE)
    assert told("refuse") == {"Dana", "Hana"}


def test_an_officer_does_not_grant_it_to_the_own_department(cast: Any, call: Any) -> None:
    request = extending.ask(
        by=cast.dora, planning_round=call, department=cast.qua, until=LATER, reason=REASON
    )

    with pytest.raises(NotYours):
        take(request, "grant", by=cast.otto)


@pytest.mark.parametrize("until", [DEADLINE, dt.date(2026, 11, 1), dt.date(2028, 1, 1)])
def test_a_date_that_puts_nothing_off_is_refused(cast: Any, call: Any, until: dt.date) -> None:
    with pytest.raises(StepRefused, match="must lie after the date of the round"):
        asked(cast, call, until=until)


def test_one_request_at_a_time(cast: Any, call: Any) -> None:
    first = asked(cast, call)
    with pytest.raises(StepRefused, match="waits for an answer already"):
        asked(cast, call)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            round=call, department=cast.csc, until=LATER, reason=REASON, asked_by=cast.dana
        )
    take(first, "withdraw", by=cast.dana)
    assert asked(cast, call).status == "asked"


def test_what_is_handed_in_is_not_extended(cast: Any, call: Any) -> None:
    factories.make_plan(cast, call, status="office_review")

    with pytest.raises(StepRefused, match="handed in"):
        asked(cast, call)


@pytest.mark.parametrize(("days", "late"), [(3, False), (8, True)])
def test_the_late_mark_goes_by_the_own_date(
    cast: Any, call: Any, time_machine: Any, days: int, late: bool
) -> None:
    """D58."""
    plan = factories.make_plan(cast, call)
    take(asked(cast, call), "grant", by=cast.olga)
    day = DEADLINE + dt.timedelta(days=days)
    time_machine.move_to(dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC), tick=False)

    plan = take(plan, "submit", by=cast.hana)

    assert (plan.due, plan.late) == (LATER, late)


def test_a_plan_begun_afterwards_has_the_own_date(cast: Any, call: Any) -> None:
    take(asked(cast, call), "grant", by=cast.olga)

    begin_plan(by=cast.dana, planning_round=call, department=cast.csc)

    assert Plan.objects.get(round=call).due == LATER


def test_nobody_is_recused_by_the_date(cast: Any, call: Any) -> None:
    """Whoever grants writes nothing in the plan; the office may review it afterwards."""
    plan = factories.make_plan(cast, call)
    take(asked(cast, call), "grant", by=cast.olga)

    assert cast.olga.pk not in plan.authors()


def test_reminders_go_by_the_own_date(cast: Any, call: Any) -> None:
    """D58: the own date reminds anew; the others are reminded by that of the round."""
    take(asked(cast, call), "grant", by=cast.olga)

    def due(day: dt.date) -> dict[str, str]:
        now = dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC)
        found = [notice.occasion.split(":") for notice in reminders.plans_due(now)]
        return {code: rung for code, _label, _day, rung in found}

    assert due(DEADLINE) == {"csc": "two-weeks", "lic": "today", "qua": "today"}
    assert due(LATER)["csc"] == "today"


def test_the_pages_ask_grant_and_show(cast: Any, call: Any, sign_in: Callable[..., Any]) -> None:
    address = f"/rounds/{call.public_id}/extend/csc/"
    client = sign_in(cast.hana)
    assert "Ask the office" in html(client.get(address))
    kept = client.post(address, {"until": "2026-11-01", "reason": REASON})
    assert (kept.status_code, REASON in html(kept)) == (409, True)
    answer = client.post(address, {"until": LATER.isoformat(), "reason": REASON})
    request = Extension.objects.get()
    assert answer["Location"] == request.get_absolute_url()
    assert "Grant the extension" not in html(client.get(request.get_absolute_url()))

    office = sign_in(cast.olga)
    assert REASON in html(office.get(call.get_absolute_url()))
    typed = {"until": LATER.isoformat(), "answer": "Agreed", "version": request.version}
    assert office.post(request.get_absolute_url(), typed).status_code == 302

    request.refresh_from_db()
    assert (request.status, request.answer) == ("granted", "Agreed")
    assert "Extended" in html(office.get(call.get_absolute_url()))


def test_the_office_grants_on_the_page_that_asks(
    cast: Any, call: Any, sign_in: Callable[..., Any]
) -> None:
    address = f"/rounds/{call.public_id}/extend/lic/"

    sign_in(cast.olga).post(address, {"until": LATER.isoformat(), "reason": "New head"})

    assert Extension.objects.get().status == "granted"


def test_others_neither_ask_nor_read(cast: Any, call: Any, sign_in: Callable[..., Any]) -> None:
    request = asked(cast, call)
    client = sign_in(cast.lily)

    assert client.get(f"/rounds/{call.public_id}/extend/csc/").status_code == 403
    assert client.get(request.get_absolute_url()).status_code == 404
    assert client.get(f"/rounds/{call.public_id}/extend/sec/").status_code == 404
    assert sign_in(cast.hana).post(request.get_absolute_url(), {}).status_code == 403


def test_an_extension_needs_a_reason(cast: Any, call: Any) -> None:
    nameless = Extension(
        round=call, department=cast.csc, until=LATER, reason="", asked_by=cast.dana
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        create(nameless, by=cast.dana)


def test_where_a_plan_is_begun_the_own_date_stands(
    cast: Any, call: Any, sign_in: Callable[..., Any]
) -> None:
    """D58: neither the home page nor the page of a new plan names the date of the others."""
    extending.give(
        by=cast.olga, planning_round=call, department=cast.csc, until=LATER, reason=REASON
    )
    client = sign_in(cast.dana)
    for place in ("/", "/plans/new/"):
        page = html(client.get(place))
        assert "Extended" in page, place
        assert f'datetime="{LATER.isoformat()}"' in page, place
        assert f'datetime="{DEADLINE.isoformat()}"' not in page, place
    others = html(sign_in(cast.lily).get("/"))
    assert "Extended" not in others
    assert f'datetime="{DEADLINE.isoformat()}"' in others
