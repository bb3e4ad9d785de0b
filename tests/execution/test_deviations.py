"""Deviations are found in time and acknowledged and answered by a person (D75, D78, D79)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from execution import deviations
from execution.deviation_reminders import deviations_due
from execution.models import Deviation
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications import outbox
from improvement.notifications.models import Message
from plans import goal_health
from plans.models import Measure
from tests.execution.report_year import measured, tell

DAY = dt.timedelta(days=1)
ANSWER = {
    "cause_analysis": "Two of four are ill.",
    "remedy": "The desk next door helps out.",
}


@pytest.fixture
def off_path(plan, in_april):
    """The first goal is where it was on the first day of the year."""
    indicator = measured(plan)[0]
    line = plan.goals.get(number=1).target_lines.get()
    tell(plan, indicator, line.baseline)
    goal_health.refresh([plan.pk])
    return plan


@pytest.fixture
def found(off_path):
    deviations.find(timezone.now())
    return Deviation.objects.get()


def answered(found, cast, in_april, **said):
    found = take(found, "acknowledge", by=cast.hana)
    back_by = in_april + dt.timedelta(days=30)
    return take(found, "answer", by=cast.hana, back_by=back_by, **ANSWER | said)


def test_a_goal_off_its_path_is_found_once_with_its_figures(off_path, cast, in_april):
    assert deviations.find(timezone.now()) == 1
    assert deviations.find(timezone.now()) == 0
    row = Deviation.objects.get()
    assert (row.kind, row.goal.number, row.status) == ("path", 1, "open")
    assert row.actual == off_path.goals.get(number=1).target_lines.get().baseline
    assert row.due > in_april
    entry = Entry.objects.about("execution.deviation", row.pk).get()
    assert (entry.verb, entry.actor) == ("create", None)
    told = Message.objects.filter(kind="execution.deviation.create")
    assert {message.recipient for message in told} == {cast.hana}


def test_a_measure_past_its_last_day_is_found_once(plan, in_april):
    Measure.objects.filter(plan=plan).update(ends=in_april - dt.timedelta(days=1))
    assert deviations.find(timezone.now()) == 1
    row = Deviation.objects.get()
    assert (row.kind, row.measure, row.promised) == (
        "schedule",
        plan.measures.get(),
        in_april - dt.timedelta(days=1),
    )
    assert deviations.find(timezone.now()) == 0


def test_a_completed_measure_is_not_behind(plan, in_april):
    late = {"ends": in_april - dt.timedelta(days=1), "status": "completed"}
    Measure.objects.filter(plan=plan).update(**late)
    assert deviations.find(timezone.now()) == 0


def test_a_missed_report_is_found_once(report):
    type(report).objects.filter(pk=report.pk).update(status="missed")
    assert deviations.find(timezone.now()) == 1
    assert Deviation.objects.get().report == report
    assert deviations.find(timezone.now()) == 0


def test_the_head_acknowledges_and_answers_and_the_office_resolves(found, cast, in_april):
    row = answered(found, cast, in_april)
    assert (row.status, row.cause_analysis) == ("answered", ANSWER["cause_analysis"])
    row = take(row, "resolve", by=cast.olga, assessment="It answers the cause.")
    assert row.status == "resolved"
    verbs = Entry.objects.about("execution.deviation", row.pk).order_by("id")
    assert [entry.verb for entry in verbs] == ["create", "acknowledge", "answer", "resolve"]


def test_an_answer_names_cause_remedy_and_day(found, cast):
    row = take(found, "acknowledge", by=cast.hana)
    with pytest.raises(StepRefused) as refused:
        take(row, "answer", by=cast.hana, cause_analysis="Two are ill.", remedy="Help comes.")
    assert "by when" in str(refused.value.sentence)


def test_the_office_suggests_and_returns_an_answer_with_a_reason(found, cast, in_april):
    row = take(found, "acknowledge", by=cast.hana)
    row = take(row, "analyse", by=cast.olga, suggestion="Ask the desks that answer at once.")
    assert (row.status, row.suggestion) == ("analysing", "Ask the desks that answer at once.")
    back_by = in_april + dt.timedelta(days=30)
    row = take(row, "answer", by=cast.hana, back_by=back_by, **ANSWER)
    row = take(row, "send_back", by=cast.olga, reason="Why are they ill?")
    assert (row.status, row.return_reason) == ("analysing", "Why are they ill?")
    with pytest.raises(NotYours):
        take(row, "dismiss", by=cast.hana, reason="It is fine.")
    assert take(row, "dismiss", by=cast.olga, reason="A fault of the clock.").status == "dismissed"


def test_what_was_settled_is_found_again_with_a_new_value_after_its_day(
    found, cast, in_april, time_machine
):
    row = answered(found, cast, in_april)
    take(row, "resolve", by=cast.olga, assessment="It answers the cause.")
    plan, line = found.plan, found.goal.target_lines.get()
    tell(plan, line.indicator, line.baseline, f"{in_april.year}-04")
    time_machine.move_to(dt.datetime.combine(row.back_by, dt.time(3), tzinfo=dt.UTC))
    goal_health.refresh([plan.pk])
    assert deviations.find(timezone.now()) == 0, "its day has not passed"
    time_machine.move_to(dt.datetime.combine(row.back_by, dt.time(3), tzinfo=dt.UTC) + DAY)
    assert deviations.find(timezone.now()) == 1


def test_the_same_value_is_not_found_a_second_time(found, cast):
    take(found, "dismiss", by=cast.olga, reason="Counted twice.")
    assert deviations.find(timezone.now()) == 0


def through(found, days, time_machine):
    """Who is reminded on which day after the due one."""
    told = {}
    for n in range(days):
        day = found.due + n * DAY
        now = dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC)
        time_machine.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(deviations_due(now)))
        for message in Message.objects.filter(channel="email").exclude(pk__in=known):
            told.setdefault(message.recipient.name, day)
    return told


def test_head_superior_and_office_are_reminded_in_turn(found, time_machine):
    told = through(found, 12, time_machine)
    assert told["Hana"] == found.due
    assert told["Hana"] < told["Paul"] < told["Olga"]
    assert "Dana" not in told


def test_the_office_is_reminded_of_its_word_on_an_answer(found, cast, in_april, time_machine):
    row = answered(found, cast, in_april)
    told = through(row, 1, time_machine)
    assert set(told) == {"Olga", "Oscar", "Otto"}


def test_home_shows_whose_turn_it_is(found, cast, sign_in):
    for person, words in ((cast.hana, "Open"), (cast.olga, "Open"), (cast.leo, "Open")):
        page = sign_in(person).get("/")
        assert found.get_absolute_url() in page.content.decode(), person
        assert words in page.content.decode()
    assert sign_in(cast.hana).get("/").context["to_answer"] == 1
    assert sign_in(cast.olga).get("/").context["to_answer"] == 0


def test_the_page_says_what_was_found_and_offers_the_next_step(found, cast, sign_in):
    page = sign_in(cast.hana).get(found.get_absolute_url()).content.decode()
    assert f"{found.get_absolute_url()}acknowledge/" in page
    assert "Off its expected path" in page
    stranger = sign_in(cast.xia).get(found.get_absolute_url()).content.decode()
    assert "acknowledge/" not in stranger


def test_the_list_asks_as_much_for_three_as_for_one(off_path, cast, sign_in):
    asked = []
    for goal in off_path.goals.exclude(number=1):
        line = goal.target_lines.get()
        tell(off_path, line.indicator, line.baseline)
    client = sign_in(cast.olga)
    deviations.find(timezone.now())
    client.get("/deviations/")
    for _rows in (1, 3):
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/deviations/").status_code == 200
        asked.append(len(counted))
        goal_health.refresh([off_path.pk])
        deviations.find(timezone.now())
    assert Deviation.objects.count() == 3
    assert len(set(asked)) == 1
