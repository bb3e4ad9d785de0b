"""The workbook that a department sends, and the proposal it has looked through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from improvement.documents.reading import Rows
from improvement.door.bounded import Bounded
from plans.forms.sections import OwnSectionForm
from plans.models import Plan

SALT = "plans.importing"
AN_HOUR = 3600
LONGEST = 2_000_000


class WorkbookForm(Bounded, forms.Form):
    """One file; what is in it is looked at in a process of its own."""

    workbook = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("An Excel file (.xlsx) of at most 5 MB."),
    )


class OwnTextForm(OwnSectionForm):
    """A section of the department's own, with its text, as a row of the workbook has both."""

    class Meta(OwnSectionForm.Meta):
        fields = ("title", "body")


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows a person has looked through, and the digest of the plan they were compared with.

    It travels through the page, signed for this person and this plan: nothing is kept for
    somebody who does not come back.
    """

    rows: list[Rows]
    seen: str

    def sealed(self, plan: Plan, person: Any) -> str:
        said = {
            "plan": str(plan.public_id),
            "person": person.pk,
            "seen": self.seen,
            "rows": [
                [sheet.name, [[packed(c) for c in row] for row in sheet.rows]]
                for sheet in self.rows
            ],
        }
        return signing.dumps(said, salt=SALT, compress=True)

    @classmethod
    def opened(cls, text: str, plan: Plan, person: Any) -> Looked | None:
        """None where it is not ours, too old, or for somebody or something else."""
        try:
            said = signing.loads(text, salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature:
            return None
        if (said["plan"], said["person"]) != (str(plan.public_id), person.pk):
            return None
        rows = [
            Rows(name, [[unpacked(c) for c in row] for row in rows]) for name, rows in said["rows"]
        ]
        return cls(rows, said["seen"])


def packed(cell: Any) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, dt.date) else cell


def unpacked(cell: Any) -> Any:
    return dt.date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
