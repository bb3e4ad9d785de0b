"""A workbook that somebody sent, as rows of cells; or the sentence that says why not."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from improvement.files.inspector import TYPES
from improvement.files.store import SENTENCES, WALL_SECONDS

from .xlsx import LISTS

READER = Path(__file__).with_name("reader.py")
XLSX = next(kind for kind, endings in TYPES.items() if "xlsx" in endings)

BYTES = 5 * 1024 * 1024
ROWS = 500
COLUMNS = 60

Cell = str | int | float | dt.date


class Upload(Protocol):
    """What a form hands over."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]: ...


class NotRead(Exception):
    """The workbook is not taken; the sentence says why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Rows:
    """One sheet: its name, and its cells from A1 on."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)


def workbook(upload: Upload) -> list[Rows]:
    """Every visible sheet of an .xlsx file, read by a child process without rights.

    Raises NotRead for another kind of file, one that is too large, merged cells, formulas and
    more than ROWS rows in a sheet.
    """
    if (upload.size or 0) > BYTES:
        raise NotRead(_("The workbook is larger than 5 MB. Fill in the one we provide."))
    answer = asked(b"".join(upload.chunks()), upload.name or "")
    if reason := answer.get("refused"):
        raise NotRead(sentence(reason, answer))
    return [
        Rows(sheet["name"], [[cell(one) for one in row] for row in sheet["rows"]])
        for sheet in answer["sheets"]
    ]


def asked(content: bytes, name: str) -> dict[str, Any]:
    """What the child process answers; it has no way to ours but this."""
    limits = {
        "bytes": BYTES,
        "rows": ROWS,
        "columns": COLUMNS,
        "skip": [LISTS],
        "name": name,
        "type": XLSX,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), json.dumps(limits)],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_much_work"}
    if done.returncode or not done.stdout:
        return {"refused": "too_much_work" if done.returncode < 0 else "broken"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return dt.date.fromisoformat(value["day"])
    found: Cell = value.strip() if isinstance(value, str) else value
    return found


def sentence(reason: str, where: dict[str, Any]) -> str | Promise:
    place = f"{where.get('sheet', '')}!{where.get('cell', '')}"
    match reason:
        case "formula":
            return _(
                "%(place)s: there is a formula in this cell. Put in its result as a value, then "
                "send the workbook again."
            ) % {"place": place}
        case "merged":
            return _(
                "%(place)s: cells are merged here. Split them, one value in each cell, then send "
                "the workbook again."
            ) % {"place": place}
        case "rows":
            return _(
                "The sheet %(sheet)s has %(count)s rows; at most %(most)s are taken. Fill in the "
                "workbook of this plan alone."
            ) % {"sheet": where["sheet"], "count": f"{where['count']:,}", "most": f"{ROWS:,}"}
        case "type" | "name_and_content":
            return _("This is not an Excel workbook (.xlsx). Fill in the one we provide.")
        case _:
            return SENTENCES[reason]
