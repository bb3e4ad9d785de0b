"""Clear what no upload finished: rows left in quarantine, and files that no row knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from .models import Attachment, State
from .store import refuse

PATIENCE = timedelta(hours=1)
"""Longer than any upload; until then a file without a ready row is under way."""

AT_ONCE = 500


def sweep(now: datetime) -> int:
    """How many rows and files were cleared; a job of the scanner."""
    return rows(now) + files(now)


def rows(now: datetime) -> int:
    """An upload that stopped half-way is refused, wherever its file had come to."""
    left = Attachment.objects.filter(state=State.QUARANTINED, uploaded_at__lt=now - PATIENCE)
    cleared = 0
    for attachment in left.order_by("pk")[:AT_ONCE]:
        attachment.path.unlink(missing_ok=True)
        refuse(attachment, "abandoned")
        cleared += 1
    return cleared


def files(now: datetime) -> int:
    """A file that no row knows was left by a database restored to an earlier hour."""
    cleared = 0
    for folder in sorted(Path(settings.FILES_DIR).glob("*/")):
        old = {path.name: path for path in older(folder, now)}
        known = {UUID(name) for name in old if is_key(name)}
        kept = Attachment.objects.filter(public_id__in=known).values_list("public_id", flat=True)
        for name in old.keys() - {key.hex for key in kept}:
            old[name].unlink(missing_ok=True)
            cleared += 1
    return cleared


def older(folder: Path, now: datetime) -> Iterator[Path]:
    limit = (now - PATIENCE).timestamp()
    return (path for path in folder.iterdir() if path.stat().st_mtime < limit)


def is_key(name: str) -> bool:
    return len(name) == 32 and set(name) <= set("0123456789abcdef")
