"""Field work: what people of the departments have seen and heard, and what was found in it."""

from __future__ import annotations

import datetime as dt

from evidence import fieldwork
from evidence.models import FieldNote
from improvement.door.acts import take

from .organization import Staff
from .reading import DATA, Content, read_toml

TOLD = ("kind", "place", "method", "company", "flow", "quality", "staff", "text", "confidence")


def go_and_see(staff: Staff, today: dt.date) -> None:
    """Each record by its own person; what is in confidence stays in confidence here as well."""
    for told in read_toml(DATA / "field.toml")["records"]:
        note = written(staff, told, today)
        writer = staff.people[told["by"]]
        if told.get("draft"):
            continue
        note = fieldwork.hand_in(note, by=writer)
        if reason := told.get("returned"):
            take(note, "send_back", by=staff.office_head, reason=reason)
        if found := told.get("finding"):
            finder = staff.people[found.pop("by")]
            fieldwork.find(note, by=finder, **found)


def written(staff: Staff, told: Content, today: dt.date) -> FieldNote:
    note = FieldNote(
        department=staff.departments[told["department"]],
        held_on=today - dt.timedelta(days=told["days_ago"]),
        held_at=told.get("at"),
        people=told.get("people"),
        **{name: told[name].strip() for name in TOLD if name in told},
    )
    readers = [staff.people[name] for name in told.get("readers", [])]
    return fieldwork.write_down(note, readers=readers, by=staff.people[told["by"]])
