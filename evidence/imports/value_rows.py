"""Rows of values, read and judged by a child process without rights: it knows no Django.

What a row may name is given beforehand (`Book`). Rows that hold are handed back as lines of CSV in
the order of STAGED, the others with a word for what is wrong.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from evidence.figures import Unreadable, read_figure

from .months import holding, read_period
from .reader import opened
from .shape import NOTHING, Book, Card, Most, Span, Table
from .vocabulary import bare

BATCH = 10_000
PLACES = Decimal("0.000001")
PLAIN = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?", re.ASCII)
LARGEST = Decimal(10) ** 18
NOTE = 300


class Wrong(Exception):
    """The row cannot be taken over: the word for it, the column, what stood there."""

    def __init__(self, word: str, column: str = "", cell: str = "") -> None:
        super().__init__(word)
        self.told = [word, column, cell[:40]]


def judged(
    file: BinaryIO, name: str, most: Most, table: Table, book: Book
) -> Generator[dict[str, Any]]:
    """Some thousand rows at a time: how many were read, what holds, what does not.

    `good` are lines of CSV, `wrong` lists of number, word, column, cell, and the row as it came.
    """
    desk = Desk(book)
    rows = opened(file, name, most, table)
    next(rows, None)
    good: list[str] = []
    wrong: list[list[Any]] = []
    number = 0
    for number, row in enumerate(rows, 1):
        try:
            good.append(desk.line(number, row))
        except Wrong as found:
            wrong.append([number, *found.told, row])
        if not number % BATCH:
            yield {"read": number, "good": good, "wrong": wrong}
            good, wrong = [], []
    yield {"read": number, "good": good, "wrong": wrong}


def picked(
    file: BinaryIO, name: str, most: Most, table: Table, numbers: list[int]
) -> Generator[list[Any]]:
    """The rows of these numbers, as they came."""
    wanted = set(numbers)
    rows = opened(file, name, most, table)
    next(rows, None)
    for number, row in enumerate(rows, 1):
        if number in wanted:
            yield [number, row]


class Desk:
    """Looks every word up once; a file says the same thousands of times."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.place = book.places.get
        self.seen: set[int] = set()
        self.departments: dict[str, int] = {}
        self.cards: dict[str, Card] = {}
        self.spans: dict[tuple[str, str], tuple[str, Span]] = {}
        self.held = io.StringIO()
        self.writer = csv.writer(self.held)
        self.spots: dict[tuple[int, str], int] = {}

    def cell(self, row: list[str], ours: str) -> str:
        place = self.place(ours)
        return row[place] if place is not None and place < len(row) else ""

    def line(self, number: int, row: list[str]) -> str:
        card = self.card(self.cell(row, "indicator"))
        department = self.department(self.cell(row, "department"))
        period, span = self.period(self.cell(row, "period"), card.rhythm)
        parts = self.parts(row, card) if card.by_parts else self.plain(row, card)
        note = self.cell(row, "note")
        if len(note) > NOTE:
            raise Wrong("note", "note")
        self.once(card.key, department, period)
        start = f"{number},{card.key},{department},{period},{span.ends},{parts},"
        return f"{start}{self.quoted(note) if note else ''},{span.locked:d}"

    def quoted(self, text: str) -> str:
        self.held.seek(0)
        self.held.truncate()
        self.writer.writerow([text])
        return self.held.getvalue()[:-2]

    def once(self, indicator: int, department: int, period: str) -> None:
        spot = self.spots.setdefault((department, period), len(self.spots))
        key = spot << 24 | indicator
        if key in self.seen:
            raise Wrong("twice")
        self.seen.add(key)

    def card(self, cell: str) -> Card:
        if (card := self.cards.get(cell)) is None:
            found = self.book.indicators.get(cell.casefold()) or self.book.indicators.get(
                bare(cell)
            )
            if found is None:
                raise Wrong("unknown" if cell else "missing", "indicator", cell)
            if not found.in_use:
                raise Wrong("retired", "indicator", cell)
            card = self.cards[cell] = found
        return card

    def department(self, cell: str) -> int:
        if (key := self.departments.get(cell)) is None:
            found = self.book.departments.get(bare(cell)) if cell else self.book.own
            if found is None:
                raise Wrong("unknown" if cell else "missing", "department", cell)
            if self.book.own and found != self.book.own:
                raise Wrong("another")
            key = self.departments[cell] = found
        return key

    def period(self, cell: str, rhythm: str) -> tuple[str, Span]:
        if (known := self.spans.get((cell, rhythm))) is None:
            if not cell:
                raise Wrong("missing", "period")
            found = read_period(cell, self.book.order)
            key = found if found is None or isinstance(found, str) else holding(found, rhythm)
            span = self.book.periods.get(key or "")
            if key is None or span is None:
                raise Wrong("period", "period", cell)
            if span.rhythm != rhythm:
                raise Wrong("rhythm", "period", cell)
            if not span.over:
                raise Wrong("future", "period", cell)
            known = self.spans[cell, rhythm] = key, span
        return known

    def plain(self, row: list[str], card: Card) -> str:
        return f"{NOTHING},{NOTHING},{self.figure(row, 'value', card.unit)}"

    def parts(self, row: list[str], card: Card) -> str:
        """A rate is reckoned from its parts; a value beside them is left where it stands."""
        top = Decimal(self.figure(row, "numerator", ""))
        bottom = Decimal(self.figure(row, "denominator", ""))
        if not bottom:
            raise Wrong("zero", "denominator")
        try:
            value = (top / bottom * card.factor).quantize(PLACES)
        except InvalidOperation:
            raise Wrong("long", "numerator") from None
        if abs(value) >= LARGEST:
            raise Wrong("long", "numerator")
        return f"{top:f},{bottom:f},{value:f}"

    def figure(self, row: list[str], ours: str, unit: str) -> str:
        cell = self.cell(row, ours)
        if PLAIN.fullmatch(cell):
            return cell
        if not cell:
            raise Wrong("missing", ours)
        try:
            return f"{read_figure(cell, unit):f}"
        except Unreadable as refused:
            raise Wrong(refused.code, ours, cell) from None
