"""Dates and deadlines as each language says them."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from improvement.desk import dates
from improvement.desk.templatetags.ui import period

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("language", "moment", "said"),
    [
        ("en", dt.datetime(2026, 11, 20, 14, 32), "Today 14:32"),
        ("en", dt.date(2026, 11, 19), "Yesterday"),
        ("en", dt.date(2026, 3, 2), "2 Mar"),
        ("en", dt.date(2027, 3, 2), "2 Mar 2027"),
        ("zh-hant", dt.date(2026, 3, 2), "3月2日"),
        ("zh-hans", dt.date(2027, 3, 2), "2027年3月2日"),
    ],
)
def test_a_moment_is_as_short_as_it_may_be(language: str, moment: dates.Moment, said: str) -> None:
    with translation.override(language):
        assert dates.short(moment, TODAY) == said


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (-1, "1 day overdue", "bad"),
        (0, "Due today", "bad"),
        (2, "2 days left", "warn"),
        (14, "14 days left", ""),
        (15, "5 Dec", ""),
    ],
)
def test_a_deadline_grows_urgent(days: int, said: str, tone: str) -> None:
    assert dates.deadline(TODAY + dt.timedelta(days=days), TODAY) == (said, tone)


def test_an_hour_is_told_where_one_is_set() -> None:
    due = dt.datetime(2026, 11, 20, 17, 0)

    assert dates.deadline(due, TODAY) == ("Due today 17:00", "bad")


def test_a_stored_moment_is_told_in_the_time_of_the_house(settings: object) -> None:
    settings.TIME_ZONE = "Asia/Hong_Kong"  # type: ignore[attr-defined]
    late = dt.datetime(2026, 11, 19, 17, 5, tzinfo=dt.UTC)

    assert dates.short(late, TODAY) == "Today 01:05"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 Jan 2027 – 31 Dec 2027"), ("zh-hant", "2027年1月1日至2027年12月31日")],
)
def test_a_period_is_said_as_the_language_does(language: str, said: str) -> None:
    first, last = dt.date(2027, 1, 1), dt.date(2027, 12, 31)

    with translation.override(language):
        assert strip_tags(period(first, last)) == said
