"""`manage.py holidays FILE`: the public holidays by which working days are counted."""

from __future__ import annotations

import csv
import datetime as dt
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from improvement.organization.models import Holiday

COLUMNS = ["day", "name", "working"]
YES = {"1", "yes", "true"}
LONGEST = 80


class Command(BaseCommand):
    help = (
        "Take over public holidays from a CSV file with the columns day (2027-02-08), name and"
        " working (yes for a weekend day that is worked instead). A day that is known is replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read as a UTF-8 text.") from error
        rows = list(holidays(text))
        with transaction.atomic():
            for row in rows:
                Holiday.objects.update_or_create(
                    day=row.day, defaults={"name": row.name, "working": row.working}
                )
        self.stdout.write(
            f"{len(rows)} days taken over. Dates that were fixed before stay as they are."
        )


def holidays(text: str) -> Iterator[Holiday]:
    """One a row; refused as a whole, with the line, where one cannot be read."""
    reader = csv.DictReader(text.splitlines())
    if reader.fieldnames != COLUMNS:
        raise CommandError(f"The first line must be: {','.join(COLUMNS)}")
    for row in reader:
        try:
            day = dt.date.fromisoformat((row["day"] or "").strip())
        except ValueError as error:
            raise CommandError(f"Line {reader.line_num}: {row['day']!r} is no date.") from error
        name = (row["name"] or "").strip()
        if not name or len(name) > LONGEST:
            raise CommandError(f"Line {reader.line_num}: a name of up to {LONGEST} signs is asked.")
        yield Holiday(day=day, name=name, working=(row["working"] or "").strip().lower() in YES)
