"""`manage.py holidays`: what the calendar of working days is made of."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from improvement.organization.calendar import working_day_after
from improvement.organization.models import Holiday

HEAD = "day,name,working\n"


@pytest.fixture
def taken_over(tmp_path, db):
    def take_over(text):
        file = tmp_path / "holidays.csv"
        file.write_text(text, encoding="utf-8")
        call_command("holidays", file)

    return take_over


def test_working_days_are_counted_with_them(taken_over):
    """Thursday, then a holiday on Friday and a Saturday that is worked instead."""
    taken_over(f"{HEAD}2027-10-01,National Day,\n2027-10-02,worked instead,yes\n")

    assert working_day_after(dt.date(2027, 9, 30), 1) == dt.date(2027, 10, 2)
    assert working_day_after(dt.date(2027, 9, 30), 2) == dt.date(2027, 10, 4)


def test_a_day_that_is_known_is_replaced(taken_over):
    taken_over(f"{HEAD}2027-10-01,Nationl Day,\n")
    taken_over(f"{HEAD}2027-10-01,National Day,\n")

    assert [(h.name, h.working) for h in Holiday.objects.all()] == [("National Day", False)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,name\n", "The first line must be: day,name,working"),
        (f"{HEAD}2027-10-01,National Day,\n2027-13-01,Odd,\n", "Line 3: '2027-13-01' is no date."),
        (f"{HEAD}2027-10-01,,\n", "Line 2: a name of up to 80 signs is asked."),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(taken_over, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        taken_over(text)
    assert not Holiday.objects.exists()
