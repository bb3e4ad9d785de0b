"""What customers told us, in the states and situations that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from evidence.imports.checking import Check
from evidence.imports.jobs import changes_of
from evidence.imports.receiving import begin
from evidence.models import DataImport, DataRequest, SavedView, ServiceRecord


class RecordScenes:
    """A complaint of October, handled by somebody."""

    departments: dict[str, Any]
    people: dict[str, Any]

    def service_record(self, code: str, state: str, situation: str) -> ServiceRecord:
        made = ServiceRecord(
            kind="complaint",
            channel="phone",
            department=self.departments[code],
            opened_on=dt.date(2026, 10, 5),
            closed_on=dt.date(2026, 10, 9) if state == "closed" else None,
            text="Nobody answers.",
            handler="Chan Tai Man",
            taken_out=situation == "import undone",
            status=state,
        )
        made.save()
        return made

    def saved_view(self, code: str, state: str, situation: str) -> SavedView:
        """What Dana has saved, for herself unless the case says otherwise."""
        reach = situation or "own"
        department = self.departments[code] if reach == "department" else None
        view = SavedView(
            name="Late calls",
            asked="q=late",
            owner=self.people["dana"],
            reach=reach,
            department=department,
            status=state,
        )
        view.save()
        return view

    def data_import(self, code: str, state: str, situation: str) -> DataImport:
        """A file of one complaint, looked through unless the case says otherwise."""
        made = begin(
            ContentFile(b"Date,Type,Channel,Text\n2026-10-05,Complaint,Phone,Late\n", "desk.csv"),
            source=f"Desk {code} {state}",
            department=self.departments[code],
            by=self.people["olga"],
        )
        changes: dict[str, Any] = {"status": state}
        if situation != "not looked through":
            changes |= changes_of(made, Check(made).run())
        DataImport.objects.filter(pk=made.pk).update(**changes)
        return DataImport.objects.get(pk=made.pk)

    def data_request(self, code: str, state: str, situation: str) -> DataRequest:
        """A text is asked for, unless the case says that a file is."""
        made = DataRequest(
            department=self.departments[code],
            title="Staff at the desk",
            purpose="For the plan of the next year.",
            form="file" if situation == "a file is asked for" else "text",
            due=dt.date(2026, 12, 1),
            asked_by=self.people["olga"],
            status=state,
        )
        made.save()
        return made
