"""Values that the counters take from their ticket system: one file written, the next looked at."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.core.files.base import ContentFile

from evidence.imports.jobs import changes_of
from evidence.imports.receiving import begin
from evidence.imports.rows import look_through
from evidence.models import Brings, DataImport, Value
from evidence.periods import Period, Rhythm, periods_between
from evidence.steps import accept_values
from improvement.door.acts import record, take

from .calendar import BEGAN_MONTHS_AGO, Year
from .organization import Staff

HEADINGS = ["統計月份", "指標代碼", "數值（分鐘）", "備註"]
SOURCE = "叫號系統"
BEFORE = ["29.4", "29.1", "28.3"]
NOTES = ["", "", "月內兩日提早關門，未計在內。"]


def bring_in_before(staff: Staff, year: Year) -> None:
    """The last months before the year, which nobody had typed; the office has accepted them."""
    months = periods_between(
        year.starts - dt.timedelta(days=85), year.starts - dt.timedelta(days=1), Rhythm.MONTHLY
    )
    told = zip(months, BEFORE, NOTES, strict=True)
    made = looked_through(staff, "counter-wait-last-year.csv", [[*line] for line in told])
    take(made, "finish", by=made.entered_by, file=made.sha256)
    rows = list(Value.objects.filter(brought_by=made))
    accept_values(by=staff.people["sukyee.chan"], values=rows)


def begin_this_year(staff: Staff, year: Year) -> None:
    """A file with figures that are accepted already, and one that is no number."""
    last = periods_between(year.starts, year.last(BEGAN_MONTHS_AGO), Rhythm.MONTHLY)[-3:]
    told = zip(last, ["20.6", "19.0", "約19"], ["", "重新核算", ""], strict=True)
    looked_through(staff, "counter-wait-this-year.csv", [[*line] for line in told])


def looked_through(staff: Staff, name: str, rows: list[list[Period | str]]) -> DataImport:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    for period, figure, note in rows:
        sheet.writerow(
            [f"{str(period)[:4]}年{int(str(period)[5:])}月", "counter-wait", figure, note]
        )
    clerk = staff.people["puiyee.tam"]
    made = begin(
        ContentFile(text.getvalue().encode("utf-8-sig"), name),
        brings=Brings.VALUES,
        source=SOURCE,
        department=staff.departments["sco"],
        by=clerk,
    )
    return record(made, changes_of(made, look_through(made)), by=clerk)
