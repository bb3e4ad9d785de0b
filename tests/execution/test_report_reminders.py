"""The ladder of a progress report: department, superior, office; each once."""

import datetime as dt

import pytest

from execution import reporting_reminders
from improvement.door.acts import take
from improvement.notifications import kinds, outbox
from improvement.notifications.models import Message
from tests.execution.report_year import handed_in

DAY = dt.timedelta(days=1)


@pytest.fixture
def scan(report, time_machine):
    """scan(day) runs the rules on that day: who is told now, by rung."""

    def run(day, rule=reporting_reminders.reports_due):
        now = dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC)
        time_machine.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(rule(now)))
        told: dict[str, list[str]] = {}
        for message in Message.objects.filter(channel="email").exclude(pk__in=known):
            rung = message.occasion.rpartition(":")[2]
            told.setdefault(rung, []).append(message.recipient.name)
        return {rung: sorted(names) for rung, names in told.items()}

    return run


def through(scan, first, days, rule=reporting_reminders.reports_due):
    found = {}
    for n in range(days):
        if told := scan(first + n * DAY, rule):
            found[n] = told
    return found


def working(day, days):
    from improvement.organization.calendar import add_working_days

    return add_working_days(day, days)


def test_department_superior_and_office_are_told_once_each(report, scan, in_april):
    told = through(scan, in_april, 30)
    days = {rung: in_april + n * DAY for n, rungs in told.items() for rung in rungs}

    assert list(days) == ["opened", "two-days", "today", "late", "superior", "office"]
    assert days["opened"] == in_april
    assert days["two-days"] == working(report.due, -2)
    assert days["today"] == report.due
    assert days["late"] == working(report.due, 1)
    assert days["superior"] == working(report.due, 3)
    assert days["office"] == working(report.due, 5) == report.last_day
    people = {rung: names for rungs in told.values() for rung, names in rungs.items()}
    assert people["opened"] == people["late"] == ["Dana", "Hana"]
    assert people["superior"] == ["Paul"]
    assert people["office"] == ["Olga", "Oscar", "Otto"]


def test_after_an_outage_each_audience_hears_once(report, scan):
    assert set(scan(report.due + 14 * DAY)) == {"late", "superior", "office"}
    assert scan(report.due + 14 * DAY) == {}


def test_a_report_handed_in_is_not_reminded_of(report, scan, cast):
    handed_in(report, cast.dana, cast.hana)
    assert scan(report.due + DAY) == {}


def test_the_office_is_reminded_of_its_word(report, scan, cast, in_april):
    handed_in(report, cast.dana, cast.hana)
    told = through(scan, in_april, 21, reporting_reminders.reports_waiting)
    assert [list(rungs) for rungs in told.values()] == [["due"], ["overdue"]]
    take(report, "acknowledge", by=cast.olga, assessment="On its way.")
    assert scan(in_april + 40 * DAY, reporting_reminders.reports_waiting) == {}


def test_only_what_waits_for_a_decision_is_sent_at_once():
    at_once = {
        name: kinds.get(f"execution.progressreport.{name}").decision
        for name in (
            *("due", "overdue", "waiting", "submit", "query", "answer"),
            *("acknowledge", "correct", "miss"),
        )
    }
    assert {name for name, decision in at_once.items() if decision} == {
        *("waiting", "submit", "query", "answer"),
    }
