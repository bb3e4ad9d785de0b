"""Take a file in: written to its folder, looked into by a child, and only then a row."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evidence.models import Brings, DataImport
from improvement.apart.limits import Limits, NotDone, Refused
from improvement.apart.running import run
from improvement.door.acts import create, require_open
from improvement.door.unit import unit
from improvement.files.store import SENTENCES, Upload, reason_of, safe_name

from .shape import Most, Table
from .vocabulary import suggested

MOST = Most(text=2_000_000, workbook=250_000)
LIMITS = Limits(wall=30)
DAYS = ("opened_on", "closed_on", "period")
"""Our columns in which files write days."""

OURS: dict[str, str | Promise] = {
    "too_large": _("The file is larger than %(megabytes)s MB. Send it in parts."),
    "type": _("Send a table: CSV or an Excel workbook (.xlsx)."),
    "rows": _("The file has more than %(most)s rows. Send it in parts, or as CSV."),
    "columns": _("The file has more than %(most)s columns. Leave out what is not needed."),
    "formula": _("Cell %(cell)s holds a formula. Put in its result as a value, then send it."),
    "merged": _("Cells are merged. Split them, one value in each cell, then send it."),
    "encoding": _("The text cannot be read. Save it as CSV in UTF-8, then send it."),
}


class NotTaken(Exception):
    """The file is not taken; the sentence says why and what to do."""

    def __init__(self, reason: str, where: dict[str, Any]) -> None:
        super().__init__(reason)
        self.sentence = sentence(reason, where)


def sentence(reason: str, where: dict[str, Any]) -> str:
    told = {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in where.items()
    }
    return str(OURS.get(reason) or SENTENCES[reason]) % ({"cell": "", "most": ""} | told)


def begin(
    upload: Upload,
    *,
    source: str,
    department: Any,
    by: Any,
    brings: str = Brings.RECORDS,
    watched: bool = False,
    key: str | None = None,
) -> DataImport:
    """The file in its folder and its row, with what its columns seem to be.

    Raises NotTaken for what is no table, is too large, or is made to do harm; NotYours as create().
    """
    made = DataImport(
        brings=brings,
        watched=watched,
        source=source,
        department=department,
        entered_by=by,
        name=safe_name(upload.name or ""),
    )
    require_open(by, "add", made, None)
    try:
        write(made, upload)
        found = look_into(made)
        keep_found(made, found)
        made.encoding, made.delimiter = found["encoding"], found["delimiter"]
        before = DataImport.objects.before(made)
        made.columns = suggested(found["headings"], before.columns if before else {}, brings)
        made.usual = before.usual if before else {}
        made.day_order = day_order(made, found, before)
        with unit():
            kept = create(made, by=by, key=key)
    except BaseException:
        shutil.rmtree(made.folder, ignore_errors=True)
        raise
    if not kept.pk:  # the same form a second time
        shutil.rmtree(made.folder, ignore_errors=True)
    return kept


def write(made: DataImport, upload: Upload) -> None:
    """Copy to disk and no further than the limit."""
    made.folder.mkdir(parents=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(made.place("file"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for some in upload.chunks():
            size += len(some)
            if size > settings.IMPORT_LIMIT:
                raise NotTaken("too_large", {"megabytes": settings.IMPORT_LIMIT >> 20})
            digest.update(some)
            file.write(some)
        file.flush()
        os.fsync(file.fileno())
    made.size, made.sha256 = size, digest.hexdigest()


def look_into(made: DataImport) -> dict[str, Any]:
    """What a child process without rights says of the file."""
    table = Table(made.encoding, made.delimiter)
    try:
        with made.place("file").open("rb") as file:
            found: dict[str, Any] = run(
                "evidence.imports.reader:inspect", made.name, MOST, table, file=file, limits=LIMITS
            )
    except Refused as refused:
        raise NotTaken(refused.reason, refused.where) from refused
    except NotDone as fault:
        raise NotTaken(reason_of(fault), {}) from fault
    return found


def keep_found(made: DataImport, found: dict[str, Any]) -> None:
    """Beside the file and not in the database: the first rows are what customers said."""
    private(made.place("found")).write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def found_in(made: DataImport) -> dict[str, Any]:
    """Headings, first rows, number of rows, encoding; empty where the file is gone."""
    place = made.place("found")
    if not place.exists():
        return {"headings": [], "shown": [], "rows": 0, "orders": {}}
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


def private(path: Path) -> Path:
    path.touch(mode=0o600)
    return path


def orders_of(made: DataImport, found: dict[str, Any]) -> set[str]:
    """In which orders the days of the columns stand that are taken for days."""
    places = {heading: str(place) for place, heading in enumerate(found["headings"])}
    named = (made.columns.get(ours, "") for ours in DAYS)
    return {found["orders"].get(places.get(theirs, ""), "") for theirs in named} - {""}


def day_order(made: DataImport, found: dict[str, Any], before: DataImport | None) -> str:
    """As the figures show it, else as the source had it last time; else a person is asked."""
    shown = orders_of(made, found) - {"either"}
    if len(shown) == 1:
        return shown.pop()
    return before.day_order if before else ""
