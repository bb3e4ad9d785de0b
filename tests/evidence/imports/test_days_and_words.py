"""Days, headings and choices as other systems spell them."""

import datetime as dt

import pytest

from evidence.imports.days import order_of, read_day
from evidence.imports.months import holding, read_period
from evidence.imports.vocabulary import bare, spoken_as, suggested


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-03-05", ""], "ymd"),
        (["20260305"], "ymd"),
        (["5/3/2026", "25/3/2026"], "dmy"),
        (["5.3.26", "3/25/26 14:05"], "mdy"),
        (["5/3/2026", "6/4/2026"], "either"),
        (["5/3/2026", "long ago", "x"], ""),
        (["", ""], ""),
    ],
)
def test_the_order_of_a_column_is_what_its_days_give_away(cells, order):
    assert order_of(cells) == order


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("5/3/2026", "dmy", dt.date(2026, 3, 5)),
        ("5/3/2026", "mdy", dt.date(2026, 5, 3)),
        ("5.3.26 14:05", "dmy", dt.date(2026, 3, 5)),
        ("2026年3月5日", "dmy", dt.date(2026, 3, 5)),
        ("26-3-5", "ymd", dt.date(2026, 3, 5)),
        ("31/2/2026", "dmy", None),
        ("13/13/2026", "dmy", None),
        ("soon", "dmy", None),
    ],
)
def test_a_day_is_read_in_the_order_that_was_said(cell, order, day):
    assert read_day(cell, order) == day


def test_headings_are_known_without_units_signs_and_capitals():
    assert bare("Wait_Time (min)") == "waittime"
    assert bare("投訴內容（字）") == "投訴內容"
    assert suggested(["Ref No.", "日期", "What"], {"text": "What"}) == {
        "text": "What",
        "reference": "Ref No.",
        "opened_on": "日期",
    }


def test_a_choice_is_known_by_its_words_in_every_language():
    words = spoken_as("kind", [("praise", "Lob")])
    assert [words[bare(word)] for word in ("投诉", "COMPLAINT", "讚揚", "lob")] == [
        "complaint",
        "complaint",
        "praise",
        "praise",
    ]


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2026-03", "2026-03"),
        ("2026/3", "2026-03"),
        ("202603", "2026-03"),
        ("3/2026", "2026-03"),
        ("2026年3月", "2026-03"),
        ("２０２６年１２月", "2026-12"),
        ("March 2026", "2026-03"),
        ("2026 Sept", "2026-09"),
        ("2026Q1", "2026Q1"),
        ("q4 2026", "2026Q4"),
        ("2026年第二季度", "2026Q2"),
        ("2026-H2", "2026H2"),
        ("2026年上半年", "2026H1"),
        ("2026年度", "2026"),
        ("31/3/2026", dt.date(2026, 3, 31)),
        ("2026-03-31", dt.date(2026, 3, 31)),
        ("2026-13", None),
        ("2026Q5", None),
        ("soon", None),
    ],
)
def test_a_period_is_read_as_it_is_written(cell, period):
    assert read_period(cell, "dmy") == period


def test_a_day_stands_for_the_period_that_holds_it():
    day = dt.date(2026, 8, 31)
    rhythms = ("monthly", "quarterly", "half_yearly", "yearly")
    assert [holding(day, rhythm) for rhythm in rhythms] == ["2026-08", "2026Q3", "2026H2", "2026"]
