"""What a workbook says: sheets of texts, figures and days in columns; no Django is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

Value = str | int | Decimal | dt.date | None

LISTS = "_lists"
"""The hidden sheet that the choices stand in; it is not read back."""


class Bounds(NamedTuple):
    """How much of a workbook that comes in is taken, and which sheets are passed over."""

    rows: int
    columns: int
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading, the hint shown beside a cell, and what may be chosen in it."""

    title: str
    width: float = 18
    hint: str = ""
    choices: Sequence[str] = ()
    format: str = ""
    """`#,##0.######` or `yyyy-mm-dd`; texts have none."""
    fixed: bool = False
    """Keys that the reader fills in by a pattern: shown grey."""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    spare: int = 0
    """Empty rows below, prepared like the others, for whoever fills the sheet."""


def letter(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    before, last = divmod(column - 1, 26)
    return (letter(before) if before else "") + chr(65 + last)
