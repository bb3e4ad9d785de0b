"""The scanner asks what is due and has no row yet; no outage loses a reminder."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from improvement.notifications import scanner
from improvement.notifications.ladder import Rung, due_rungs, occasion
from improvement.notifications.models import Heartbeat

from .conftest import at, emails
from .room import NOTED, URGED

LADDER = (Rung("before", -3, "owner"), Rung("due", 0, "owner"), Rung("grace", 2, "owner"))
DUE = at("2027-03-31T00:00").date()


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """Only what the test registers."""
    monkeypatch.setattr(scanner, "_jobs", {})
    monkeypatch.setattr(scanner, "_rules", {})


@pytest.fixture
def reminders(about, dana):
    def rule(now):
        today = timezone.localdate(now)
        return [
            about(NOTED if rung.days < 0 else URGED, dana, occasion=occasion("2027", DUE, rung))
            for rung in due_rungs(LADDER, DUE, today)
        ]

    scanner.register_rule("room.reminders", rule)


def test_the_same_minute_twice_is_told_once(reminders, db):
    now = at("2027-03-31T10:00")
    assert scanner.run(now) == {"room.reminders": (2, "")}
    assert scanner.run(now) == {"room.reminders": (0, "")}


def test_a_year_of_scans_tells_every_rung_once(reminders):
    for day in range(-30, 30):
        scanner.run(at("2027-03-31T10:00") + timedelta(days=day))
    assert [kind for kind, _ in emails()] == [NOTED.name, URGED.name, URGED.name]


def test_after_an_outage_the_last_rung_is_told_and_no_other(reminders):
    scanner.run(at("2027-03-27T10:00"))
    scanner.run(at("2027-04-05T10:00"))
    assert [kind for kind, _ in emails()] == [URGED.name]


def test_the_clock_acts_before_anybody_is_reminded(db):
    order = []
    scanner.register_rule("room.rule", lambda now: order.append("rule") or [])
    scanner.register_job("room.close", lambda now: order.append("job") or 3)
    assert scanner.run(timezone.now()) == {"room.close": (3, ""), "room.rule": (0, "")}
    assert order == ["job", "rule"]


def test_one_that_fails_tells_nothing_and_stops_no_other(reminders, about, dana):
    def fails(now) -> Iterator:
        yield about(URGED, dana, occasion="half of what it had to tell")
        raise LookupError("no such period")

    scanner.register_rule("room.broken", fails)
    now = at("2027-03-31T10:00")
    assert scanner.run(now) == {
        "room.reminders": (2, ""),
        "room.broken": (0, "LookupError: no such period"),
    }
    assert len(emails()) == 1
    assert Heartbeat.objects.get(name="room.broken").last_error == "LookupError: no such period"


def test_a_name_belongs_to_one_scanner(reminders):
    with pytest.raises(ValueError, match="registered twice"):
        scanner.register_job("room.reminders", lambda now: 0)


def test_the_heartbeat(clock):
    clock.move_to(at("2027-03-31T10:00"), tick=False)
    scanner.register_job("room.close", lambda now: 0)
    assert (scanner.heartbeat_age(timezone.now()), scanner.is_alarming(timezone.now())) == (
        None,
        True,
    )
    scanner.run(timezone.now())
    assert not scanner.is_alarming(timezone.now())
    clock.shift(timedelta(minutes=30))
    assert scanner.heartbeat_age(timezone.now()) == timedelta(minutes=30)
    assert not scanner.is_alarming(timezone.now())
    clock.shift(timedelta(seconds=1))
    assert scanner.is_alarming(timezone.now())


def test_one_that_keeps_failing_alarms_though_the_others_run(clock):
    def broken(now):
        raise LookupError

    scanner.register_job("room.close", lambda now: 0)
    scanner.register_job("room.broken", broken)
    for _ in range(5):
        scanner.run(timezone.now())
        clock.shift(timedelta(minutes=10))
    assert scanner.heartbeat_age(timezone.now()) == timedelta(minutes=50)


def test_the_command_prints_what_was_done(reminders, clock):
    clock.move_to(at("2027-03-31T10:00"))
    out = StringIO()
    call_command("scan", stdout=out)
    assert out.getvalue() == "room.reminders: 2\n"


def test_the_command_fails_when_a_scanner_does(db):
    def broken(now):
        raise LookupError("no such period")

    scanner.register_job("room.broken", broken)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 of 1 scanners failed\.$"):
        call_command("scan", stdout=out)
    assert out.getvalue() == "room.broken: LookupError: no such period\n"
