"""Inspections: a checklist written, a place inspected by it, what was found, and how it went on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from improvement.charts.bars import Row, bar_chart
from improvement.charts.chart import Chart
from improvement.charts.numbers import figure
from improvement.door.acts import create, create_many, record, record_many, require_visible
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from .lifecycle import InspectionStatus
from .models import (
    Checklist,
    ChecklistItem,
    Finding,
    Inspection,
    InspectionAnswer,
    SiteFinding,
)
from .statistics.scores import score

# The checklist


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form of a checklist; `item` is the row it changes, nothing for a new one."""

    item: ChecklistItem | None
    section: str
    text: str
    weight: int
    scale: int

    @property
    def written(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "text": self.text,
            "weight": self.weight,
            "scale": self.scale,
            "taken_out": False,
        }


def write_checklist(
    checklist: Checklist,
    lines: Sequence[Line],
    *,
    changes: dict[str, Any],
    by: Any,
    version: int | None = None,
    key: str | None = None,
) -> Checklist:
    """Title and items in the order given; an item whose text was emptied is taken out."""
    with unit():
        if checklist.pk:
            kept = record(checklist, changes, by=by, version=version, key=key)
        else:
            checklist.written_by = by
            kept = create(checklist, by=by, key=key)
        if kept.pk:
            write_items(kept, lines, by=by)
    return kept


def write_items(checklist: Checklist, lines: Sequence[Line], *, by: Any) -> None:
    written = [line for line in lines if line.text]
    gone = [line.item for line in lines if line.item and not line.text]
    changes = [(item, {"taken_out": True}) for item in gone]
    new = []
    for number, line in enumerate(written, start=1):
        if line.item:
            changes.append((line.item, line.written | {"number": number}))
        else:
            new.append(ChecklistItem(checklist=checklist, number=number, **line.written))
    record_many(changes, by=by, cause=checklist)
    create_many(new, by=by, cause=checklist)


def in_sections(rows: Iterable[Any], item_of: Any = lambda row: row) -> list[tuple[str, list[Any]]]:
    """The rows under their sections; an item without one goes on under the one before."""
    named: list[tuple[str, Any]] = []
    section = ""
    for row in rows:
        section = item_of(row).section or section
        named.append((section, row))
    return [
        (name, [row for _name, row in group]) for name, group in groupby(named, lambda one: one[0])
    ]


# The inspection


def begin(inspection: Inspection, *, by: Any, key: str | None = None) -> Inspection:
    """An inspection with an answer to be given for each item of its checklist."""
    inspection.inspector = by
    with unit():
        create(inspection, by=by, key=key)
        if inspection.pk:
            items = inspection.checklist.items.live()
            rows = [InspectionAnswer(inspection=inspection, item=item) for item in items]
            create_many(rows, by=by, cause=inspection)
    return inspection


@dataclass(frozen=True, slots=True)
class Told:
    """What was chosen for one item."""

    answer: InspectionAnswer
    points: int | None
    applies: bool
    note: str


def answer(
    inspection: Inspection,
    told: Iterable[Told],
    *,
    changes: dict[str, Any],
    by: Any,
    version: int | None = None,
) -> Inspection:
    """Keep what was chosen so far; the whole of it is finished by a step of its own."""
    with unit():
        kept = record(inspection, changes, by=by, version=version)
        record_many(
            [
                (one.answer, {"points": one.points, "applies": one.applies, "note": one.note})
                for one in told
            ],
            by=by,
            cause=kept,
        )
    return kept


