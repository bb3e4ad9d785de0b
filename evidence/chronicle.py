"""The record of a value in people's words: every figure it had, and who decided what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from improvement.audit.models import Entry
from improvement.door.lifecycle import arrows
from improvement.door.refusals import Text

from .models import DataImport, Value
from .models.value import read_rate


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: who did what when; `before` and `after` where the figure changed."""

    at: dt.datetime
    actor: Any
    said: Text
    reason: str
    before: Decimal | None
    after: Decimal | None


def events(value: Value) -> list[Event]:
    """The latest first."""
    entries = list(Entry.objects.about(value._meta.label_lower, value.pk).select_related("actor"))
    rate = value.denominator is not None
    found = [event(entry, rate=rate) for entry in entries]
    if len(entries) < value.version:  # the others are told by the files they came with
        found = sorted([*found, *brought(value, rate)], key=attrgetter("at"))
    return found[::-1]


def brought(value: Value, rate: bool) -> Iterable[Event]:
    """What files told, and what their undoing brought back."""
    replaced = {row.data_import_id: row for row in value.replaced.all()}
    after = {row.brought_by_id: row.value for row in replaced.values()}
    after[value.brought_by_id] = value.value
    files = DataImport.objects.in_bulk([key for key in {*replaced, *after} if key])
    said = {
        "finish": _("Brought in by the file %(name)s"),
        "undo": _("The import of the file %(name)s was undone"),
    }
    entries = Entry.objects.filter(
        object_type=DataImport._meta.label_lower, object_id__in=files, verb__in=said
    )
    for entry in entries.select_related("actor"):
        key, back = entry.object_id, entry.verb == "undo"
        before = replaced[key].value if key in replaced else None
        told = before if back else after.get(key)
        yield Event(
            at=entry.at,
            actor=entry.actor,
            said=said[entry.verb] % {"name": files[key].name},
            reason=str(entry.readable_inputs.get("reason", "")),
            before=None if back else figure(before, rate),
            after=figure(told, rate),
        )


def event(entry: Entry, *, rate: bool) -> Event:
    before, after = entry.readable_changes.get("value", (None, None))
    arrow = arrows(Value).get(entry.verb)
    words = {"create": _("Entered"), "change": _("Changed")}
    return Event(
        at=entry.at,
        actor=entry.actor,
        said=arrow.label if arrow else words[entry.verb],
        reason=str(entry.readable_inputs.get("reason", "")),
        before=figure(before, rate),
        after=figure(after, rate),
    )


def figure(kept: Decimal | str | None, rate: bool) -> Decimal | None:
    if kept is None:
        return None
    return read_rate(Decimal(kept)) if rate else Decimal(kept)
