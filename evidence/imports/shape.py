"""How a table is to be read, and how much of it; the reader's library stays out of the web."""

from __future__ import annotations

from typing import NamedTuple


class Table(NamedTuple):
    """How the file is read, as it was found or as a person has said."""

    encoding: str = ""
    delimiter: str = ""


class Most(NamedTuple):
    """How many rows are taken of a text, and of a workbook."""

    text: int
    workbook: int