def find_on_site(
    inspection: Inspection,
    *,
    item: ChecklistItem | None,
    due: dt.date,
    responsible: Any,
    by: Any,
    key: str | None = None,
    **words: str,
) -> Finding:
    """A finding of the department, with the day it is to be put right by and who answers for it."""
    require_visible(by, inspection)
    if inspection.status != InspectionStatus.FINISHED:
        raise StepRefused(_("Finish the inspection first."), inspection.get_absolute_url())
    made = Finding(
        department=inspection.department,
        found_by=by,
        found_on=inspection.held_on,
        **words,
    )
    made.origin = f"inspection:{inspection.public_id}:{(key or made.public_id.hex)[:12]}"
    with unit():
        create(made, by=by, key=key)
        if not made.pk:
            return Finding.objects.get(origin=made.origin)
        on_site = SiteFinding(
            inspection=inspection, item=item, finding=made, due=due, responsible=responsible
        )
        create(on_site, by=by, cause=inspection)
    return made


def inspection_of(finding: Finding, reader: Any) -> Inspection | None:
    """The inspection that has found it, for whoever may read that."""
    if not finding.origin.startswith("inspection:"):
        return None
    found: Inspection = finding.on_site.inspection
    return found if reader.has_perm("evidence.view_inspection", found) else None


# How it went on


@dataclass(frozen=True, slots=True)
class Compared:
    """One item now and the time before; `turn` is better, worse or same, or empty."""

    answer: InspectionAnswer
    before: InspectionAnswer | None

    @property
    def turn(self) -> str:
        old, new = (one.mark.points if one else None for one in (self.before, self.answer))
        if old is None or new is None:
            return ""
        return "same" if new == old else "better" if new > old else "worse"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    rows: list[Compared]
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An inspection as it is read: section by section, beside the one before of the same place."""

    sections: list[Section]
    score: Decimal | None
    left_out: int
    before: Inspection | None
    chart: Chart | None
    turns: dict[str, int] = field(default_factory=dict)


SHOWN = 12
"""So many inspections of one place are drawn, the latest ones."""


def sheet_of(inspection: Inspection, reader: Any) -> Sheet:
    answers = list(inspection.answers.select_related("item"))
    alike = list(earlier(inspection, reader))
    before = alike[0] if alike else None
    old = {one.item_id: one for one in before.answers.select_related("item")} if before else {}
    sections = [
        Section(
            name=name,
            rows=[Compared(row, old.get(row.item_id)) for row in rows],
            score=score(row.mark for row in rows),
        )
        for name, rows in in_sections(answers, lambda row: row.item)
    ]
    turns = [row.turn for section in sections for row in section.rows]
    return Sheet(
        sections=sections,
        score=score(row.mark for row in answers),
        left_out=sum(not row.applies for row in answers),
        before=before,
        chart=drawn([*reversed(alike), inspection]) if alike else None,
        turns={turn: turns.count(turn) for turn in ("better", "worse", "same")},
    )


def earlier(inspection: Inspection, reader: Any) -> Any:
    """Those of the same place by the same checklist that were finished before, the latest first."""
    shown: Any = Inspection.objects.visible_to(reader)
    rows = shown.alike(inspection).finished().filter(held_on__lte=inspection.held_on)
    rows = rows.exclude(pk=inspection.pk).exclude(held_on=inspection.held_on, pk__gt=inspection.pk)
    return rows.newest_first()[: SHOWN - 1]


def drawn(inspections: Sequence[Inspection]) -> Chart:
    """The scores of one place in the order of their days, each read out."""
    known = [(one.held_on, one.score) for one in inspections if one.score is not None]
    told = {day: figure(value, 1) for day, value in known}
    sentence = _("Nothing could be scored yet.")
    if known:
        words = {"number": len(known), "first": told[known[0][0]], "last": told[known[-1][0]]}
        sentence = _("From %(first)s to %(last)s in %(number)d inspections.") % words
    chart = bar_chart(
        "scores",
        _("Scores of this place"),
        [_("Score")],
        [Row(spelled(day), [float(value)]) for day, value in known],
        sentence=sentence,
        said=lambda value: figure(value, 1),
        full=100,
    )
    return replace(chart, header=[_("Day"), _("Score")])


def spelled(day: dt.date) -> str:
    return dateformat.format(day, pgettext("date format of a day", "j M Y"))
