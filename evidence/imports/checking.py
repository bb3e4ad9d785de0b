"""Look a file through row by row: what would be written is staged, what is wrong is handed back."""

from __future__ import annotations

import csv
import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.models import (
    DataImport,
    RecordCategory,
    RecordChannel,
    RecordKind,
    ServiceRecord,
    Severity,
)
from improvement.apart.limits import Limits
from improvement.apart.running import run
from improvement.door.bounded import LONGEST
from improvement.organization.models import Department

from .days import read_day, read_time
from .faults import Counts, faults_of, written
from .receiving import MOST, found_in
from .shape import NOTHING, Table
from .vocabulary import bare, spoken_as

LIMITS = Limits(seconds=600, wall=600, answer=4 << 30)
NAMES = ("code", "name", "name_hant", "name_hans")

Told = Callable[[int], object]


class Wrong(Exception):
    """The row cannot be taken over; the sentence says why."""


@dataclass
class Check:
    """One look through a file, with everything a row may name read beforehand."""

    data_import: DataImport
    told: Told = lambda done: None
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        made = self.data_import
        self.headings: list[str] = found_in(made)["headings"]
        places = {heading: place for place, heading in enumerate(self.headings)}
        self.places = {ours: places[theirs] for ours, theirs in made.columns.items() if theirs}
        self.today = timezone.localdate()
        self.departments = by_names(Department.objects.active(), NAMES)
        self.categories = by_names(RecordCategory.objects.all(), NAMES)
        self.kinds = spoken_as("kind", labels(RecordKind))
        self.channels = spoken_as("channel", labels(RecordChannel))
        self.severities = spoken_as("severity", labels(Severity))

    def run(self) -> Counts:
        """Both files are new afterwards; `told` hears now and then how many rows are done."""
        made = self.data_import
        with (
            closing(sqlite3.connect("")) as seen,  # keys of a million rows need no memory there
            written(made, "staged") as staged,
            faults_of(made, self.headings) as faults,
            made.place("file").open("rb") as file,
        ):
            seen.execute("CREATE TABLE seen (reference TEXT PRIMARY KEY) WITHOUT ROWID")
            self.seen, self.staged, self.faults = seen, csv.writer(staged), faults
            table = Table(made.encoding, made.delimiter)
            name = "evidence.imports.reader:batches"
            run(name, made.name, MOST, table, file=file, limits=LIMITS, hear=self.take)
        return self.counts

    def take(self, rows: list[list[str]]) -> None:
        """One batch: what is there already is asked once for all of it."""
        known = self.known(rows)
        ids = os.urandom(16 * len(rows)).hex()
        staged = []
        for number, row in enumerate(rows):
            self.counts.read += 1
            try:
                made = self.read(row)
                if (reference := made[4]) and not self.first(reference):
                    raise Wrong(_("The reference stands in the file twice."))
            except Wrong as wrong:
                self.refuse(row, str(wrong))
                continue
            if reference in known:
                self.counts.known += 1
                continue
            made[0] = version_4(ids[32 * number : 32 * number + 32])
            staged.append(made)
        self.counts.good += len(staged)
        self.staged.writerows(staged)
        self.told(self.counts.read)

    def refuse(self, row: list[str], sentence: str) -> None:
        self.counts.wrong += 1
        self.faults.add(row, self.counts.read, sentence)

    def known(self, rows: list[list[str]]) -> set[str]:
        place = self.places.get("reference")
        if place is None:
            return set()
        references = {row[place] for row in rows if place < len(row) and row[place]}
        found = ServiceRecord.objects.counting().filter(
            source=self.data_import.source, reference__in=references
        )
        return set(found.values_list("reference", flat=True))

    def first(self, reference: str) -> bool:
        kept = self.seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (reference,))
        return kept.rowcount == 1

    def read(self, row: list[str]) -> list[Any]:
        """The row as the table keeps it, in the order of COLUMNS."""
        made = self.data_import
        opened = self.day(row, "opened_on")
        if opened is None:
            raise Wrong(_("The day on which it was received is missing."))
        closed = self.day(row, "closed_on")
        if opened > self.today:
            raise Wrong(_("The day lies in the future."))
        if closed and closed < opened:
            raise Wrong(_("It was closed before it was received."))
        text = self.text(row, "text", LONGEST)
        if not text:
            raise Wrong(_("What was said is missing."))
        return [
            "",
            1,
            "closed" if closed else "open",
            made.source,
            self.text(row, "reference", 80),
            self.choice(row, "kind", self.kinds),
            self.choice(row, "channel", self.channels),
            self.category(row),
            self.choice(row, "severity", self.severities) or Severity.MEDIUM.value,
            opened,
            self.time(row) or NOTHING,
            closed or NOTHING,
            text,
            self.text(row, "result", LONGEST),
            self.department(row),
            self.text(row, "handler", 120),
            made.pk,
            0,
        ]

    def cell(self, row: list[str], ours: str) -> str:
        place = self.places.get(ours)
        return row[place] if place is not None and place < len(row) else ""

    def text(self, row: list[str], ours: str, longest: int) -> str:
        text = self.cell(row, ours)
        if len(text) > longest:
            raise Wrong(
                _("%(column)s: too long, at most %(most)s characters fit.")
                % {"column": label_of(ours), "most": f"{longest:,}"}
            )
        return text

    def day(self, row: list[str], ours: str) -> dt.date | None:
        cell = self.cell(row, ours)
        if not cell:
            return None
        found = read_day(cell, self.data_import.day_order)
        if found is None:
            raise Wrong(
                _("%(column)s: “%(cell)s” is no day.")
                % {"column": label_of(ours), "cell": cell[:40]}
            )
        return found

    def time(self, row: list[str]) -> dt.time | None:
        """In a column of its own, or behind the day."""
        return read_time(self.cell(row, "opened_time")) or read_time(self.cell(row, "opened_on"))

    def choice(self, row: list[str], ours: str, words: dict[str, str]) -> str:
        cell = self.cell(row, ours)
        if not cell:
            return str(self.data_import.usual.get(ours) or self.missing(ours))
        if (value := words.get(bare(cell))) is None:
            raise self.unknown(ours, cell)
        return value

    def missing(self, ours: str) -> str:
        if ours == "severity":
            return ""
        raise Wrong(_("%(column)s: missing.") % {"column": label_of(ours)})

    def unknown(self, ours: str, cell: str) -> Wrong:
        told = {"column": label_of(ours), "cell": cell[:40]}
        return Wrong(_("%(column)s: “%(cell)s” is not known here.") % told)

    def category(self, row: list[str]) -> int | str:
        cell = self.cell(row, "category")
        if not cell:
            return NOTHING
        if (found := self.categories.get(bare(cell))) is None:
            raise self.unknown("category", cell)
        return found

    def department(self, row: list[str]) -> int:
        """A department brings in what is its own; the office what is anybody's."""
        own, cell = self.data_import.department_id, self.cell(row, "department")
        if not cell:
            return own or int(self.missing("department"))
        if (found := self.departments.get(bare(cell))) is None:
            raise self.unknown("department", cell)
        if own and found != own:
            raise Wrong(_("The row belongs to another department."))
        return found


def label_of(ours: str) -> str:
    return str(ServiceRecord._meta.get_field(ours).verbose_name)  # type: ignore[union-attr]


def labels(choices: Any) -> Iterator[tuple[str, str]]:
    return ((str(value), str(label)) for value, label in choices.choices)


def by_names(rows: Iterable[Any], names: Iterable[str]) -> dict[str, int]:
    """Every name of a row with its key; of two rows with one name, the first."""
    found: dict[str, int] = {}
    for row in rows:
        for name in names:
            if text := getattr(row, name):
                found.setdefault(bare(text), row.pk)
    return found


def version_4(digits: str) -> str:
    """Random digits as a UUID of the fourth kind."""
    return f"{digits[:12]}4{digits[13:16]}a{digits[17:]}"
