"""The record of a value in people's words: every figure it had, and who decided what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from improvement.audit.models import Entry
from improvement.door.lifecycle import arrows
from improvement.door.refusals import Text

from .models import Value
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
    entries = Entry.objects.about(value._meta.label_lower, value.pk).select_related("actor")
    return [event(entry, rate=value.denominator is not None) for entry in reversed(entries)]


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


def figure(kept: str | None, rate: bool) -> Decimal | None:
    if kept is None:
        return None
    return read_rate(Decimal(kept)) if rate else Decimal(kept)
