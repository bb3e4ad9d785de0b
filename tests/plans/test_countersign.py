"""Departments whose people a draft uses countersign it before the head hands it in (會簽)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import Invisible, NotYours, Stale, StepRefused, WrongState
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.organization.models import Post, Role
from plans import drafting
from plans.checking.check import check_plan
from plans.drafting import Below
from plans.history import chronicle
from plans.models import Countersign, DraftingRoute, Plan, ResourceNeed
from plans.route import acts, reminders
from plans.route.concern import concerns
from tests import factories

MONDAY = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)
THURSDAY = dt.date(2026, 11, 19)
SHORT = "In March we are short of two."


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def plan(clock: Any, cast: Any) -> Plan:
    """A complete draft of the Contact Centre, with a measure that needs a post of Quality."""
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    need(cast, plan, cast.qua)
    return plan


def need(cast: Any, plan: Plan, department: Any, amount: int = 20) -> None:
    post = Post.objects.create(department=department, name="Auditor")
    line = {"kind": "people", "name": "An auditor", "post": post, "amount": Decimal(amount)}
    measure = plan.measures.get(number=1)
    below = Below(ResourceNeed(measure=measure), line)
    drafting.write_measure(by=cast.dana, plan=plan, measure=measure, changes={}, resources=[below])


def reread(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def asked(cast: Any, plan: Plan) -> Countersign:
    (row,) = acts.ask(by=cast.dana, plan=plan)
    return row


def rename(cast: Any, plan: Plan, title: str) -> None:
    measure = plan.measures.get(number=1)
    drafting.write_measure(by=cast.dana, plan=plan, measure=measure, changes={"title": title})


def sentences(plan: Plan) -> dict[str, bool]:
    return {str(gap.sentence): gap.warning for gap in check_plan(reread(plan))}


def told(kind: str) -> set[str]:
    rows = Message.objects.filter(kind=f"plans.countersign.{kind}", channel="inapp")
    return {message.recipient.name for message in rows}


def html(response: Any) -> str:
    return " ".join(response.content.decode().split())


# Whom a draft concerns


def test_a_plan_of_its_own_people_concerns_nobody(clock: Any, cast: Any) -> None:
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    assert (concerns(plan), plan.route.concerned) == ({}, [])
    with pytest.raises(StepRefused):
        acts.ask(by=cast.dana, plan=plan)


@pytest.mark.parametrize("way", ["responsible", "person", "post", "goal"])
def test_each_way_of_concerning_another_department(clock: Any, cast: Any, way: str) -> None:
    """The list of the page and what is asked are told by two statements that agree."""
    factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast)
    measure = plan.measures.get()
    if way == "responsible":
        record(measure, {"department": cast.qua}, by=cast.dana)
    elif way == "person":
        record(measure, {"person": cast.hugo}, by=cast.dana)
    elif way == "post":
        need(cast, plan, cast.qua)
    else:
        other = factories.begin_plan(by=cast.dora, planning_round=plan.round, department=cast.qua)
        factories.add_goal(by=cast.dora, plan=other, title="Alone", joint_with=[cast.lic])
        plan = other
    wanted = cast.lic if way == "goal" else cast.qua

    assert [one.code for one in reread(plan).route.concerned] == [wanted.code]
    (concern,) = concerns(plan).values()
    assert concern.codes == (["G1"] if way == "goal" else ["M1"])
    assert list(concerns(plan)) == [wanted.pk]


def test_what_is_taken_out_concerns_nobody(cast: Any, plan: Plan) -> None:
    drafting.archive_measure(by=cast.dana, measure=plan.measures.get())
    assert (concerns(plan), reread(plan).route.concerned) == ({}, [])


# Asked and answered


def test_head_and_deputies_of_the_department_are_asked(cast: Any, plan: Plan) -> None:
    cast.appoint("dirk", Role.DEPUTY, "qua")
    row = asked(cast, plan)

    assert (row.status, row.department, row.due) == ("asked", cast.qua, THURSDAY)
    assert told("create") == {"Hugo", "Dirk"}
    assert Entry.objects.about("plans.countersign", row.pk).get().actor == cast.dana


def test_sent_twice_it_asks_once(cast: Any, plan: Plan) -> None:
    acts.ask(by=cast.dana, plan=plan, key="k")
    assert acts.ask(by=cast.dana, plan=plan, key="k") == []
    assert Countersign.objects.count() == 1


def test_only_who_drafts_asks(cast: Any, plan: Plan) -> None:
    for person in (cast.paul, cast.olga, cast.hugo, cast.sam):
        with pytest.raises(NotYours):
            acts.ask(by=person, plan=plan)
    assert not Countersign.objects.exists()


def test_who_is_asked_reads_the_draft_and_nobody_else(cast: Any, plan: Plan) -> None:
    assert not cast.hugo.has_perm("plans.view_plan", plan)
    asked(cast, plan)

    assert cast.hugo.has_perm("plans.view_plan", plan)
    assert cast.hugo.has_perm("plans.view_measure", plan.measures.get())
    assert Plan.objects.visible_to(cast.hugo).get() == plan
    assert not cast.hugo.has_perm("plans.change_plan", plan)
    for name in ("dora", "lily", "xia"):
        assert not cast.people[name].has_perm("plans.view_plan", plan)
        assert not Plan.objects.visible_to(cast.people[name]).exists()


def test_the_department_agrees_with_a_remark(cast: Any, plan: Plan) -> None:
    row = take(asked(cast, plan), "agree", by=cast.hugo, remark="Not before February.")

    assert (row.status, row.answered_by, row.word) == ("agreed", cast.hugo, "Not before February.")
    assert told("agree") == {"Dana", "Hana"}
    assert sentences(plan) == {}


def test_an_objection_needs_a_reason_and_asks_the_head_for_a_word(cast: Any, plan: Plan) -> None:
    row = asked(cast, plan)
    with pytest.raises(StepRefused):
        take(row, "object", by=cast.hugo)
    take(row, "object", by=cast.hugo, reason=SHORT)

    assert sentences(plan) == {f"Quality objects: {SHORT}": True}
    with pytest.raises(StepRefused):
        take(reread(plan), "submit", by=cast.hana)
    record(reread(plan), {"word_on_warnings": "Agreed with Hugo by phone."}, by=cast.hana)
    assert take(reread(plan), "submit", by=cast.hana).status == "office_review"
    assert Countersign.objects.get().status == "objected"


def test_nobody_else_answers(cast: Any, plan: Plan) -> None:
    row = asked(cast, plan)
    for person in (cast.dana, cast.hana, cast.paul, cast.olga, cast.cora):
        with pytest.raises(NotYours):
            take(row, "agree", by=person)
    for person in (cast.lily, cast.dora, cast.xia):
        with pytest.raises(Invisible):
            take(row, "agree", by=person)


def test_an_answer_can_be_taken_back_while_the_plan_is_drafted(cast: Any, plan: Plan) -> None:
    row = take(asked(cast, plan), "agree", by=cast.hugo)
    row = take(row, "take_back", by=cast.hugo)
    assert (row.status, row.answered_by, row.word) == ("asked", None, "")
    take(row, "agree", by=cast.hugo)
    take(reread(plan), "submit", by=cast.hana)
    with pytest.raises(StepRefused):
        take(row, "take_back", by=cast.hugo)


# What was answered, and what stands there now


def test_who_has_answered_is_asked_again_when_what_concerns_them_changes(
    cast: Any, plan: Plan
) -> None:
    take(asked(cast, plan), "agree", by=cast.hugo)
    rename(cast, plan, "Another measure")

    row = Countersign.objects.get()
    assert (row.status, row.answered_by) == ("asked", None)
    assert told("ask_anew") == {"Hugo"}
    rename(cast, plan, "And another")
    assert Message.objects.filter(kind="plans.countersign.ask_anew", channel="inapp").count() == 1


def test_what_does_not_concern_them_leaves_the_answer(cast: Any, plan: Plan) -> None:
    """Of a measure that only needs their people neither the cost nor another line is theirs."""
    take(asked(cast, plan), "agree", by=cast.hugo)
    measure = plan.measures.get()
    drafting.write_measure(by=cast.dana, plan=plan, measure=measure, changes={"cost": Decimal(9)})
    drafting.write_section(
        by=cast.dana, section=plan.sections.get(key="overview"), body="Said anew."
    )
    need(cast, plan, cast.csc)

    assert Countersign.objects.get().status == "agreed"


def test_all_of_a_measure_they_are_responsible_for_is_theirs(cast: Any, plan: Plan) -> None:
    record(plan.measures.get(), {"department": cast.qua}, by=cast.dana)
    take(asked(cast, plan), "agree", by=cast.hugo)
    measure = plan.measures.get()
    drafting.write_measure(by=cast.dana, plan=plan, measure=measure, changes={"cost": Decimal(9)})

    assert Countersign.objects.get().status == "asked"


def test_an_answer_to_what_stood_there_before_is_stale(cast: Any, plan: Plan) -> None:
    read = asked(cast, plan)
    rename(cast, plan, "Another measure")

    with pytest.raises(Stale):
        take(read, "agree", by=cast.hugo, version=read.version)
    assert Countersign.objects.get().status == "asked"


def test_whom_nothing_concerns_any_more_is_asked_no_longer(cast: Any, plan: Plan) -> None:
    asked(cast, plan)
    line = ResourceNeed.objects.get()
    drafting.write_measure(
        by=cast.dana,
        plan=plan,
        measure=line.measure,
        changes={},
        resources=[Below(line, {"archived": True})],
    )

    assert Countersign.objects.get().status == "lapsed"
    assert not cast.hugo.has_perm("plans.view_plan", plan)
    assert told("lapse") == {"Hugo"}
    need(cast, plan, cast.qua)
    assert asked(cast, plan).status == "asked"
    assert Countersign.objects.count() == 1


def test_an_answer_on_another_content_does_not_pass_the_gate(cast: Any, plan: Plan) -> None:
    """A person responsible has moved to another department: nobody wrote in the plan."""
    record(plan.measures.get(), {"person": cast.lily}, by=cast.dana)
    for row in acts.ask(by=cast.dana, plan=plan):
        take(row, "agree", by=cast.hugo if row.department == cast.qua else cast.lily)
    cast.appoint("lily", Role.MEMBER, "qua")

    with pytest.raises(StepRefused) as refused:
        take(reread(plan), "submit", by=cast.hana)
    assert "What concerns Quality has changed" in str(refused.value.gaps or refused.value.sentence)
    assert [row.department for row in acts.ask(by=cast.dana, plan=plan)] == [cast.qua]


# The gate


def test_a_missing_countersign_asks_for_a_word(cast: Any, plan: Plan) -> None:
    assert sentences(plan) == {"The countersign of Quality is missing. Ask for it.": True}
    asked(cast, plan)
    assert sentences(plan) == {"Quality has not countersigned yet.": True}


@pytest.mark.parametrize("whose", ["round", "department"])
def test_it_stops_the_plan_where_the_round_or_the_department_says_so(
    cast: Any, plan: Plan, whose: str
) -> None:
    if whose == "round":
        record(plan.round, {"countersign_required": True}, by=cast.olga)
    else:
        route = DraftingRoute(department=cast.csc)
        acts.set_route(by=cast.hana, route=route, changes={"countersign_required": True})
    record(reread(plan), {"word_on_warnings": "In a hurry."}, by=cast.hana)

    assert list(sentences(plan).values()) == [False]
    with pytest.raises(StepRefused):
        take(reread(plan), "submit", by=cast.hana)
    take(asked(cast, plan), "agree", by=cast.hugo)
    assert take(reread(plan), "submit", by=cast.hana).status == "office_review"


def test_handed_in_without_an_answer_nobody_is_asked_any_more(cast: Any, plan: Plan) -> None:
    row = asked(cast, plan)
    record(reread(plan), {"word_on_warnings": "In a hurry."}, by=cast.hana)
    take(reread(plan), "submit", by=cast.hana)

    row.refresh_from_db()
    assert row.status == "lapsed"
    with pytest.raises(WrongState):
        take(row, "agree", by=cast.hugo)


def test_the_database_keeps_one_row_a_department_and_reasons(cast: Any, plan: Plan) -> None:
    row = asked(cast, plan)
    for wrong in (
        {"department_id": row.department_id, "status": "asked"},
        {"department_id": cast.lic.pk, "status": "agreed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Countersign(plan=plan, due=THURSDAY, digest="x", **wrong).save()


# Reminders


def test_the_reader_then_the_department_is_reminded(cast: Any, plan: Plan, clock: Any) -> None:
    """On the third working day and the day after; then those who wait. Once each."""
    asked(cast, plan)
    heard: dict[int, set[str]] = {}
    for day in range(17, 26):
        now = dt.datetime(2026, 11, day, 2, tzinfo=dt.UTC)
        clock.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(reminders.countersigns_due(now)))
        fresh = Message.objects.filter(channel="email").exclude(pk__in=known)
        if names := {message.recipient.name for message in fresh}:
            heard[day] = names
    assert heard == {19: {"Hugo"}, 20: {"Hugo"}, 23: {"Dana", "Hana"}}


# Pages


def test_the_whole_way_over_the_web(cast: Any, plan: Plan, sign_in: Callable[[Any], Any]) -> None:
    client = sign_in(cast.dana)
    page = html(client.get(f"{plan.get_absolute_url()}route/"))
    assert "Ask 1 department to countersign" in page
    assert "Not asked yet" in page
    client.post(f"{plan.get_absolute_url()}route/ask/", {"key": "a"})
    row = Countersign.objects.get()

    client = sign_in(cast.hugo)
    home = html(client.get("/"))
    assert "To countersign" in home
    assert row.get_absolute_url() in home
    assert row.get_absolute_url() in html(client.get(plan.get_absolute_url()))
    page = html(client.get(row.get_absolute_url()))
    assert "Asked of your people" in page
    assert "Auditor" in page
    answer = {"version": row.version, "key": "b", "reason": SHORT}
    assert client.post(f"{row.get_absolute_url()}object/", answer).status_code == 302
    assert "To countersign" not in html(client.get("/"))

    client = sign_in(cast.hana)
    assert f"Quality objects: {SHORT}" in html(client.get(plan.get_absolute_url()))
    assert f"Quality objects: {SHORT}" in html(client.get(f"{plan.get_absolute_url()}check/"))
    history = html(client.get(f"{plan.get_absolute_url()}history/"))
    assert "Asked to countersign" in history
    assert SHORT in history


def test_the_countersigner_reads_no_more_than_the_draft(
    cast: Any, plan: Plan, sign_in: Callable[[Any], Any]
) -> None:
    asked(cast, plan)
    client = sign_in(cast.hugo)
    assert client.get(f"{plan.get_absolute_url()}text/").status_code == 200
    for page in ("history/", "route/", "review/", "check/"):
        assert client.get(f"{plan.get_absolute_url()}{page}").status_code == 403
    assert client.post(f"{plan.get_absolute_url()}route/ask/").status_code == 403


def test_strangers_learn_nothing(cast: Any, plan: Plan, sign_in: Callable[[Any], Any]) -> None:
    row = asked(cast, plan)
    client = sign_in(cast.lily)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(f"{plan.get_absolute_url()}route/ask/").status_code == 404


def test_the_pages_ask_the_same_however_many_are_asked(
    cast: Any, plan: Plan, sign_in: Callable[[Any], Any]
) -> None:
    take(acts.ready(by=cast.dana, plan=plan), "pass_on", by=cast.hana)
    row = Countersign.objects.get()
    pages = {
        "route": (cast.hana, f"{plan.get_absolute_url()}route/", 10),
        "countersign": (cast.hugo, row.get_absolute_url(), 10),
        "plan": (cast.hana, plan.get_absolute_url(), 10),
    }

    def queries() -> dict[str, int]:
        found = {}
        for name, (person, address, _most) in pages.items():
            client = sign_in(person)
            client.get(address)
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            found[name] = len(counted)
        return found

    one = queries()
    need(cast, plan, cast.lic)
    need(cast, plan, cast.sec)
    plan.goals.first().joint_with.add(cast.qua, cast.lic)
    acts.ask(by=cast.dana, plan=plan)
    three = queries()

    assert Countersign.objects.count() == 3
    assert one == three
    assert all(three[name] <= most for name, (_p, _a, most) in pages.items()), three


def test_the_history_says_who_was_asked_about_what(cast: Any, plan: Plan) -> None:
    take(asked(cast, plan), "agree", by=cast.hugo, remark="Fine.")
    acts_told = [act for event in chronicle.page(plan, cast.hana).events for act in event.acts]
    about = [(str(act.said), act.about) for act in acts_told if "countersign" in act.about]
    assert about == [
        ("Agree", "countersign of Quality"),
        ("Asked to countersign", "countersign of Quality"),
    ]
