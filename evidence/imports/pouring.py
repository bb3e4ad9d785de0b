"""Write what was looked through, and take it out again: one statement for thousands of rows."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from evidence.models import DataImport, ServiceRecord
from improvement.door.refusals import StepRefused

NOTHING = "\x01"
"""NULL in the staged file; no text holds it, for control characters were taken out."""
COLUMNS = (
    *("public_id", "version", "status", "source", "reference", "kind", "channel", "category_id"),
    *("severity", "opened_on", "opened_time", "closed_on", "text", "result", "department_id"),
    *("handler", "brought_by_id", "taken_out"),
)
AT_ONCE = 2_000
BLOCK = 1 << 20

CHANGED = _("What was looked through is not there any more. Have the file looked through again.")
OVERTAKEN = _("Some of the rows have come in meanwhile. Have the file looked through again.")


def pour(data_import: DataImport) -> None:
    """Every good row of the file, as it was looked through; refused where that has changed."""
    place = data_import.place("staged")
    if not place.exists() or digest_of(data_import) != data_import.checked:
        raise StepRefused(CHANGED, data_import.get_absolute_url())
    try:
        copy(place) if connection.vendor == "postgresql" else insert(place)
    except IntegrityError as refused:
        raise StepRefused(OVERTAKEN, data_import.get_absolute_url()) from refused


def digest_of(data_import: DataImport) -> str:
    with data_import.place("staged").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(place: Any) -> None:
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


def insert(place: Any) -> None:
    """Some thousands of rows at a time, so that memory does not grow with the file."""
    table, names = ServiceRecord._meta.db_table, ", ".join(COLUMNS)
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor, place.open(encoding="utf-8", newline="") as file:
        for some in batches(csv.reader(file)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)


def batches(rows: Iterator[list[str]]) -> Iterator[list[list[str | None]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield [[None if cell == NOTHING else cell for cell in row] for row in some]


def take_out(data_import: DataImport) -> None:
    """The rows stay where they are, with what became of them; they count no longer."""
    ServiceRecord.objects.filter(brought_by=data_import).update(taken_out=True)
