"""An empty SQLite database with every migration applied, kept from the run before.

Migrating takes longer than most files of tests. What is kept goes by the migrations' own text: one
letter changed there, and everything is migrated anew.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django

from tests.services.obtain import ROOT

FOLDER = ROOT / "var" / "tests"


def kept() -> Path:
    """Where it lies, or will lie."""
    text = hashlib.sha256(django.__version__.encode())
    for migration in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in migration.parts:
            text.update(str(migration.relative_to(ROOT)).encode() + migration.read_bytes())
    return FOLDER / f"migrated-{text.hexdigest()[:16]}.sqlite3"


@contextmanager
def filled(uri: str) -> Iterator[None]:
    """Fill a database in memory, which lasts as long as somebody holds it open, if one is kept."""
    with closing(sqlite3.connect(uri, uri=True)) as memory:
        if (before := kept()).exists():
            with closing(sqlite3.connect(before)) as migrated:
                migrated.backup(memory)
        yield


def keep(migrated: sqlite3.Connection) -> None:
    """Put it aside for the next run, whole or not at all."""
    if (place := kept()).exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        migrated.backup(copy)
    unfinished.rename(place)
