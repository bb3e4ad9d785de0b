"""The papers of a meeting in one file: agenda, consent lists, vote sheet, then what is voted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.dateformat import format as in_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from improvement.documents.content import Block, Document, Facts, Heading, Paragraph, Run, Table
from improvement.documents.forms import Form, spoken
from improvement.organization.models import Organization

from .last_time import LastTime, last_times
from .models import Ballot, BallotItem, Condition, Seat, Sitting
from .papers import Matter, Paper, Told, written
from .sittings import agenda, seats_of

SHORT = 12
NOTHING = "—"
SIGNING, WORDS = 0.9, 3
"""Centimetres of a row in which a hand writes a sign, or words."""


@dataclass(frozen=True, slots=True)
class Point:
    """One matter as the papers count it: a ballot (2), or an item of its list (2.7)."""

    number: str
    row: Ballot | BallotItem
    paper: Paper
    asked_before: LastTime | None

    @property
    def title(self) -> str:
        return self.row.local_name


def pack(
    sitting: Sitting, reader: Any, *, language: str, whole: bool, told: Told | None = None
) -> Document:
    """One paper with bookmarks and page numbers; call it under `translation.override(language)`.

    What the reader may not know of is left out; the numbers stay.
    """
    items = [
        item for item in agenda(sitting) if reader.has_perm("approvals.view_ballot", item.ballot)
    ]
    points = points_of(items, whole=whole, told=told)
    house: Any = Organization.current()
    day = spoken(sitting.held_on, Form.PLAIN, language)
    return Document(
        form=Form.PLAIN,
        language=language,
        title=_("Papers for the meeting of the leadership group"),
        organization=house.local_name if house else "",
        date=sitting.held_on,
        facts=[
            row
            for row in (
                (_("Day of the meeting"), day),
                (_("Place"), sitting.place),
                (_("Matters"), str(len(items))),
                (_("Prepared by"), sitting.made_by.local_name),
                (_("Code of the meeting"), sitting.code),
                (_("Its last 8 characters"), sitting.tail),
            )
            if row[1]
        ],
        footer=f"{day} · {sitting.tail}",
        depth=1,
        blocks=[
            *agenda_blocks(items, points),
            *sheet_blocks(sitting, items),
            *paper_blocks(points),
        ],
    )


def points_of(items: Iterable[Any], *, whole: bool, told: Told | None) -> list[Point]:
    """Every matter in the order of the agenda, the items of a list behind the list."""
    rows: list[tuple[str, Ballot | BallotItem]] = []
    for item in items:
        rows.append((str(item.number), item.ballot))
        listed = (one for one in item.ballot.items.all() if one.listed)
        rows += [(f"{item.number}.{one.number}", one) for one in listed]
    for kind in (Ballot, BallotItem):
        prefetch_related_objects([row for _n, row in rows if isinstance(row, kind)], "subject")
    papers = written(
        (
            Matter(number, row.content_type_id, row.subject, row.revision.content)
            for number, row in rows
        ),
        whole=whole,
        told=told,
    )
    asked = last_times([row for _n, row in rows])
    return [
        Point(number, row, papers[number], before)
        for (number, row), before in zip(rows, asked, strict=True)
    ]


# Agenda


def agenda_blocks(items: list[Any], points: list[Point]) -> Iterator[Block]:
    by_number = {point.number: point for point in points}
    yield Heading(1, _("Agenda"), numbered=False, new_page=True)
    yield points_table(by_number[str(item.number)] for item in items)
    for item in items:
        listed = [p for p in points if p.number.startswith(f"{item.number}.")]
        if listed:
            yield Heading(
                1, _("Consent list: %(title)s") % {"title": item.ballot.local_name}, numbered=False
            )
            yield Paragraph([Run(_("One vote decides on all. Any member may pull an item."))])
            yield points_table(listed)


def points_table(points: Iterable[Point]) -> Table:
    rows = [
        [
            point.number,
            point.title,
            capfirst(str(point.row.content_type.name)),
            point.row.department.local_name if point.row.department else NOTHING,
            point.paper.cost or NOTHING,
            point.row.recommendation or NOTHING,
        ]
        for point in points
    ]
    header = [
        pgettext("column of a table", "No."),
        _("Matter"),
        _("Kind"),
        _("Department"),
        _("Cost"),
        _("Recommendation of the office"),
    ]
    return Table(header, rows, (1.1, 3.2, 1.7, 2.1, 2.2, 4.4), (4,))


# Vote sheet


def signs() -> list[tuple[str, str]]:
    """What is written into a cell of the sheet, and what it means."""
    return [
        (pgettext("sign on the vote sheet: approve", "A"), _("Approve")),
        (pgettext("sign on the vote sheet: conditions", "C"), _("Approve with conditions")),
        (pgettext("sign on the vote sheet: return", "R"), _("Return for revision")),
        (pgettext("sign on the vote sheet: abstain", "B"), _("Abstain")),
        (pgettext("sign on the vote sheet: absent", "X"), _("Absent")),
    ]


def sheet_blocks(sitting: Sitting, items: list[Any]) -> Iterator[Block]:
    """Seats across, matters down; then what was said to single ones, and the signatures."""
    seats = seats_of(items)
    yield Heading(1, _("Vote sheet"), numbered=False, new_page=True)
    yield Paragraph([Run(" · ".join(f"{sign} {means}" for sign, means in signs()))])
    yield Paragraph(
        [Run(_("A column of one sign is written once and drawn down. Name pulled items below."))]
    )
    header = [
        pgettext("column of a table", "No."),
        _("Matter"),
        *(f"{seat.holder.local_name}\n{seat.word}" for seat in seats),
    ]
    rows = [
        [str(item.number), item.ballot.local_name, *(cell(item.ballot, seat) for seat in seats)]
        for item in items
    ]
    yield Table(header, rows, (1, 4, *([1.5] * len(seats))), height=SIGNING)
    for title in (_("Conditions, with dates; reasons of returns"), _("Pulled items")):
        yield Heading(2, title, numbered=False)
        yield Table(
            [pgettext("column of a table", "No."), _("Words")], [["", ""]], (1, 9), height=3
        )
    yield Heading(2, _("Signatures"), numbered=False)
    yield Table(
        [_("Seat"), _("Signature"), _("Day")],
        [[f"{seat.holder.local_name}, {seat.word}", "", ""] for seat in seats],
        (4, 5, 2.5),
        height=SIGNING,
    )
    at = f"{settings.SITE_URL}{sitting.get_absolute_url()}"
    yield Facts([(_("Code of the meeting"), f"… {sitting.tail}"), (_("To be recorded at"), at)])


def cell(ballot: Ballot, seat: Seat) -> str:
    """Empty for a hand to write in; else why there is nothing to write."""
    own = next((one for one in ballot.seats.all() if one.key == seat.key), None)
    if own is None:
        return NOTHING
    if own.recused:
        return _("Recused")
    return _("voted on screen") if own.choice else ""


# Papers


def paper_blocks(points: list[Point]) -> Iterator[Block]:
    for point in points:
        row = point.row
        facts = [
            (_("Matter"), capfirst(str(row.content_type.name))),
            (_("Department"), row.department.local_name if row.department else ""),
            (_("Content"), f"{version_of(row)} · {row.revision.digest[:SHORT]}"),
            (_("Recommendation of the office"), row.recommendation),
        ]
        yield Heading(1, f"{point.number} {point.title}", numbered=False, new_page=True)
        yield Facts([fact for fact in facts if fact[1]])
        if point.asked_before:
            yield from last_time_blocks(point.asked_before)
        yield from point.paper.blocks or [Paragraph([Run(_("The full text is read on screen."))])]


def last_time_blocks(asked: LastTime) -> Iterator[Block]:
    """What earlier approvals asked of the same department, and how each of it stands."""
    yield Heading(2, _("Conditions of last time"), numbered=False)
    yield Paragraph([Run(asked.summary)])
    header = [_("Condition"), _("Approved"), _("To be met by"), _("Stage")]
    yield Table(header, [last_time_row(condition) for condition in asked.rows], (6, 4, 2.2, 2.6))


def last_time_row(condition: Condition) -> list[str]:
    due = in_format(condition.due, "Y-m-d") if condition.due else NOTHING
    stage = _("Overdue") if condition.overdue else condition.get_status_display()
    return [condition.text, condition.ballot.local_name, due, stage]


def version_of(row: Ballot | BallotItem) -> str:
    return _("version %(number)d") % {"number": row.revision.number}
