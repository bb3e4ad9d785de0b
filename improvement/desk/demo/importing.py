"""Values that the counters take from their ticket system: a file looked through, not written."""

from __future__ import annotations

import csv
import io

from django.core.files.base import ContentFile

from evidence.imports.jobs import changes_of
from evidence.imports.receiving import begin
from evidence.imports.rows import look_through
from evidence.models import Brings, DataImport
from evidence.periods import Period, Rhythm, periods_between
from improvement.door.acts import record

from .calendar import BEGAN_MONTHS_AGO, Year
from .organization import Staff

HEADINGS = ["統計月份", "指標代碼", "數值（分鐘）", "備註"]
SOURCE = "叫號系統"


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
