"""The rows that are wrong, in a file that is mended and sent again; and how many were what."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from django.utils.translation import gettext as _

from evidence.models import DataImport

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Counts:
    """What came of the rows."""

    read: int = 0
    good: int = 0
    known: int = 0
    wrong: int = 0
    replaced: int = 0
    """Of the good ones: those in place of what stands there already."""


class Faults:
    """Each row as it came, with what is wrong; nothing in it is run by a spreadsheet."""

    def __init__(self, file: TextIO, headings: list[str]) -> None:
        self.writer: Any = csv.writer(file)
        self.width = len(headings)
        self.writer.writerow([*headings, _("Row"), _("What is wrong")])

    def add(self, row: list[str], number: int, sentence: str) -> None:
        """`number` counts from the first row below the headings."""
        cells = [harmless(cell) for cell in row[: self.width]]
        cells += [""] * (self.width - len(cells))
        self.writer.writerow([*cells, number + 1, sentence])


@contextmanager
def faults_of(made: DataImport, headings: list[str]) -> Iterator[Faults]:
    with written(made, "faults", "utf-8-sig") as file:
        yield Faults(file, headings)


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is written as a text."""
    return f"'{cell}" if cell.startswith(FORMULA) and not numeric(cell) else cell


def numeric(cell: str) -> bool:
    """A minus before a number makes no formula of it."""
    return cell.lstrip("+-").replace(".", "", 1).isdigit()


def written(made: DataImport, name: str, encoding: str = "utf-8") -> TextIO:
    """A new file that nobody else reads."""
    place = made.place(name)
    place.unlink(missing_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w", encoding=encoding, newline="")
