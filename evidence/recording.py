"""The register of service records: found, told in words, and read in confidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from improvement.audit.models import Entry
from improvement.door.acts import enter, require_right, require_visible, snapshot
from improvement.door.lifecycle import arrows
from improvement.door.refusals import Text
from improvement.door.typed import day, whole
from improvement.door.unit import unit
from improvement.organization.models import Department

from .models import DataImport, RecordCategory, ServiceRecord
from .models.service_record import ServiceRecordQuerySet
from .words.splitting import PAIRED, SPELLINGS

ASKED = (
    *("q", "kind", "status", "department", "category", "channel", "severity"),
    *("since", "until", "import", "only", "word"),
)
"""What the register can be narrowed by, as its address spells it."""


UNSORTED = "~"
"""Asks for records without a category; no code of a category holds the sign."""


def asked_by(given: Mapping[str, str]) -> dict[str, str]:
    """What an address asks for, each name once; empty where it does not."""
    return {name: given.get(name, "").strip() for name in ASKED}


def matching(
    rows: ServiceRecordQuerySet, asked: dict[str, str], department: int = 0
) -> ServiceRecordQuerySet:
    """The rows that answer to all but the words; what makes no sense is not asked.

    `department` is the key of the one asked for, zero for one that is not there.
    """
    for name in ("kind", "status", "channel"):
        if asked[name]:
            rows = rows.filter(**{name: asked[name]})
    if (severity := whole(asked["severity"])) is not None:
        rows = rows.filter(severity=severity)
    if asked["department"]:
        rows = rows.filter(department=department)
    if asked["import"]:
        rows = rows.filter(brought_by__in=imports_called(asked["import"]))
    if asked["category"] == UNSORTED:
        rows = rows.filter(category=None)
    elif asked["category"] and asked["only"]:
        rows = rows.filter(category__code=asked["category"])
    elif asked["category"]:
        rows = rows.filter(category__in=branch_called(asked["category"]))
    if since := day(asked["since"]):
        rows = rows.filter(opened_on__gte=since)
    if until := day(asked["until"]):
        rows = rows.filter(opened_on__lte=until)
    if asked["word"]:
        rows = rows.filter(containing(asked["word"]))
    return rows


def department_called(code: str) -> int:
    """The key of a department; zero, which none has, where there is no such code."""
    keys = Department.objects.filter(code=code).values_list("pk", flat=True) if code else []
    return next(iter(keys), 0)


def branch_called(code: str) -> list[int]:
    """The keys of a category and of all below it: as keys, not as a query, they find an index."""
    branch = Q(path__startswith=f"{code}/") | Q(path__contains=f"/{code}/")
    return list(RecordCategory.objects.filter(branch).values_list("pk", flat=True))


def containing(spelled: str) -> Q:
    """A word of the list of recurring words, in any of the ways in which it was written."""
    found = Q()
    for word in spelled.replace("\x00", "").split(",")[:SPELLINGS]:
        kept = "read__phrases" if PAIRED in word else "read__words"
        found |= Q(**{f"{kept}__contains": f" {word.strip()} "})
    return found


def imports_called(key: str) -> QuerySet[Any, Any]:
    """The import of an address, as rows are narrowed by it."""
    try:
        return DataImport.objects.filter(public_id=UUID(key)).values("pk")
    except ValueError:
        return DataImport.objects.none()


def key_of(on: dt.date, key: int) -> str:
    return f"{on:%Y-%m-%d}_{key}"


def read_key(text: str) -> tuple[dt.date, int] | None:
    """Where a page goes on; nothing where the text is no such place."""
    first, _mark, rest = text.partition("_")
    on, key = day(first), whole(rest)
    return (on, key) if on and key is not None else None


def unmask(row: ServiceRecord, *, by: Any) -> str:
    """Who handled it; that the name was read stands in the record, with a version of its own."""
    with unit() as work:
        kept = work.lock(row)
        work.fresh(by)
        require_visible(by, kept)
        require_right(by, "unmask", kept)
        before = snapshot(kept)
        kept.version += 1
        work.save(kept)
        enter(work, kept, "unmask", by=by, before=before, inputs={})
    return kept.handler


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record: who did what when, and why."""

    at: dt.datetime
    actor: Any
    said: Text
    reason: str


def events(row: ServiceRecord) -> list[Event]:
    """The latest first."""
    about = Entry.objects.about(row._meta.label_lower, row.pk).select_related("actor")
    entries = about.with_particulars()
    words = {
        "create": _("Entered"),
        "change": _("Changed"),
        "unmask": _("Read who handled it"),
    }
    known = {name: arrow.label for name, arrow in arrows(ServiceRecord).items()}
    return [
        Event(
            at=entry.at,
            actor=entry.actor,
            said=known.get(entry.verb) or words[entry.verb],
            reason=str(entry.readable_inputs.get("reason", "")),
        )
        for entry in reversed(entries)
    ]
