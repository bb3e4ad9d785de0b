"""Field work: written down once, read in confidence, and turned into findings (3.1.3)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.door.acts import create, require_visible, take
from improvement.door.attaching import attach
from improvement.door.typed import day
from improvement.files.models import Attachment
from improvement.files.store import NotTaken, Upload
from improvement.organization.models import Department, User

from .models import FieldNote, Finding, NoteReading
from .models.field_note import origin_of

ASKED = ("q", "kind", "status", "department", "since", "until")
"""What the records can be narrowed by, as their address spells it."""


def matching(rows: Any, asked: dict[str, str]) -> Any:
    """The rows that answer to everything asked; what makes no sense is not asked."""
    for name in ("kind", "status"):
        if asked[name]:
            rows = rows.filter(**{name: asked[name]})
    if asked["department"]:
        rows = rows.filter(department__code=asked["department"])
    if since := day(asked["since"]):
        rows = rows.filter(held_on__gte=since)
    if until := day(asked["until"]):
        rows = rows.filter(held_on__lte=until)
    return rows.about(asked["q"]) if asked["q"] else rows


def departments_of(user: Any) -> QuerySet[Department]:
    """Of which one may write down what one saw: the office of any, others of their own."""
    active = Department.objects.active()
    return active if user.standing.in_office else active.filter(pk__in=user.standing.departments)


def keyed(by: Any, key: str | None) -> uuid.UUID:
    """The public id of the record a form begins: sent again, it finds the same record."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{by.pk}:{key}") if key else uuid.uuid4()


def write_down(
    note: FieldNote, *, readers: Iterable[User], by: Any, key: str | None = None
) -> FieldNote:
    """Begin a record; the same form sent twice is the same record (it was kept without network)."""
    note.author, note.public_id = by, keyed(by, key)
    create(note, by=by, key=key, links={"readers": list(readers)})
    return note if note.pk else FieldNote.objects.get(public_id=note.public_id, author=by)


def attach_photos(
    note: FieldNote, photos: Iterable[Upload], *, by: Any, key: str | None = None
) -> list[tuple[str, Any]]:
    """Hang each photo on the record, once; return those not taken, each with its reason."""
    refused = []
    for at, photo in enumerate(photos):
        once = f"{key}-{at}" if key else None
        try:
            attach(note, photo, by=by, key=once)
        except NotTaken as reason:
            refused.append((photo.name or "", reason.sentence))
    return refused


def hand_in(note: FieldNote, *, by: Any, key: str | None = None) -> FieldNote:
    return take(note, "hand_in", by=by, key=f"{key}-in" if key else None)


def read(note: FieldNote, *, by: Any) -> None:
    """That somebody opened a confidential record is written down, once a day."""
    if note.confidential and note.author_id != by.pk:
        NoteReading.note_down(note, by, timezone.localdate())


def find(
    note: FieldNote,
    *,
    heading: str,
    title: str,
    proof: str,
    detail: str = "",
    by: Any,
    key: str | None = None,
) -> Finding:
    """Make a finding of what the record says; everybody reads it, and it names where it is from.

    The text of the record is not copied, nor the day of one that is told in confidence: what is
    told of it is what `proof` says.
    """
    require_visible(by, note)
    made = Finding(
        department=note.department,
        found_by=by,
        found_on=timezone.localdate() if note.confidential else note.held_on,
        heading=heading,
        title=title,
        detail=detail,
        proof=proof,
        origin=f"{origin_of(note)}{keyed(by, key).hex[:12]}",
    )
    create(made, by=by, key=key)
    return made if made.pk else Finding.objects.get(origin=made.origin)


def note_of(finding: Finding, reader: Any) -> FieldNote | None:
    """The record a finding was made from, for whoever may know of it."""
    kind, _mark, rest = finding.origin.partition(":")
    if kind != "field record":
        return None
    shown: Any = FieldNote.objects.visible_to(reader)
    found: FieldNote | None = shown.filter(public_id=rest.partition(":")[0]).first()
    return found


def photos_of(note: FieldNote) -> list[Attachment]:
    return list(Attachment.objects.of(note))


def history(note: FieldNote) -> list[tuple[dt.datetime, Any, str]]:
    """Who did what when, the latest first; the words of the record are not in it."""
    entries = Entry.objects.about(note._meta.label_lower, note.pk).select_related("actor")
    return [(entry.at, entry.actor, entry.verb) for entry in reversed(entries)]
