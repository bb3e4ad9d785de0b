"""A draft is checked in its department before the head hands it in (核稿)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.organization.models import Role
from plans import drafting
from plans.checking.check import check_plan
from plans.models import Countersign, DraftCheck, DraftingRoute, Plan
from plans.models.route import route_of
from plans.route import acts, reminders
from tests import factories

MONDAY = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)
UNCLEAR = "Say how M1 is paid for."


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def plan(clock: Any, cast: Any) -> Plan:
    """A complete draft of a department whose deputy, Dirk, checks its drafts."""
    cast.appoint("dirk", Role.DEPUTY, "csc")
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    ask_for_checks(cast)
    return plan


def ask_for_checks(cast: Any, **changes: Any) -> DraftingRoute:
    department = type(cast.csc).objects.get(pk=cast.csc.pk)
    return acts.set_route(
        by=cast.hana, route=route_of(department), changes={"checked": True} | changes
    )


def reread(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def ready(cast: Any, plan: Plan, by: str = "dana") -> DraftCheck:
    return acts.ready(by=cast.people[by], plan=plan)


def write(cast: Any, plan: Plan, body: str) -> None:
    section = plan.sections.get(key="overview")
    drafting.write_section(by=cast.dana, section=section, body=body)


def sentences(plan: Plan) -> dict[str, bool]:
    return {str(gap.sentence): gap.warning for gap in check_plan(reread(plan))}


def told(kind: str) -> set[str]:
    rows = Message.objects.filter(kind=f"plans.draftcheck.{kind}", channel="inapp")
    return {message.recipient.name for message in rows}


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_without_a_route_no_check_is_asked_for(clock: Any, cast: Any) -> None:
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    assert not route_of(plan.department).checked
    assert take(plan, "submit", by=cast.hana).status == "office_review"


def test_an_unchecked_draft_is_not_handed_in(cast: Any, plan: Plan) -> None:
    assert sentences(plan) == {"The draft has not been checked yet. Say that it is ready.": False}
    ready(cast, plan)
    assert sentences(plan) == {"The draft is under check.": False}
    with pytest.raises(StepRefused):
        take(reread(plan), "submit", by=cast.hana)


def test_the_clerk_says_it_is_ready_and_the_deputy_passes_it_on(cast: Any, plan: Plan) -> None:
    check = ready(cast, plan)
    assert (check.status, check.ready_by, check.due) == ("asked", cast.dana, dt.date(2026, 11, 19))
    assert told("create") == {"Dirk"}

    check = take(check, "pass_on", by=cast.dirk, remark="Well written.")

    assert (check.status, check.checked_by, check.word) == ("passed", cast.dirk, "Well written.")
    assert told("pass_on") == {"Dana", "Hana"}
    verbs = Entry.objects.about("plans.draftcheck", check.pk).values_list("verb", flat=True)
    assert list(verbs) == ["create", "pass_on"]
    assert sentences(plan) == {}
    assert take(reread(plan), "submit", by=cast.hana).status == "office_review"


def test_it_is_returned_with_a_word_and_made_ready_again(cast: Any, plan: Plan) -> None:
    check = ready(cast, plan)
    with pytest.raises(StepRefused):
        take(check, "send_back", by=cast.dirk)
    check = take(check, "send_back", by=cast.dirk, reason=UNCLEAR)
    assert (check.status, check.word) == ("returned", UNCLEAR)
    assert told("send_back") == {"Dana", "Hana"}
    assert sentences(plan) == {"The check has returned the draft.": False}

    check = ready(cast, plan)

    assert (check.status, check.word, check.checked_by) == ("asked", "", None)
    assert told("ready") == {"Dirk"}


def test_nobody_checks_what_they_said_is_ready(cast: Any, plan: Plan) -> None:
    check = ready(cast, plan, by="dirk")
    for person in (cast.dirk, cast.dana, cast.olga, cast.paul):
        with pytest.raises(NotYours):
            take(check, "pass_on", by=person)
    assert take(check, "pass_on", by=cast.hana).status == "passed"


def test_whom_the_head_names_checks(cast: Any, plan: Plan) -> None:
    cast.appoint("celia", Role.CLERK, "csc")
    ask_for_checks(cast, checker=cast.celia)
    check = ready(cast, plan)
    assert told("create") == {"Celia"}
    assert take(check, "pass_on", by=cast.celia).checked_by == cast.celia


def test_what_is_written_after_the_check_asks_for_a_word(cast: Any, plan: Plan) -> None:
    check = take(ready(cast, plan), "pass_on", by=cast.dirk)
    write(cast, plan, plan.sections.get(key="overview").body)
    check.refresh_from_db()
    assert check.status == "passed"

    write(cast, plan, "Quite another overview.")

    check.refresh_from_db()
    assert check.status == "changed"
    assert sentences(plan) == {"The draft has been changed since it was checked.": True}
    record(reread(plan), {"word_on_warnings": "Only the overview."}, by=cast.hana)
    assert take(reread(plan), "submit", by=cast.hana).status == "office_review"


def test_the_word_on_the_warnings_is_no_change_of_the_draft(cast: Any, plan: Plan) -> None:
    take(ready(cast, plan), "pass_on", by=cast.dirk)
    record(reread(plan), {"word_on_warnings": "Known."}, by=cast.hana)
    write(cast, plan, plan.sections.get(key="overview").body)
    assert DraftCheck.objects.get().status == "passed"


def test_what_was_written_while_it_was_passed_on_is_found_when_it_is_handed_in(
    cast: Any, plan: Plan
) -> None:
    take(ready(cast, plan), "pass_on", by=cast.dirk)
    record(plan.sections.get(key="overview"), {"body": "In that moment."}, by=cast.dana)

    with pytest.raises(StepRefused) as refused:
        take(reread(plan), "submit", by=cast.hana)
    assert "changed since it was checked" in str(refused.value.sentence)


def test_passing_it_on_asks_the_other_departments(cast: Any, plan: Plan) -> None:
    """Check first, then countersign: they are not asked about what may be rewritten."""
    record(plan.measures.get(), {"department": cast.qua}, by=cast.dana)
    with pytest.raises(StepRefused):
        acts.ask(by=cast.dana, plan=plan)
    take(ready(cast, plan), "pass_on", by=cast.dirk)

    assert Countersign.objects.get().department == cast.qua


def test_it_can_be_taken_back_for_writing(cast: Any, plan: Plan) -> None:
    check = take(ready(cast, plan), "take_back", by=cast.dana)
    assert check.status == "lapsed"
    assert take(check, "ready", by=cast.dana).status == "asked"


def test_a_withdrawn_plan_is_not_checked(cast: Any, plan: Plan) -> None:
    check = ready(cast, plan)
    take(reread(plan), "withdraw", by=cast.hana, reason="Merged.")
    check.refresh_from_db()
    assert check.status == "lapsed"
    with pytest.raises(StepRefused):
        take(check, "ready", by=cast.dana)


def test_a_check_can_be_asked_for_where_none_is_due(clock: Any, cast: Any) -> None:
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    check = acts.ready(by=cast.dana, plan=plan)
    assert told("create") == {"Hana"}
    assert take(reread(plan), "submit", by=cast.hana).status == "office_review"
    check.refresh_from_db()
    assert check.status == "lapsed"


def test_whoever_checks_is_reminded_then_the_department(cast: Any, plan: Plan, clock: Any) -> None:
    ready(cast, plan)
    heard: dict[int, set[str]] = {}
    for day in range(17, 26):
        now = dt.datetime(2026, 11, day, 2, tzinfo=dt.UTC)
        clock.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(reminders.checks_due(now)))
        fresh = Message.objects.filter(channel="email").exclude(pk__in=known)
        if names := {message.recipient.name for message in fresh}:
            heard[day] = names
    assert heard == {19: {"Dirk"}, 20: {"Dirk"}, 23: {"Dana", "Dirk", "Hana"}}


# The setting


def test_only_the_head_sets_the_route(cast: Any, sign_in: Callable[[Any], Any]) -> None:
    page = "/drafting-routes/csc/"
    typed = {"checked": "on", "checker": cast.dana.pk, "days": "5", "countersign_required": "on"}
    for person in (cast.dana, cast.olga, cast.paul):
        client = sign_in(person)
        assert "asks for a word" in html(client.get(page))
        assert client.post(page, typed).status_code == 403
    client = sign_in(cast.hana)
    assert client.post(page, typed).status_code == 302

    route = DraftingRoute.objects.get()
    assert (route.department, route.checker, route.days) == (cast.csc, cast.dana, 5)
    assert route.countersign_required and route.checked
    assert Entry.objects.about("plans.draftingroute", route.pk).get().actor == cast.hana
    client.post(page, typed | {"version": "1", "days": "2"})
    assert DraftingRoute.objects.get().days == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"checked": "on", "days": "3"}, "The department has no deputy; name who checks."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"checked": "on", "checker": "hugo", "days": "3"}, "Select a valid choice"),
    ],
)
def test_a_route_that_leads_nowhere_is_refused(
    cast: Any, sign_in: Callable[[Any], Any], typed: dict[str, str], sentence: str
) -> None:
    if typed.get("checker"):
        typed = typed | {"checker": str(cast.people[typed["checker"]].pk)}
    response = sign_in(cast.hana).post("/drafting-routes/csc/", typed)
    assert response.status_code == 409
    assert sentence in html(response)
    assert not DraftingRoute.objects.exists()


# Pages


def test_the_way_over_the_web(cast: Any, plan: Plan, sign_in: Callable[[Any], Any]) -> None:
    client = sign_in(cast.dana)
    page = f"{plan.get_absolute_url()}route/"
    assert "Ready for check" in html(client.get(page))
    client.post(f"{page}ready/", {"key": "a"})
    client.post(f"{page}ready/", {"key": "a"})
    check = DraftCheck.objects.get()
    assert "The draft is under check." in html(client.get("/"))

    client = sign_in(cast.dirk)
    assert "The draft waits for your check." in html(client.get("/"))
    shown = html(client.get(page))
    assert check.step_url("pass_on") in shown
    assert "Pass the draft on" in html(client.get(check.step_url("pass_on")))
    answer = {"version": check.version, "key": "b", "reason": UNCLEAR}
    assert client.post(check.step_url("send_back"), answer).status_code == 302

    client = sign_in(cast.dana)
    assert UNCLEAR in html(client.get(plan.get_absolute_url()))
    assert UNCLEAR in html(client.get(f"{plan.get_absolute_url()}history/"))
    assert "The check has returned the draft." in html(
        client.get(f"{plan.get_absolute_url()}check/")
    )


def test_the_strip_says_where_the_draft_stands(cast: Any, plan: Plan) -> None:
    record(plan.measures.get(), {"department": cast.qua}, by=cast.dana)

    def strip() -> list[str]:
        return [stage["state"] for stage in reread(plan).route.stages]

    seen = [strip()]
    check = ready(cast, plan)
    seen.append(strip())
    take(check, "pass_on", by=cast.dirk)
    seen.append(strip())
    take(Countersign.objects.get(), "agree", by=cast.hugo)
    seen.append(strip())

    assert seen == [
        ["now", "ahead", "ahead", "ahead"],
        ["done", "now", "ahead", "ahead"],
        ["done", "done", "now", "ahead"],
        ["done", "done", "done", "now"],
    ]
