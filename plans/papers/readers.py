"""Who read a draft before it was handed in, as its papers say it: check and countersigns (ours).

It is for whoever sees how a plan came about. A plan in force goes out to everybody without it; a
version of before carries the answers that stood when that version was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from improvement.audit.models import Entry
from improvement.documents.content import Table
from improvement.documents.forms import Form, spoken
from improvement.door.models import Revision
from improvement.organization.models import User
from plans.lifecycle import ANSWERED, CountersignStatus, DraftCheckStatus, PlanStatus
from plans.models import Countersign, DraftCheck, Plan
from plans.wording import NOTHING

READ = {DraftCheckStatus.PASSED, DraftCheckStatus.CHANGED, DraftCheckStatus.RETURNED, *ANSWERED}
OPEN = {DraftCheckStatus.ASKED, CountersignStatus.ASKED}


@dataclass(slots=True)
class Reading:
    """A check or a countersign, with what was answered, by whom and when."""

    row: DraftCheck | Countersign
    by: str
    at: str
    told: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.told = {name: getattr(self.row, name) for name in ("status", "word", self.by, self.at)}

    def take_back(self, entry: Entry) -> None:
        changed = entry.readable_changes
        for column in self.row._meta.concrete_fields:
            if column.attname in self.told and column.attname in changed:
                self.told[column.attname] = column.to_python(changed[column.attname][0])

    @property
    def opinion(self) -> str:
        """“Objected: in March we are short of two.”"""
        status = str(dict(self.row._meta.get_field("status").flatchoices)[self.told["status"]])
        word = self.told["word"]
        return _("%(label)s: %(text)s") % {"label": status, "text": word} if word else status


def readers_table(
    plan: Plan, revision: Revision | None, *, form: Form, language: str
) -> Table | None:
    """A line for the check and for each department; what is still open only while it is drafted."""
    shown = READ | (OPEN if plan.status == PlanStatus.DRAFT and revision is None else set())
    found = readings(plan)
    if revision:
        found = as_of(revision.made_at, plan, found)
    found = [one for one in found if one.told["status"] in shown]
    people = User.objects.in_bulk({one.told[one.by] for one in found} - {None})
    lines = [line(one, people.get(one.told[one.by]), form, language) for one in found]
    header = [
        pgettext("who read a draft", "Step"),
        pgettext("who read a draft", "By"),
        pgettext("who read a draft", "Opinion"),
        _("Date"),
    ]
    return Table(header, lines, (1.6, 4, 5, 2.8)) if lines else None


def readings(plan: Plan) -> list[Reading]:
    checks = DraftCheck.objects.filter(plan=plan)
    answers = Countersign.objects.filter(plan=plan).select_related("department")
    return [
        *(Reading(row, "checked_by_id", "checked_at") for row in checks),
        *(Reading(row, "answered_by_id", "answered_at") for row in answers),
    ]


def as_of(moment: dt.datetime, plan: Plan, found: Iterable[Reading]) -> list[Reading]:
    """What was answered by then: what the record holds of later is taken back."""
    held = {(one.row._meta.label_lower, one.row.pk): one for one in found}
    later = Entry.objects.of(f"{plan._meta.label_lower}:{plan.pk}").filter(
        at__gt=moment, object_type__in={kind for kind, _key in held}
    )
    for entry in reversed(later.with_particulars()):
        place = (entry.object_type, entry.object_id)
        if entry.verb == "create":
            held.pop(place, None)
        elif place in held:
            held[place].take_back(entry)
    return list(held.values())


def line(one: Reading, person: User | None, form: Form, language: str) -> list[str]:
    place = one.row.department.local_name if isinstance(one.row, Countersign) else ""
    at = one.told[one.at]
    return [
        _("Countersign") if place else _("Check of draft"),
        " · ".join(filter(None, [place, person.local_name if person else ""])) or NOTHING,
        one.opinion,
        spoken(timezone.localdate(at), form, language) if at else NOTHING,
    ]
