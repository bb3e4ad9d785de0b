"""A whole year, day by day: every reminder exactly once, whatever happens to the clock."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from improvement.notifications.models import Message, State
from plans.models import Plan

from .calendar_of_2027 import (
    DAY,
    FIRST,
    IN_THE_DIGEST,
    LAST,
    owed,
    working,
)
from .year import Year, reminders, told

DAYS = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
CLOCKS_CHANGE = {
    "Europe/London": (dt.date(2027, 3, 28), dt.date(2027, 10, 31)),
    "America/New_York": (dt.date(2027, 3, 14), dt.date(2027, 11, 7)),
}
OUTAGES = [
    (dt.date(2027, 3, 30), dt.date(2027, 4, 1)),  # a quarter ends
    (dt.date(2027, 7, 14), dt.date(2027, 7, 16)),  # self-ratings are due
    (dt.date(2027, 11, 30), dt.date(2027, 12, 2)),  # plans are due
    (dt.date(2027, 12, 31), dt.date(2028, 1, 2)),  # the year ends
]
SET_BACK = [dt.date(2027, 2, 10), dt.date(2027, 4, 12), dt.date(2027, 7, 1), dt.date(2028, 1, 4)]
"""Days on whose evening the clock is put back to the day before."""


@pytest.fixture
def year(cast, time_machine):
    return Year(cast, time_machine)


def test_every_reminder_of_a_year_comes_exactly_once(year, mailoutbox):
    for day in DAYS:
        year.live(day)

    expected = owed(DAYS)
    assert told("email") == expected
    assert told("inapp") == expected
    assert_the_calendar_is_what_it_seems(expected)
    assert_one_digest_a_day(mailoutbox)
    assert_the_year_has_ended(year)


def assert_the_calendar_is_what_it_seems(expected):
    """A few of the keys read off a wall calendar, and how many there are of each kind."""

    def day(kind, about, rung, person):
        (found,) = (
            told
            for key, told in expected.items()
            if key[0:2] + key[3:] == (kind, about, rung, person)
        )
        return found

    report, rating = "execution.progressreport", "evaluation.evaluation.rating_due"
    # Ching Ming on 5 April and the establishment day on 1 July are no working days.
    assert day(f"{report}.due", "csc 2027Q1", "opened", "Hana") == dt.date(2027, 4, 1)
    assert day(f"{report}.due", "csc 2027Q1", "today", "Hana") == dt.date(2027, 4, 12)
    assert day(f"{report}.overdue", "csc 2027Q1", "superior", "Paul") == dt.date(2027, 4, 15)
    assert day(f"{report}.due", "csc 2027Q2", "today", "Dana") == dt.date(2027, 7, 12)
    missing = "evaluation.evaluation.data_due"
    assert day(missing, "csc 2027Q1", "soon", "Dana") == dt.date(2027, 4, 7)
    assert day(rating, "csc 2027Q3", "today", "Dana") == dt.date(2027, 10, 14)
    assert day("execution.task.due", "Write the guide", "two-days", "Sam") == dt.date(2027, 3, 25)
    assert day("execution.task.overdue", "Write the guide", "head", "Hana") == dt.date(2027, 4, 6)
    assert day("plans.round.plan_due", "csc 2028", "superior", "Paul") == dt.date(2027, 12, 4)
    assert working(dt.date(2027, 10, 8), 1) == dt.date(2027, 10, 9)  # a Saturday that is worked
    kinds = Counter(key.kind for key in expected)
    assert kinds == {
        "execution.progressreport.due": 44,
        "execution.progressreport.overdue": 36,
        "execution.progressreport.waiting": 4,
        "evaluation.evaluation.data_due": 16,
        "evaluation.evaluation.rating_due": 78,
        "evaluation.evaluation.score_due": 7,
        "evaluation.evaluation.shown": 2,
        "plans.plan.verdict_due": 10,
        "execution.task.due": 10,
        "execution.task.overdue": 11,
        "execution.task.without_anybody": 1,
        "plans.plan.review_due": 4,
        "plans.adjustment.review_due": 9,
        "plans.adjustment.cut_off": 4,
        "plans.round.plan_due": 19,
        "incentives.rectification.due": 18,
        "approvals.ballot.waiting": 10,
        "approvals.ballot.missing": 2,
    }


def assert_one_digest_a_day(mailoutbox):
    """Nothing is left over; what asks for no decision waits for nine, the rest does not."""
    emails = Message.objects.filter(channel="email")
    assert set(emails.values_list("state", flat=True)) == {State.SENT}
    for message in reminders().filter(channel="email"):
        assert (message.digest_day is not None) == (message.kind in IN_THE_DIGEST), message
    digests = [mail for mail in mailoutbox if mail.subject.endswith("service improvement")]
    lines = emails.exclude(digest_day=None)
    people_and_days = set(lines.values_list("recipient__email", "digest_day"))
    assert len(digests) == len(people_and_days)
    assert (
        len(mailoutbox)
        == len(digests)
        + emails.filter(digest_day=None).exclude(kind="notifications.digest").count()
    )
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox)
    for message in lines:
        assert timezone.localtime(message.sent_at).time() == dt.time(9)


def assert_the_year_has_ended(year):
    """What was undecided lapsed with the year, by the clock, and its department knows."""
    plan = Plan.objects.get(pk=year.plan.pk)
    assert plan.status == "evaluation"
    assert list(plan.adjustments.values_list("status", flat=True)) == [
        "rejected",
        "lapsed",
        "lapsed",
    ]
    lapsed = Message.objects.filter(kind="plans.adjustment.lapse", channel="email")
    assert Counter(lapsed.values_list("recipient__name", flat=True)) == {"Dana": 2, "Hana": 2}


@pytest.mark.parametrize("zone", CLOCKS_CHANGE)
def test_outages_summer_time_and_a_clock_set_back_lose_and_double_nothing(
    year, zone, settings, mailoutbox
):
    settings.TIME_ZONE = zone
    down = {first + n * DAY for first, last in OUTAGES for n in range((last - first).days + 1)}
    up = [day for day in DAYS if day not in down]
    for day in up:
        if day in CLOCKS_CHANGE[zone]:
            year.live_by_the_hour(day)
        else:
            year.live(day)
        if day in SET_BACK:
            year.live(day - DAY)
            year.live(day)

    expected = owed(up)
    assert told("email") == expected
    assert len(expected) < len(owed(DAYS))  # a later rung of the same audience overtook some
    assert_one_digest_a_day(mailoutbox)
