"""What a child is told of a table and of its rows; the reader's library stays out of the web."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

NOTHING = "\x01"
"""NULL in a staged file; no text holds it, for control characters were taken out."""


class Table(NamedTuple):
    """How the file is read, as it was found or as a person has said."""

    encoding: str = ""
    delimiter: str = ""


class Most(NamedTuple):
    """How many rows are taken of a text, and of a workbook."""

    text: int
    workbook: int


class Card(NamedTuple):
    """What the row of an indicator has to fit."""

    key: int
    rhythm: str
    unit: str
    factor: Decimal
    by_parts: bool
    in_use: bool


class Span(NamedTuple):
    """A period: its last day, its rhythm, whether it is over, whether it is locked."""

    ends: str
    rhythm: str
    over: bool
    locked: bool


class Book(NamedTuple):
    """Everything that rows may name, by the words for it."""

    places: dict[str, int]
    order: str
    own: int | None
    departments: dict[str, int]
    indicators: dict[str, Card]
    periods: dict[str, Span]
