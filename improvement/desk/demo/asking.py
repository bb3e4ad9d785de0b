"""What the office has asked departments for: one waiting, one late, one answered, one accepted."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from evidence.asking import ask
from evidence.models import DataRequest
from improvement.door.acts import take
from improvement.organization.calendar import working_day_after

from .organization import Row, Staff
from .reading import rows


def ask_for_data(staff: Staff, today: dt.date) -> None:
    """In the language of the office; the departments answer in theirs."""
    with translation.override("zh-hant"):
        for row in rows("requests"):
            for asked in ask_all(staff, row, today):
                settle(staff, asked, row)


def ask_all(staff: Staff, row: Row, today: dt.date) -> list[DataRequest]:
    return ask(
        by=staff.office_head,
        departments=[staff.departments[code] for code in row["departments"].split()],
        asked_on=today - dt.timedelta(days=int(row["days_ago"])),
        due=working_day_after(today, int(row["due_in"])),
        **{name: row[name] for name in ("title", "purpose", "form")},
    )


def settle(staff: Staff, asked: DataRequest, row: Row) -> None:
    """The first of the departments has answered already, where the story says so."""
    if asked.department.code != row["answered_by"]:
        return
    by = staff.heads[row["answered_by"]]
    kept = take(asked, "answer", by=by, answer=row["answer"])
    if row["accepted"]:
        take(kept, "accept", by=staff.office_head)
