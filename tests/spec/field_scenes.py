"""Field work and inspections, in the states and situations that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evidence.models import Checklist, ChecklistItem, FieldNote, Inspection, InspectionAnswer

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

    def checklist(self, state: str, situation: str) -> Checklist:
        """Of one question, unless the case says otherwise."""
        made = Checklist(title="Counters", written_by=self.people["olga"], status=state)
        made.save()
        if situation != "nothing written":
            ChecklistItem(checklist=made, number=1, text="Is the sign seen?").save()
        return made

    def inspection(self, code: str, state: str, situation: str) -> Inspection:
        """Of the counters in October, by the clerk of the department."""
        checklist = self.checklist("in_use", "")
        made = Inspection(
            checklist=checklist,
            department=self.departments[code],
            place="Hall",
            held_on=dt.date(2026, 10, 5),
            inspector=self.people[WRITERS[code]],
            status=state,
        )
        made.save()
        points = None if situation == "not all answered" else 1
        InspectionAnswer(inspection=made, item=checklist.items.get(), points=points).save()
        return made
