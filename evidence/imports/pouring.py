"""Write what was looked through, and take it out again: one statement for thousands of rows."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, connection
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from evidence.models import DataImport, ServiceRecord
from improvement.door.refusals import StepRefused

from .shape import NOTHING

COLUMNS = (
    *("public_id", "version", "status", "source", "reference", "kind", "channel", "category_id"),
    *("severity", "opened_on", "opened_time", "closed_on", "text", "result", "department_id"),
    *("handler", "brought_by_id", "taken_out"),
)
AT_ONCE, SLICE = 2_000, 50_000
BLOCK = 1 << 20

CHANGED = _("What was looked through is not there any more. Have the file looked through again.")
OVERTAKEN = _("Some of the rows have come in meanwhile. Have the file looked through again.")


def staged(data_import: DataImport) -> Path:
    """What was looked through; refused where it is not that any more."""
    place = data_import.place("staged")
    if not place.exists() or digest_of(data_import) != data_import.checked:
        raise StepRefused(CHANGED, data_import.get_absolute_url())
    return place


def share_of(data_import: DataImport, total: int) -> Callable[[int], None]:
    """Tell how far the writing is: in a file, for nobody sees what a transaction has written."""
    place = data_import.place("share")
    place.parent.mkdir(parents=True, mode=0o700, exist_ok=True)

    def told(done: int) -> None:
        place.write_text(str(min(100 * done // max(total, 1), 100)), "ascii")

    told(0)
    return told


def share_in(data_import: DataImport) -> int:
    place = data_import.place("share")
    return int(place.read_text("ascii") or 0) if place.exists() else 0


def pour(data_import: DataImport) -> None:
    """Every good row of the file, as it was looked through."""
    place = data_import.place("staged")
    told = share_of(data_import, place.stat().st_size)
    try:
        copy(place, told) if connection.vendor == "postgresql" else insert(place, told)
    except IntegrityError as refused:
        raise StepRefused(OVERTAKEN, data_import.get_absolute_url()) from refused


def digest_of(data_import: DataImport) -> str:
    with data_import.place("staged").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(place: Path, told: Callable[[int], None]) -> None:
    """The file as it lies there; PostgreSQL reads it."""
    table, names = ServiceRecord._meta.db_table, ", ".join(COLUMNS)
    statement = f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL E'\\x01')"
    with (
        connection.cursor() as cursor,
        place.open("rb") as file,
        connection.wrap_database_errors,  # what copy() raises is none of Django's own otherwise
        cursor.copy(statement) as target,
    ):
        while some := file.read(BLOCK):
            target.write(some)
            told(file.tell())


def insert(place: Path, told: Callable[[int], None]) -> None:
    """Some thousands of rows at a time, so that memory does not grow with the file."""
    table, names = ServiceRecord._meta.db_table, ", ".join(COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor, place.open("rb") as file:
        for some in batches(csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)
            told(file.tell())


def batches(rows: Iterator[list[str]]) -> Iterator[list[list[str | None]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield [[None if cell == NOTHING else cell for cell in row] for row in some]


def take_out(data_import: DataImport) -> None:
    """The rows stay where they are, with what became of them; they count no longer."""
    rows = ServiceRecord.objects.filter(brought_by=data_import)
    reach = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if reach["first"] is None:
        return
    told = share_of(data_import, reach["last"] - reach["first"] + 1)
    for start in range(reach["first"], reach["last"] + 1, SLICE):
        rows.filter(pk__gte=start, pk__lt=start + SLICE).update(taken_out=True)
        told(start + SLICE - reach["first"])
