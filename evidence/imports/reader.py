"""Read a table that a stranger sent, batch by batch; it runs in a child process without rights."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Generator, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

import python_calamine

from improvement.apart.limits import Refused
from improvement.files import inspector

from .days import order_of
from .encodings import ENCODINGS, encoding_of
from .shape import Most, Table

COLUMNS, SHOWN, LOOKED_AT, BATCH = 100, 5, 5_000, 2_000
LONGEST = 1 << 20
"""Characters of a cell."""
DELIMITERS = ",;\t|"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = ("csv", "tsv", "txt")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
FOUND = re.compile(rb"<(?:\w+:)?(?:(f)|(row)|(mergeCell))[\s/>]|(<!DOCTYPE|<!ENTITY)")
CELL = re.compile(rb'<(?:\w+:)?c[^>]*\sr="([A-Z]{1,3}\d{1,7})"')
TAIL = 4_096


def inspect(file: BinaryIO, name: str, most: Most, table: Table) -> dict[str, Any]:
    """What the file is, its headings, the first rows, how many there are, and what looks like days.

    Raises Refused with "type", "name_and_content", "rows", "columns", "formula", "merged",
    "encoding", "empty", "broken" or what the inspection of archives says.
    """
    table = settled(file, name, table)
    rows = opened(file, name, most, table)
    headings = headings_of(next(rows, []))
    first = list(islice(rows, LOOKED_AT))
    count = len(first) + sum(1 for _row in rows)
    if not count:
        raise Refused("empty")
    return {
        **table._asdict(),
        "headings": headings,
        "shown": first[:SHOWN],
        "rows": count,
        "orders": {
            str(place): order
            for place in range(len(headings))
            if (order := order_of(row[place] for row in first if place < len(row)))
        },
    }


def batches(
    file: BinaryIO, name: str, most: Most, table: Table
) -> Generator[list[list[str]], None, int]:
    """Every row below the headings, some thousands at a time; at the end how many there were."""
    rows = opened(file, name, most, table)
    next(rows, None)
    count = 0
    while some := list(islice(rows, BATCH)):
        count += len(some)
        yield some
    return count


def settled(file: BinaryIO, name: str, table: Table) -> Table:
    if not is_text(file, name):
        return Table()
    encoding = table.encoding if table.encoding in ENCODINGS else encoding_of(file)
    with_words = io.TextIOWrapper(io.BytesIO(head_of(file)), encoding, errors="replace")
    return Table(encoding, table.delimiter or delimiter_of(with_words.read()))


def head_of(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(1 << 16)
    file.seek(0)
    return head


def is_text(file: BinaryIO, name: str) -> bool:
    """By its content, and the ending of its name must say the same."""
    head, ending = head_of(file), name.rpartition(".")[2].lower()
    if not head:
        raise Refused("empty")
    packed = head.startswith(b"PK")
    if packed != (ending == "xlsx"):
        raise Refused("name_and_content" if ending in {"xlsx", *TEXT} else "type")
    if not packed and ending not in TEXT:
        raise Refused("type")
    return not packed


def opened(file: BinaryIO, name: str, most: Most, table: Table) -> Iterator[list[str]]:
    """All rows with something in them, as texts, the headings first."""
    text = is_text(file, name)
    rows = text_rows(file, table) if text else workbook_rows(file, name, most.workbook)
    left = 1 + (most.text if text else most.workbook)
    for row in rows:
        if any(row):
            left -= 1
            if left < 0:
                raise Refused("rows", most=most.text if text else most.workbook)
            yield row


def headings_of(row: list[str]) -> list[str]:
    """Each by a name of its own, as far as the last that has one."""
    while row and not row[-1]:
        row = row[:-1]
    if not row:
        raise Refused("empty")
    if len(row) > COLUMNS:
        raise Refused("columns", most=COLUMNS)
    seen: dict[str, int] = {}
    named = []
    for heading in row:
        heading = heading[:120]
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return named


def plain(cell: str) -> str:
    return (cell if cell.isprintable() else CONTROL.sub("", cell)).strip()


def text_rows(file: BinaryIO, table: Table) -> Iterator[list[str]]:
    file.seek(0)
    lines = io.TextIOWrapper(file, table.encoding, newline="")
    csv.field_size_limit(LONGEST)
    try:
        for row in csv.reader(lines, delimiter=table.delimiter):
            yield [plain(cell) for cell in row[: COLUMNS + 1]]
    except UnicodeError:
        raise Refused("encoding", encoding=table.encoding) from None
    except csv.Error:
        raise Refused("broken") from None
    finally:
        lines.detach()


def delimiter_of(head: str) -> str:
    """The sign that parts the first lines into the same number of cells, and the most of them."""

    def parts(sign: str) -> tuple[bool, int]:
        rows = list(islice(csv.reader(io.StringIO(head), delimiter=sign), 20))[:-1] or [[]]
        widths = {len(row) for row in rows if row}
        return len(widths) == 1 and widths != {1}, max(widths, default=0)

    try:
        return max(DELIMITERS, key=parts)
    except csv.Error:
        raise Refused("broken") from None


def workbook_rows(file: BinaryIO, name: str, most: int) -> Iterator[list[str]]:
    """The first sheet; measured and looked through before it is unfolded."""
    if inspector.media_type(file, name) != SPREADSHEET:
        raise Refused("type")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            for part in archive.namelist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                    sound(archive, part, most)
        file.seek(0)
        sheet = python_calamine.load_workbook(file).get_sheet_by_index(0)
    except (KeyError, IndexError, python_calamine.CalamineError, python_calamine.ZipError):
        raise Refused("broken") from None
    for row in sheet.iter_rows():
        yield [plain(spoken(cell)) for cell in row[: COLUMNS + 1]]


def sound(archive: zipfile.ZipFile, part: str, most: int) -> None:
    """No formula, no merged cells, no entities, no more rows than are taken.

    A sheet is looked through as bytes, for a parser takes longer than a person waits; so it has
    to be in an encoding in which these signs are themselves.
    """
    rows, rest, first = 0, b"", True
    with archive.open(part) as content:
        while some := content.read(1 << 20):
            if first and (b"\x00" in some[:200] or b"utf-16" in some[:200].lower()):
                raise Refused("broken")
            first, text = False, rest + some
            keep = max(text.rfind(b"<"), len(text) - TAIL)
            for found in FOUND.finditer(text, 0, keep):
                rows += refused_or_row(found, text, part, most, rows)
            rest = text[keep:]
    for found in FOUND.finditer(rest):
        rows += refused_or_row(found, rest, part, most, rows)


def refused_or_row(found: re.Match[bytes], text: bytes, part: str, most: int, rows: int) -> int:
    formula, row, merged, _entity = found.groups()
    if formula or merged:
        before = CELL.findall(text, max(0, found.start() - TAIL), found.start())
        cell = before[-1].decode() if before and formula else ""
        raise Refused("formula" if formula else "merged", cell=cell)
    if not row:
        raise Refused("broken")
    if rows > most:
        raise Refused("rows", most=most)
    return 1


def spoken(cell: Any) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return (
            cell.isoformat(" ", "minutes") if cell.time() != dt.time() else cell.date().isoformat()
        )
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        return exact(cell)
    return str(cell)


def exact(figure: float) -> str:
    """The fifteen digits that a spreadsheet knows; what lies beyond is noise of its reckoning."""
    return f"{Decimal(f'{figure:.15g}'):f}"
