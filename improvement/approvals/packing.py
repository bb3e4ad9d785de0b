"""Have the papers of a meeting made by a worker: asked for, written, set, kept by what they say."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from improvement.documents import kept
from improvement.documents.making import NotMade
from improvement.notifications import bell

from .models import PackFile, Sitting
from .models.pack_file import AT_WORK, State
from .pack import pack

TASK = "improvement.approvals.tasks.make_packs"
LEASE = dt.timedelta(minutes=3)
"""Longer than the pages of a file may take to be set."""
ATTEMPTS = 2


def ask(sitting: Sitting, *, by: Any, language: str, whole: bool) -> PackFile:
    """Have it made, or made anew where its content has changed; one that is under way goes on."""
    asked = {"sitting": sitting, "asked_by": by, "language": language, "whole": whole}
    with transaction.atomic():
        row, is_new = PackFile.objects.get_or_create(**asked)
        if is_new or begin_again(row):
            bell.wake(TASK)
    return row


def begin_again(row: PackFile) -> bool:
    idle = PackFile.objects.filter(pk=row.pk, state__in=[State.MADE, State.FAILED])
    now = timezone.now()
    return bool(idle.update(state=State.WAITING, asked_at=now, attempts=0, papers=0, written=0))


def make_waiting() -> int:
    """Make what waits, the longest waiting first; return how many were dealt with."""
    count = 0
    while (row := claim()) is not None:
        make(row)
        count += 1
    return count


@transaction.atomic
def claim() -> PackFile | None:
    """Hold the next one under a lease; two workers never make the same."""
    now = timezone.now()
    free = PackFile.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    row = free.select_related("sitting__made_by", "asked_by").first()
    if row is not None:
        row.state, row.attempts, row.lease_until = State.WRITING, row.attempts + 1, now + LEASE
        row.save(update_fields=["state", "attempts", "lease_until"])
    return row


def make(row: PackFile) -> None:
    """The file, or the word that there is none; how far it is stands in the row on the way."""
    if row.attempts > ATTEMPTS:  # whoever tried before did not live to tell
        say(row, state=State.FAILED)
        return
    try:
        found = made(row)
    except NotMade:  # logged where it happened
        say(row, state=State.FAILED)
    except Exception:
        say(row, state=State.FAILED)
        raise
    else:
        say(row, state=State.MADE, **found)


def made(row: PackFile) -> dict[str, Any]:
    """What the row says of the file; the day it was made stays where its bytes are the same."""
    with translation.override(row.language):
        paper = pack(
            row.sitting,
            row.asked_by,
            language=row.language,
            whole=row.whole,
            told=lambda written, papers: say(row, written=written, papers=papers),
        )
        content = paper.digest()
        say(row, state=State.SETTING)
        file = kept.pdf(paper)
    sha256 = hashlib.sha256(file).hexdigest()
    when = row.made_at if row.sha256 == sha256 else timezone.now()
    return {"content": content, "sha256": sha256, "size": len(file), "made_at": when}


def say(row: PackFile, **values: Any) -> None:
    """Write down how it stands, unless somebody else has taken it over meanwhile."""
    mine = PackFile.objects.filter(pk=row.pk, state__in=AT_WORK, attempts=row.attempts)
    mine.update(lease_until=timezone.now() + LEASE, **values)


def file_of(row: PackFile) -> bytes | None:
    """The bytes that were made, as long as they are kept and are still the same."""
    found = kept.read(f"{row.content}.pdf") if row.state == State.MADE else None
    same = found is not None and hashlib.sha256(found).hexdigest() == row.sha256
    return found if same else None
