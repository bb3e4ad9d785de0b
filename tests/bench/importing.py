"""A million values from a file against bare COPY, how memory grows, and a workbook.

What is timed of an import is all that is done with the file: taking it in, looking it through,
which validates every row and compares it with what stands there, and writing. Every tenth row
replaces a value. The bare COPY fills the same table, with the same indexes and constraints, from
rows that are ready in its format. The floor of a workbook is its parsing by calamine and that COPY.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import resource
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.ground import ground
from tests.bench.measuring import report, timed

MANY, SHEET, FEW = 1_000_000, 100_000, 10_000
DEPARTMENTS, MONTHS = 500, 12 * 20
HEADINGS = ["Period", "Department", "Indicator", "Value"]

Key = tuple[str, int, int]
"""A period, and the places of department and indicator among those of the measurement."""


def measure() -> dict[str, float]:
    with ground() as (cast, _server), tempfile.TemporaryDirectory() as folder:
        from evidence.models import Value

        desk = Desk(cast)
        few, many = (desk.text(Path(folder), rows) for rows in (FEW, MANY))
        sheet = desk.workbook(Path(folder), SHEET)
        desk.bring_in(few)
        before = peak()
        desk.empty()
        desk.copy(desk.lines(MANY // 10, figure=-1))
        taken = timed(lambda: desk.bring_in(many))
        grown = peak() - before
        assert Value.objects.count() == MANY and not Value.objects.filter(value=-1).exists()
        desk.empty()
        ready = Path(folder) / "ready"
        desk.write_ready(ready, MANY)
        copied = timed(lambda: desk.copy(blocks(ready)))
        desk.empty()
        folded = timed(lambda: desk.bring_in(sheet))
        desk.empty()
        floor = timed(lambda: desk.parse_and_copy(sheet))
    return {
        "import_vs_copy": taken / copied,
        "import_rss_mb": grown,
        "xlsx_vs_floor": folded / floor,
    }


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def blocks(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while some := file.read(1 << 20):
            yield some


def keys(count: int) -> Iterator[Key]:
    """As a system hands them out: month by month, every indicator of every department."""
    last = dt.date(2025, 12, 1)
    months = [
        f"{year}-{month:02}"
        for year in range(last.year - MONTHS // 12 + 1, last.year + 1)
        for month in range(1, 13)
    ]
    indicators = range(-(-MANY // (DEPARTMENTS * MONTHS)))
    every = itertools.product(months, range(DEPARTMENTS), indicators)
    return itertools.islice(every, count)


class Desk:
    """Departments and indicators in the database, and files about them."""

    def __init__(self, cast: Any) -> None:
        from evidence.models import Indicator
        from evidence.periods import parse
        from improvement.door.acts import create_many
        from improvement.organization.models import Department

        self.by = cast.olga
        self.departments = Department.objects.bulk_create(
            Department(code=f"d{number:03}", name=f"Department {number}")
            for number in range(DEPARTMENTS)
        )
        wanted = -(-MANY // (DEPARTMENTS * MONTHS))
        cards = [
            Indicator(code=f"i-{number}", name=f"Indicator {number}", direction="higher", unit="h")
            for number in range(wanted)
        ]
        self.indicators = create_many(cards, by=self.by)
        self.ends = {key: parse(key).ends.isoformat() for key, _d, _i in keys(MANY)}

    def rows(self, count: int) -> Iterator[list[str]]:
        for number, (period, department, indicator) in enumerate(keys(count)):
            yield [period, f"d{department:03}", f"i-{indicator}", f"{number % 997}.25"]

    def text(self, folder: Path, count: int) -> Path:
        place = folder / f"{count}.csv"
        with place.open("w", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(HEADINGS)
            sheet.writerows(self.rows(count))
        return place

    def workbook(self, folder: Path, count: int) -> Path:
        import openpyxl

        place = folder / f"{count}.xlsx"
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        page.append(HEADINGS)
        for *named, figure in self.rows(count):
            page.append([*named, float(figure)])
        book.save(place)
        return place

    def bring_in(self, place: Path) -> None:
        """By the acts of whoever sends it and of the worker."""
        from django.core.files import File

        from evidence.imports.jobs import changes_of
        from evidence.imports.receiving import begin
        from evidence.imports.rows import look_through
        from evidence.models import Brings
        from improvement.door.acts import record, take

        with place.open("rb") as file:
            sent: Any = File(file, place.name)
            made = begin(sent, brings=Brings.VALUES, source="x", department=None, by=self.by)
        made = record(made, changes_of(made, look_through(made)), by=self.by)
        take(made, "finish", by=self.by)

    def lines(self, count: int, figure: float | None = None) -> Iterator[str]:
        """Rows of the table of values in the format of COPY."""
        for number, (period, department, indicator) in enumerate(keys(count)):
            value = number % 997 + 0.25 if figure is None else figure
            yield self.line(period, self.departments[department], self.indicators[indicator], value)

    def line(self, period: str, department: Any, indicator: Any, value: Any) -> str:
        keys = f"{indicator.pk},{department.pk},{period},{self.ends[period]}"
        return f"{uuid.uuid4()},1,submitted,{keys},{value},,,{self.by.pk},false\n"

    def write_ready(self, place: Path, count: int) -> None:
        with place.open("w", encoding="ascii") as file:
            file.writelines(self.lines(count))

    def copy(self, lines: Any) -> None:
        from django.db import connection

        names = "public_id, version, status, indicator_id, department_id, period, ends, value, "
        names += "note, return_reason, entered_by_id, taken_out"
        statement = f"COPY evidence_value ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
        with connection.cursor() as cursor, cursor.copy(statement) as target:
            for some in lines:
                target.write(some)

    def parse_and_copy(self, place: Path) -> None:
        import python_calamine

        rows = python_calamine.load_workbook(place).get_sheet_by_index(0).iter_rows()
        next(rows)
        departments = {row.code: row for row in self.departments}
        indicators = {row.code: row for row in self.indicators}
        self.copy(
            self.line(str(period), departments[str(department)], indicators[str(indicator)], value)
            for period, department, indicator, value in rows
        )

    def empty(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE evidence_value, evidence_replacedvalue")
            cursor.execute("VACUUM evidence_value")


if __name__ == "__main__":
    report(measure())
