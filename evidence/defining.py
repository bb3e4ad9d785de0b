"""Acts on definitions: define an indicator, change its card, read every version it had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from improvement.audit.models import Entry
from improvement.charts.numbers import MISSING
from improvement.door.acts import create, record
from improvement.door.lifecycle import arrows
from improvement.door.refusals import StepRefused, Text
from improvement.door.unit import unit
from improvement.organization.models import Department

from .models import Indicator, Value

BESIDE = frozenset({"valid_from", "change_reason", "status"})
"""What says when and why a definition changed, and is no part of it."""


def define(*, by: Any, key: str | None = None, **card: Any) -> Indicator:
    """Take a new indicator into the library."""
    return create(Indicator(**card), by=by, key=key)


def redefine(
    indicator: Indicator,
    *,
    by: Any,
    version: int | None = None,
    key: str | None = None,
    **changes: Any,
) -> Indicator:
    """Change the card. What values were computed by stays while there are any.

    Another rhythm, factor, or telling by parts would make the figures of before and after look
    like one series: retire the indicator and define a new one.
    """
    with unit() as work:
        held = work.lock(indicator)
        if recounts(held, changes) and Value.objects.filter(indicator=held).exists():
            raise StepRefused(
                _(
                    "Values have been told by this rhythm, factor and way of counting. Retire the"
                    " indicator and define a new one."
                )
            )
        return record(held, changes, by=by, version=version, key=key)


def recounts(held: Indicator, changes: dict[str, Any]) -> bool:
    by_parts = bool(changes.get("denominator_name", held.denominator_name))
    same = all(changes.get(n, getattr(held, n)) == getattr(held, n) for n in ("rhythm", "factor"))
    return not same or by_parts != held.by_parts


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a definition: what changed, by whom, and from which day it counts."""

    at: dt.datetime
    actor: Any
    said: Text
    valid_from: dt.date | None
    reason: str
    changes: list[tuple[str, str, str]]
    """Each as (field, before, after)."""


def editions(indicator: Indicator, known: Mapping[int, Department] | None = None) -> list[Edition]:
    """Every version, the latest first; owners that are `known` are not asked for again."""
    entries = list(
        Entry.objects.about(indicator._meta.label_lower, indicator.pk).select_related("actor")
    )
    owners = {
        key
        for entry in entries
        for key in entry.readable_changes.get("owner_id", [])
        if key is not None
    }
    names = dict(known or {})
    if unknown := owners - set(names):
        names |= Department.objects.in_bulk(unknown)
    return [edition(entry, names) for entry in reversed(entries)]


def edition(entry: Entry, names: dict[int, Department]) -> Edition:
    changed = entry.readable_changes
    valid_from = changed.get("valid_from", [None, None])[1]
    arrow = arrows(Indicator).get(entry.verb)
    words = {"create": _("Defined"), "change": _("Changed")}
    reason = changed.get("change_reason", ["", ""])[1] or entry.readable_inputs.get("reason", "")
    return Edition(
        at=entry.at,
        actor=entry.actor,
        said=arrow.label if arrow else words[entry.verb],
        valid_from=dt.date.fromisoformat(valid_from) if valid_from else None,
        reason=str(reason),
        changes=[]
        if entry.verb == "create"
        else [
            (label(name), told(name, before, names), told(name, after, names))
            for name, (before, after) in changed.items()
            if name not in BESIDE
        ],
    )


def field_of(name: str) -> models.Field[Any, Any]:
    found: models.Field[Any, Any] = Indicator._meta.get_field(name.removesuffix("_id"))  # type: ignore[assignment]
    return found


def label(name: str) -> str:
    text = str(field_of(name).verbose_name)
    return text[:1].upper() + text[1:]


def told(name: str, kept: Any, names: dict[int, Department]) -> str:
    """A kept value as people read it."""
    if kept in (None, ""):
        return MISSING
    if name == "owner_id":
        return names[kept].local_name if kept in names else MISSING
    return str(dict(field_of(name).flatchoices).get(kept, kept))
