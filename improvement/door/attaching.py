"""Files on a row: one act, one version, one entry of its record."""

from __future__ import annotations

from typing import Any

from improvement.files import store
from improvement.files.models import Attachment, State
from improvement.files.store import Upload

from .acts import enter, require_open, require_visible, snapshot
from .lifecycle import Guarded
from .refusals import Refused
from .unit import unit


def attach(row: Guarded, upload: Upload, *, by: Any, key: str | None = None) -> Attachment:
    """Look at the file, then hang it on the row for whoever may `attach` to it.

    Raises Invisible, NotYours or WrongState as record() does; NotTaken where the file is not
    kept. Rights are asked twice: before a stranger's bytes are written, and under the lock.
    """
    require_attachable(by, row)
    attachment = store.receive(upload, row=row, by=by)
    try:
        with unit() as work:
            kept = work.lock(row)
            work.fresh(by)
            if work.repeated(kept, "attach", by, key):
                store.refuse(attachment, "repeated")
                return attachment
            require_attachable(by, kept)
            store.make_ready(attachment)
            noted(work, kept, "attach", attachment, by=by)
    except Refused:
        store.refuse(attachment, "overtaken")
        raise
    return attachment


def detach(row: Guarded, attachment: Attachment, *, by: Any) -> None:
    """Take a file off; it is kept with the record and handed out to nobody."""
    with unit() as work:
        kept = work.lock(row)
        work.fresh(by)
        require_attachable(by, kept)
        attachment.state = State.REMOVED
        attachment.save(update_fields=["state"])
        noted(work, kept, "detach", attachment, by=by)


def require_attachable(by: Any, row: Guarded) -> None:
    require_visible(by, row)
    require_open(by, "attach", row, None)


def noted(work: Any, row: Guarded, verb: str, attachment: Attachment, *, by: Any) -> None:
    """The row has a new version: what hangs on it belongs to what was handed in."""
    before = snapshot(row)
    row.version += 1
    work.save(row)
    said = {"file": attachment.name, "sha256": attachment.sha256, "size": attachment.size}
    enter(work, row, verb, by=by, before=before, inputs=said)
