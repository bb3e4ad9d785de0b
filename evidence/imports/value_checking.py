"""Look a file of values through: judged in a child, compared here with what stands already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import TOLD, ValueStatus
from evidence.models import DataImport, Indicator, Rhythm
from evidence.models.period_lock import covering, locked_periods
from evidence.periods import periods_between
from improvement.apart.limits import Limits
from improvement.apart.running import run
from improvement.organization.models import Department

from . import value_table
from .checking import NAMES, by_names
from .faults import Counts, faults_of, written
from .receiving import MOST, found_in
from .shape import Book, Card, Span, Table
from .vocabulary import bare

LIMITS = Limits(seconds=600, wall=900, answer=4 << 30)
ROWS = "evidence.imports.value_rows"
OLDEST = dt.date(1950, 1, 1)

SENTENCES: dict[str, str | Promise] = {
    "missing": _("%(column)s: missing."),
    "unknown": _("%(column)s: “%(cell)s” is not known here."),
    "retired": _("“%(cell)s” is retired: no more values are told."),
    "another": _("The row belongs to another department."),
    "period": _("“%(cell)s” is no period. Write 2026-03, 2026Q1, 2026H1 or 2026."),
    "rhythm": _("“%(cell)s”: the indicator is told in another rhythm."),
    "future": _("“%(cell)s” is not over yet. Tell the value afterwards."),
    "twice": _("Indicator, department and period stand in the file twice."),
    "zero": _("The denominator is zero: leave the row out, for nothing was counted."),
    "note": _("The note is too long, at most 300 characters fit."),
    "invalid": _("%(column)s: “%(cell)s” is no number."),
    "grouping": _("%(column)s: “%(cell)s”. Write thousands as 1,234 and decimals as 12.5."),
    "sign": _("%(column)s: “%(cell)s”. The figure is told in another unit."),
    "long": _("%(column)s: the number is too long."),
    "decimals": _("%(column)s: “%(cell)s”. Give at most six decimals."),
    "accepted": _("The value is accepted. Ask the office to open it for correction."),
    "locked": _("The period is locked. The office opens it again with a reason."),
}

LABELS: dict[str, str | Promise] = {
    "period": _("Period"),
    "department": _("Department"),
    "indicator": _("Indicator"),
    "value": _("Value"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "note": _("Note"),
}
"""Our columns as the page and the sentences name them."""


def sentence(word: str, column: str = "", cell: str = "") -> str:
    return str(SENTENCES[word]) % {"column": LABELS.get(column, ""), "cell": cell}


def book_of(made: DataImport, headings: list[str]) -> Book:
    """What the rows may name, read once: three statements, however long the file is."""
    places = {heading: place for place, heading in enumerate(headings)}
    return Book(
        places={ours: places[theirs] for ours, theirs in made.columns.items() if theirs},
        order=made.day_order,
        own=made.department_id,
        departments=by_names(Department.objects.active(), NAMES),
        indicators=cards(),
        periods=spans(timezone.localdate()),
    )


def cards() -> dict[str, Card]:
    """By code, and by every name that is one indicator's alone."""
    found: dict[str, Card] = {}
    shared: set[str] = set()
    rows = list(Indicator.objects.all())
    for row in rows:
        for name in dict.fromkeys(
            map(bare, filter(None, (row.name, row.name_hant, row.name_hans)))
        ):
            shared |= {name} & found.keys()
            found[name] = card_of(row)
    alone = {name: card for name, card in found.items() if name not in shared}
    codes = {row.code.casefold(): card_of(row) for row in rows}
    return alone | {bare(code): card for code, card in codes.items()} | codes


def card_of(row: Indicator) -> Card:
    return Card(row.pk, str(row.rhythm), row.unit, row.factor, row.by_parts, row.in_use)


def spans(today: dt.date) -> dict[str, Span]:
    locked = locked_periods()
    return {
        period.key: Span(
            period.ends.isoformat(),
            str(rhythm),
            period.ends <= today,
            covering(locked, period) is not None,
        )
        for rhythm in Rhythm
        for period in periods_between(OLDEST, today, rhythm)
    }


@dataclass
class ValueCheck:
    """One look through a file; both files beside it are new afterwards."""

    data_import: DataImport
    told: Callable[[int], object] = lambda done: None
    counts: Counts = field(default_factory=Counts)

    def run(self) -> Counts:
        made = self.data_import
        headings = found_in(made)["headings"]
        self.refused: dict[int, str] = {}
        with (
            written(made, "staged") as self.staged,
            faults_of(made, headings) as self.faults,
        ):
            self.apart("judged", book_of(made, headings), hear=self.take)
            if self.refused:
                self.apart("picked", list(self.refused), hear=self.hand_back)
        return self.counts

    def apart(self, function: str, given: Any, hear: Callable[[Any], object]) -> None:
        made = self.data_import
        table = Table(made.encoding, made.delimiter)
        with made.place("file").open("rb") as file:
            name = f"{ROWS}:{function}"
            run(name, made.name, MOST, table, given, file=file, limits=LIMITS, hear=hear)

    def take(self, some: dict[str, Any]) -> None:
        """What a batch changes is known by one look at the values that stand there."""
        for number, word, column, cell, row in some["wrong"]:
            self.counts.wrong += 1
            self.faults.add(row, number, sentence(word, column, cell))
        standing = self.standing(some["good"]) if some["good"] else {}
        lines = []
        for line in some["good"]:
            number = int(line[: line.index(",")])
            version, word = standing.get(number, (0, ""))
            if word == "known":
                self.counts.known += 1
            elif word:
                self.refused[number] = word
            else:
                lines.append(f"{line},{version}\r\n")
                self.counts.replaced += version > 0
        self.staged.write("".join(lines))
        self.counts.good += len(lines)
        self.counts.read = some["read"]
        self.told(some["read"])

    def standing(self, lines: list[str]) -> dict[int, tuple[int, str]]:
        """Of the rows that meet a value or a lock: its version, and why nothing can be written."""
        with transaction.atomic(), value_table.loaded(f"{line},0\r\n" for line in lines):
            return {
                number: (version or 0, verdict(status, same, locked))
                for number, version, status, same, locked in value_table.met()
            }

    def hand_back(self, some: list[Any]) -> None:
        number, row = some
        self.counts.wrong += 1
        self.faults.add(row, number, sentence(self.refused[number]))


def verdict(status: str | None, same: bool, locked: bool) -> str:
    """What is told already is left alone; what is accepted or locked is the office's to open."""
    if same and status in TOLD:
        return "known"
    if status == ValueStatus.ACCEPTED:
        return "accepted"
    if locked and status != ValueStatus.RETURNED:
        return "locked"
    return ""
