"""Folders that other systems write to: a file that has come to rest is brought in by itself.

Which folders, from which source, and in whose name stands in a file that the operator keeps.
"""

from __future__ import annotations

import datetime as dt
import logging
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils import translation

from evidence.models import Brings, DataImport
from evidence.models.data_import import Work
from improvement.door.refusals import NotYours
from improvement.organization.models import Department, User

from . import onward
from .jobs import ask
from .receiving import NotTaken, begin

logger = logging.getLogger(__name__)

SETTLED = dt.timedelta(minutes=2)
TAKEN, REFUSED = "taken", "refused"


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder, the source its files are from, whose they are, and who is answerable for them."""

    path: Path
    source: str
    brings: str
    department: Department | None
    person: Any


def watched() -> Iterator[Watched]:
    """Every folder of the operator's file; one that is set wrongly is told in the log."""
    if not settings.WATCHED_FOLDERS:
        return
    told = tomllib.loads(Path(settings.WATCHED_FOLDERS).read_text("utf-8"))
    for number, entry in enumerate(told.get("folder", []), 1):
        try:
            yield read(entry)
        except (KeyError, ValueError, Department.DoesNotExist, User.DoesNotExist) as fault:
            logger.error("Watched folder %s is set wrongly: %r", number, fault)


def read(entry: dict[str, str]) -> Watched:
    code = entry.get("department", "")
    return Watched(
        path=Path(entry["path"]),
        source=entry["source"],
        brings=Brings(entry.get("brings", Brings.RECORDS)).value,
        department=Department.objects.active().get(code=code) if code else None,
        person=User.objects.get(email=entry["person"], is_active=True),
    )


def watch(now: dt.datetime) -> int:
    """Take what has come to rest in every folder; how many files that were."""
    taken = 0
    for folder in watched():
        if not folder.path.is_dir():
            logger.error("The watched folder %s is not there.", folder.path)
            continue
        for place in sorted(folder.path.iterdir()):
            if at_rest(place, now):
                take_in(folder, place)
                taken += 1
    return taken


def at_rest(place: Path, now: dt.datetime) -> bool:
    """A file of its own that nothing was written to for a while; its size is final then.

    When the system noted a change counts as well, for a copy may bring the other time along.
    """
    found = place.lstat()
    touched = max(found.st_mtime, found.st_ctime)
    still = touched < (now - SETTLED).timestamp()
    return stat.S_ISREG(found.st_mode) and not place.name.startswith(".") and still


def take_in(folder: Watched, place: Path) -> None:
    """Begin an import as the person set for the folder; the file is moved, whatever comes of it."""
    found = place.stat()
    with translation.override(folder.person.language or settings.LANGUAGE_CODE):
        try:
            with place.open("rb") as file:
                sent: Any = File(file, place.name)
                made = begin(
                    sent,
                    source=folder.source,
                    department=folder.department,
                    brings=folder.brings,
                    by=folder.person,
                    watched=True,
                    key=f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}",
                )
        except (NotTaken, NotYours) as refused:
            word = aside(place, REFUSED).with_suffix(".why.txt")
            word.write_text(f"{refused.sentence}\n", "utf-8")
            return
    aside(place, TAKEN)
    if made.pk:
        go_on(made, by=folder.person)


def aside(place: Path, name: str) -> Path:
    """Into the folder beside it, under a name that nothing else there has."""
    folder = place.parent / name
    folder.mkdir(exist_ok=True)
    moved, number = folder / place.name, 1
    while moved.exists():
        number += 1
        moved = folder / f"{place.stem}-{number}{place.suffix}"
    return place.replace(moved)


def go_on(made: DataImport, *, by: Any) -> None:
    """Look the file through where somebody has confirmed what its columns mean, else say so."""
    if onward.confirmed(made):
        ask(made, Work.CHECK, by=by)
    else:
        onward.tell_waiting(made, by=by)
