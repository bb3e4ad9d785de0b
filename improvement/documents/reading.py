"""A workbook that somebody sent, as rows of cells; or the sentence that says why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from improvement.apart.limits import NotDone, Refused
from improvement.apart.running import run
from improvement.files.inspector import TYPES
from improvement.files.store import SENTENCES, reason_of

from .sheets import LISTS, Bounds

READER = "improvement.documents.reader:workbook"
XLSX = next(kind for kind, endings in TYPES.items() if "xlsx" in endings)

BYTES = 5 * 1024 * 1024
ROWS = 500
BOUNDS = Bounds(rows=ROWS, columns=60, skip=(LISTS,))

Cell = str | int | float | dt.date


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


def workbook(upload: UploadedFile) -> list[Rows]:
    """Every visible sheet of an .xlsx file, read by a child process without rights.

    Raises NotRead for another kind of file, one that is too large, merged cells, formulas and
    more than ROWS rows in a sheet.
    """
    if (upload.size or 0) > BYTES:
        raise NotRead(_("The workbook is larger than 5 MB. Fill in the one we provide."))
    try:
        sheets = run(READER, upload.name or "", XLSX, BOUNDS, file=upload.file)
    except Refused as refused:
        raise NotRead(sentence(refused.reason, refused.where)) from refused
    except NotDone as fault:
        raise NotRead(SENTENCES[reason_of(fault)]) from fault
    return [
        Rows(sheet["name"], [[cell(one) for one in row] for row in sheet["rows"]])
        for sheet in sheets
    ]


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
                "The sheet %(sheet)s has more than %(most)s rows. Fill in the workbook of this "
                "plan alone."
            ) % {"sheet": where["sheet"], "most": f"{ROWS:,}"}
        case "type" | "name_and_content":
            return _("This is not an Excel workbook (.xlsx). Fill in the one we provide.")
        case _:
            return SENTENCES[reason]
