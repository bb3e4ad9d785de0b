"""A workbook as an Excel file; what people typed never becomes a formula. It runs in a child."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from .sheets import LISTS, Column, Sheet, Value, letter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is marked as a text, or a spreadsheet would work it out."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
LONGEST = 32_767
"""Characters that a cell holds."""


@dataclass(slots=True)
class Lists:
    """The texts that cells can be chosen from, each list in a column of its own."""

    sheet: Any
    places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place(self, choices: Sequence[str]) -> str:
        key = tuple(choices)
        if key not in self.places:
            column = letter(len(self.places) + 1)
            for row, text in enumerate(key, start=1):
                put(self.sheet.cell(row, len(self.places) + 1), text)
            self.places[key] = f"{LISTS}!${column}$1:${column}${len(key)}"
        return self.places[key]


def xlsx(sheets: Sequence[Sheet], title: str) -> bytes:
    """The bytes of the workbook, the first sheet in front."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = title
    made = [book.create_sheet(sheet_name(sheet.title)) for sheet in sheets]
    lists = Lists(book.create_sheet(LISTS))
    lists.sheet.sheet_state = "hidden"
    for page, sheet in zip(made, sheets, strict=True):
        fill(page, sheet, lists)
    if not lists.places:
        book.remove(lists.sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def sheet_name(title: str) -> str:
    """What a sheet may be called: 31 characters, without what addresses are made of."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31]


def fill(page: Any, sheet: Sheet, lists: Lists) -> None:
    wrapped = Alignment(wrap_text=True, vertical="top")
    tinted, grey = (PatternFill("solid", fgColor=c) for c in ("E2F0F4", "EDF1F3"))
    last = len(sheet.rows) + sheet.spare + 1
    for at, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[letter(at)].width = column.width
        head = put(page.cell(1, at), column.title)
        head.font, head.fill, head.alignment = Font(bold=True), tinted, wrapped
        for row in range(2, last + 1):
            cell = page.cell(row, at)
            cell.alignment = wrapped
            if column.format:
                cell.number_format = column.format
            if column.fixed:
                cell.fill = grey
        if last > 1:
            guide(page, column, f"{letter(at)}2:{letter(at)}{last}", lists)
    for number, values in enumerate(sheet.rows, start=2):
        for at, value in enumerate(values, start=1):
            put(page.cell(number, at), value)
    page.freeze_panes = "B2"


def guide(page: Any, column: Column, cells: str, lists: Lists) -> None:
    """The hint, and the list a cell is chosen from; other words are warned of, not refused."""
    if not (column.hint or column.choices):
        return
    rule = DataValidation(
        type="list" if column.choices else None,
        formula1=lists.place(column.choices) if column.choices else None,
        allow_blank=True,
        showInputMessage=bool(column.hint),
        showErrorMessage=False,
    )
    if column.hint:
        rule.promptTitle, rule.prompt = column.title[:32], column.hint[:255]
    rule.add(cells)
    page.add_data_validation(rule)


def put(cell: Any, value: Value) -> Any:
    """Write a value as what it is; any text as a text, whatever it begins with."""
    if isinstance(value, str):
        text = UNPRINTABLE.sub("", value)[:LONGEST]
        cell.value = text or None
        if text:
            cell.data_type = "s"
            if text.startswith(FORMULA):
                cell.quotePrefix = True
    elif value is not None:
        cell.value = value
    return cell
