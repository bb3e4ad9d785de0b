"""Read a workbook that a stranger sent; it runs in a child process, with nothing but the file."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

import python_calamine

from improvement.apart.limits import Refused
from improvement.files import inspector

from .sheets import Bounds

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SMALL = 1024 * 1024
"""Bytes of a list of sheets."""


def workbook(file: BinaryIO, name: str, media_type: str, bounds: Bounds) -> list[dict[str, Any]]:
    """Every sheet: {"name", "rows"}, in the rows texts, figures, and {"day": …} for days."""
    if inspector.media_type(file, name) != media_type:
        raise Refused("type")
    file.seek(0)
    try:
        return sheets(file, bounds)
    except (KeyError, expat.ExpatError, ElementTree.ParseError, python_calamine.CalamineError):
        raise Refused("broken") from None


def sheets(file: BinaryIO, bounds: Bounds) -> list[dict[str, Any]]:
    with zipfile.ZipFile(file) as archive:
        for sheet, path in parts(archive):
            if sheet not in bounds.skip:
                Sound(sheet, bounds).read(archive, path)
    file.seek(0)
    book = python_calamine.load_workbook(file)
    return [
        {"name": sheet, "rows": rows(book.get_sheet_by_name(sheet), bounds)}
        for sheet in book.sheet_names
        if sheet not in bounds.skip
    ]


def parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of every sheet and the file it stands in."""
    named = parsed(archive, "xl/workbook.xml")
    leads = {
        one.get("Id"): one.get("Target", "")
        for one in parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    found = []
    for sheet in named.iter(f"{{{MAIN}}}sheet"):
        target = leads.get(sheet.get(f"{DOCUMENT}id"), "")
        path = target[1:] if target.startswith("/") else f"xl/{target}"
        found.append((sheet.get("name", ""), path))
    return found


def parsed(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    with archive.open(path) as content:
        text = content.read(SMALL + 1)
    if len(text) > SMALL or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused("broken")
    return ElementTree.fromstring(text)


class Sound:
    """No formula, no merged cells, no more rows than are taken; nothing is kept of the sheet."""

    def __init__(self, sheet: str, bounds: Bounds) -> None:
        self.sheet, self.bounds = sheet, bounds
        self.cell, self.count, self.filled = "", -1, False  # the first row holds the headings

    def read(self, archive: zipfile.ZipFile, path: str) -> None:
        """Throws itself out of the reading as soon as something is not taken."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = no_entities
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        with archive.open(path) as content:
            parser.ParseFile(content)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{MAIN} c":
            self.cell = attributes.get("r", "")
        elif tag in (f"{MAIN} v", f"{MAIN} is"):
            self.filled = True
        elif tag == f"{MAIN} f":
            raise Refused("formula", sheet=self.sheet, cell=self.cell)
        elif tag == f"{MAIN} mergeCell":
            raise Refused("merged", sheet=self.sheet, cell=attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        """A row in which nothing is typed is a prepared one, and not counted."""
        if tag != f"{MAIN} row":
            return
        self.count += self.filled
        self.filled = False
        if self.count > self.bounds.rows:
            raise Refused("rows", sheet=self.sheet)


def no_entities(*declared: Any) -> None:
    """A workbook needs none, and a few of them unfold to gigabytes."""
    raise Refused("broken")


def rows(sheet: Any, bounds: Bounds) -> list[list[Any]]:
    """The cells from A1 on, down to the last row with anything in it."""
    found = [
        [spoken(cell) for cell in row[: bounds.columns]]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    while found and not any(cell not in ("", None) for cell in found[-1]):
        found.pop()
    return found


def spoken(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, int):
        return cell
    return re.sub(r"_x000D_|\r", "", str(cell))
