"""Read a workbook that a stranger sent: a program of its own, with nothing but the file.

Run as `python -I reader.py <limits as JSON>` with the file as standard input. It loads its one
library, then gives up its right to memory, time, files and sockets before it reads the first
byte. One JSON object is its whole answer: {"sheets": [{"name", "rows"}]} with texts, figures,
{"day": …} for days, or {"refused": <reason>, …where}.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DOCUMENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Refused(Exception):
    """The workbook is not read; the first argument names the reason, the second says where."""

    def __init__(self, reason: str, **where: Any) -> None:
        super().__init__(reason)
        self.answer = {"refused": reason, **where}


def read(content: bytes, limits: dict[str, Any], calamine: Any) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, path in parts(archive):
            if name not in limits["skip"]:
                sound(archive, name, path, limits)
    book = calamine.load_workbook(io.BytesIO(content))
    return [
        {"name": name, "rows": rows(book.get_sheet_by_name(name), limits)}
        for name in book.sheet_names
        if name not in limits["skip"]
    ]


def parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of every sheet and the file it stands in."""
    named = parsed(archive, "xl/workbook.xml")
    leads = {
        one.get("Id"): one.get("Target", "")
        for one in parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    found = []
    for sheet in named.iter(f"{MAIN}sheet"):
        target = leads.get(sheet.get(f"{DOCUMENT}id"), "")
        path = target[1:] if target.startswith("/") else f"xl/{target}"
        found.append((sheet.get("name", ""), path))
    return found


def parsed(archive: zipfile.ZipFile, path: str) -> ElementTree.Element:
    text = archive.read(path)
    no_entities(text)
    return ElementTree.fromstring(text)


def no_entities(text: bytes) -> None:
    """A workbook needs none, and a few of them unfold to gigabytes."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused("broken")


def sound(archive: zipfile.ZipFile, name: str, path: str, limits: dict[str, Any]) -> None:
    """No formula, no merged cells, no more rows than are taken; before anything is kept of it."""
    text = archive.read(path)
    no_entities(text)
    count = -1  # the headings
    for event, one in ElementTree.iterparse(io.BytesIO(text), ("start", "end")):
        if event == "start" and one.tag == f"{MAIN}c":
            cell = one.get("r", "")
        if event == "start" and one.tag == f"{MAIN}f":
            raise Refused("formula", sheet=name, cell=cell)
        if event == "start" and one.tag == f"{MAIN}mergeCell":
            raise Refused("merged", sheet=name, cell=one.get("ref", ""))
        if event == "end" and one.tag == f"{MAIN}row":
            count += filled(one)
            one.clear()
    if count > limits["rows"]:
        raise Refused("rows", sheet=name, count=count)


def filled(row: ElementTree.Element) -> bool:
    """Whether anything is typed in the row; a prepared one is empty."""
    return any(
        cell.find(f"{MAIN}v") is not None or cell.find(f"{MAIN}is") is not None for cell in row
    )


def rows(sheet: Any, limits: dict[str, Any]) -> list[list[Any]]:
    """The cells from A1 on, down to the last row with anything in it."""
    found = [
        [spoken(cell) for cell in row[: limits["columns"]]]
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


def main(limits: dict[str, Any]) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "files"))
    import inspector  # type: ignore[import-not-found]
    import python_calamine

    "".encode("cp437")
    ElementTree.fromstring("<a/>")
    file = io.BytesIO(sys.stdin.buffer.read(limits["bytes"] + 1))
    inspector.give_up_rights()
    try:
        if inspector.media_type(file, limits["name"]) != limits["type"]:
            raise inspector.Refused("type")
        answer: dict[str, Any] = {"sheets": read(file.getvalue(), limits, python_calamine)}
    except Refused as refused:
        answer = refused.answer
    except inspector.Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "too_much_work"}
    except (KeyError, ElementTree.ParseError, python_calamine.CalamineError):
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
