"""Keep what people send: the row first, then the file, looked at, then ready (mechanisms 8)."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from improvement.apart.limits import Busy, Crashed, Limits, NotDone, Refused
from improvement.apart.running import run

from .models import Attachment, State

LIMIT = 20 * 1024 * 1024
INSPECTOR = "improvement.files.inspector:media_type"
LIMITS = Limits(wall=20)
LONGEST_NAME = 120

SENTENCES: dict[str, str | Promise] = {
    "empty": _("The file is empty. Choose it again."),
    "too_large": _("The file is larger than 20 MB. Send a smaller one, or several parts."),
    "type": _(
        "Files of this kind are not taken. Send a PDF, a picture, an office document or plain text."
    ),
    "name_and_content": _(
        "The ending of the name does not fit what is in the file. Save it anew in its own "
        "program, then send it."
    ),
    "broken": _("The file is damaged or not complete. Open it, save it anew and send it again."),
    "encrypted": _("The file is locked with a password. Remove the password, then send it."),
    "macros": _("The document holds macros. Save it without macros, then send it."),
    "picture_too_large": _("The picture has too many pixels. Make it smaller, then send it."),
    "archive_too_large": _("The document unfolds to far more than it seems. It is not taken."),
    "archive_leads_outside": _("The document names places outside itself. It is not taken."),
    "archive_in_archive": _("The document holds a program or an archive. It is not taken."),
    "busy": _("Several files are being looked through just now. Send it again in a minute."),
    "too_much_work": _("The file could not be looked through in time. Send a simpler one."),
}


class Upload(Protocol):
    """What a form hands over."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


class NotTaken(Exception):
    """The file was looked at and is not kept; the sentence says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.sentence = SENTENCES[reason]


def receive(upload: Upload, *, row: models.Model, by: Any) -> Attachment:
    """Write the file into quarantine and look at it; it is not ready yet.

    The row is there first, so that whatever happens next somebody can find and clear it. Raises
    NotTaken, having kept the row and its reason and thrown the file away.
    """
    attachment = Attachment.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        name=safe_name(upload.name or ""),
        uploaded_by=by,
    )
    try:
        write(attachment, upload.chunks())
        attachment.media_type = looked_at(attachment)
    except NotTaken as refused:
        refuse(attachment, str(refused))
        raise
    attachment.save(update_fields=["size", "sha256", "media_type"])
    return attachment


def write(attachment: Attachment, chunks: Iterable[bytes]) -> None:
    """Copy to disk and no further than the limit; on disk before anything is said of it."""
    path = attachment.waiting_path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for some in chunks:
            size += len(some)
            if size > LIMIT:
                raise NotTaken("too_large")
            digest.update(some)
            file.write(some)
        file.flush()
        os.fsync(file.fileno())
    attachment.size, attachment.sha256 = size, digest.hexdigest()


def looked_at(attachment: Attachment) -> str:
    """What a child process without rights says the file is."""
    try:
        with attachment.waiting_path.open("rb") as file:
            return str(run(INSPECTOR, attachment.name, file=file, limits=LIMITS))
    except Refused as refused:
        raise NotTaken(refused.reason) from refused
    except NotDone as fault:
        raise NotTaken(reason_of(fault)) from fault


def reason_of(fault: NotDone) -> str:
    """Why a file that nothing could be said of is not taken."""
    return {Crashed: "broken", Busy: "busy"}.get(type(fault), "too_much_work")


def make_ready(attachment: Attachment) -> None:
    """Move the file to its place, then say so; both survive a power cut."""
    path = attachment.path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    attachment.waiting_path.replace(path)
    for folder in (path.parent, attachment.waiting_path.parent):
        sync(folder)
    attachment.state = State.READY
    attachment.save(update_fields=["state"])


def sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse(attachment: Attachment, reason: str) -> None:
    attachment.waiting_path.unlink(missing_ok=True)
    attachment.state, attachment.refused_because = State.REFUSED, reason
    attachment.save(update_fields=["state", "refused_because"])


def safe_name(name: str) -> str:
    """The last part of the name, without what could mislead or break a header."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(
        c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    stem, dot, extension = plain.strip(" .").rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension)]}{dot}{extension[:20]}" or "file"
