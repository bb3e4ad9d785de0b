"""Votes still missing: from the third working day, on the last, and to those who preside."""

import datetime as dt

import pytest

from improvement.approvals import reminders
from improvement.approvals.steps import close_due
from improvement.door.acts import take
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.notifications.rendering import inbox_texts
from improvement.organization.models import Appointment, Holiday
from tests import factories

from .voting import MONDAY, vote

ALL = ["Cora", "Lena", "Leo", "Luis", "Vic"]
PRESIDING = ["Cora", "Vic"]


@pytest.fixture
def scan(clock):
    """scan(2) runs the scanner two days after the Monday; who was told now, by occasion."""

    def run(day):
        clock.move_to(MONDAY + dt.timedelta(days=day), tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(reminders.votes_waiting(MONDAY + dt.timedelta(days=day))))
        told: dict[str, list[str]] = {}
        fresh = Message.objects.filter(channel="email").exclude(pk__in=known)
        for message in fresh.select_related("recipient"):
            rung = message.occasion.rpartition(":")[2]
            told.setdefault(rung, []).append(message.recipient.name)
        return {rung: sorted(names) for rung, names in told.items()}

    return run


def titles(person):
    inbox = Message.objects.inbox(person)
    return [text.title for _message, text in inbox_texts(inbox, person)]


def test_each_rung_comes_once_on_its_working_day(of_everybody, scan):
    """Opened on Monday the 12th, closed at the end of Monday the 19th."""
    assert {day: told for day in range(8) if (told := scan(day))} == {
        3: {"day-3": ALL},
        4: {"chair": PRESIDING},
        7: {"last-day": ALL},
    }


def test_only_seats_that_have_not_voted(of_everybody, scan, cast):
    vote(of_everybody, cast.leo)
    assert scan(3) == {"day-3": ["Cora", "Lena", "Luis", "Vic"]}
    vote(of_everybody, cast.lena)
    assert scan(7)["last-day"] == ["Cora", "Luis", "Vic"]


def test_who_presides_is_told_of_others_votes_after_their_own(of_everybody, scan, cast):
    """In other words: nobody who has voted reads that their vote is missing."""
    vote(of_everybody, cast.vic)
    assert scan(4) == {"day-3": ["Cora", "Lena", "Leo", "Luis"], "chair": PRESIDING}
    assert titles(cast.vic)[0] == "Votes are still missing: Overall goals 2027"
    assert "Your vote is still missing: Overall goals 2027" in titles(cast.lena)
    assert "Your vote is still missing: Overall goals 2027" not in titles(cast.vic)


def test_the_scanner_may_come_as_often_as_it_likes(of_everybody, scan):
    assert scan(3)
    assert [scan(3), scan(3), scan(3)] == [{}, {}, {}]


def test_an_outage_is_made_up_by_one_reminder_for_each_audience(of_everybody, scan):
    assert scan(7) == {"last-day": ALL, "chair": PRESIDING}


def test_the_clock_set_back_doubles_nothing(of_everybody, scan):
    first = {day: scan(day) for day in (3, 4, 7)}
    assert all(first.values())
    assert [scan(day) for day in (4, 3, 4, 7)] == [{}, {}, {}, {}]


def test_recused_seats_are_not_asked(clock, cast, scan):
    cast.appoint("lena", "member", "csc")
    cast.appoint("vic", "member", "csc")
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    assert scan(3) == {"day-3": ["Cora", "Leo", "Luis"]}
    assert scan(4) == {"chair": ["Cora"]}


def test_who_holds_the_seat_today_is_asked(of_everybody, scan, cast):
    seat = of_everybody.seats.get(holder=cast.leo)
    Appointment.objects.filter(user=cast.leo).update(until=MONDAY.date())
    cast.appoint("nora", "leader", since=MONDAY.date() + dt.timedelta(days=1), seat=seat.key)
    assert scan(3) == {"day-3": ["Cora", "Lena", "Luis", "Nora", "Vic"]}


def test_a_closed_ballot_is_over(of_everybody, scan, cast, clock):
    factories.vote_through(cast, of_everybody.subject)
    assert [scan(day) for day in (3, 4, 7)] == [{}, {}, {}]


def test_what_the_deadline_decided_is_over(of_everybody, scan, clock):
    clock.move_to(of_everybody.deadline, tick=False)
    close_due(of_everybody.deadline)
    assert scan(8) == {}


def test_holidays_are_no_working_days(clock, cast, scan):
    """Friday off: the fifth working day is Tuesday's, the third is still Thursday's."""
    Holiday.objects.create(day=dt.date(2026, 10, 16), name="Festival")
    overall = factories.make_round(cast).overall_goal_set
    take(overall, "put_forward", by=cast.olga)
    assert {day: sorted(told) for day in range(9) if (told := scan(day))} == {
        3: ["day-3"],
        7: ["chair"],
        8: ["last-day"],
    }


def test_reminders_go_out_at_once(of_everybody, scan):
    scan(4)
    reminded = Message.objects.filter(
        kind__in=["approvals.ballot.waiting", "approvals.ballot.missing"]
    )
    assert reminded.exists()
    assert not reminded.exclude(digest_day=None).exists()
