"""Field work, in the states and situations that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evidence.models import FieldNote

CONFIDENCE = {"": "department", "office only": "office", "named people": "named"}
WRITERS = {"csc": "dana", "qua": "dora"}


class FieldScenes:
    """A morning at the counters in October, written down by the clerk of the department."""

    departments: dict[str, Any]
    people: dict[str, Any]

    def field_note(self, code: str, state: str, situation: str) -> FieldNote:
        made = FieldNote(
            kind="interview",
            department=self.departments[code],
            place="Counter 3",
            held_on=dt.date(2026, 10, 5),
            author=self.people[WRITERS[code]],
            flow="Two people wait for one form.",
            confidence=CONFIDENCE[situation],
            status=state,
        )
        made.save()
        if situation == "named people":
            made.readers.set([self.people["hana" if code == "csc" else "hugo"]])
        return made
