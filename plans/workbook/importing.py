"""A filled workbook against the plan: first what it would change, then all of it or nothing.

`propose()` reads and changes nothing; its faults name the cell and what to do. `apply()` writes
what was proposed through the acts of drafting, in one unit, if the plan is still what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from improvement.documents.reading import Rows
from improvement.door.acts import record
from improvement.door.models import canonical
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from plans import drafting
from plans.drafting import Below
from plans.models import Goal, Milestone, Plan, ResourceNeed, TargetLine
from plans.wording import listed

from .cells import Reader
from .comparison import Comparison, Fault, Key, Line, Proposal, rows_of
from .writing import GOALS, MEASURES, MILESTONES, PAGES, RESOURCES, SECTIONS, TARGETS, Page, table


def propose(plan: Plan, sheets: Sequence[Rows]) -> Proposal:
    """What the workbook would add and change; nothing is written.

    The sheets may be in any of our languages; a sheet that is not there changes nothing, and a
    row that is left out stays in the plan.
    """
    found = Proposal(plan, digest(plan))
    known, language = recognized(sheets)
    if not known:
        names = listed(str(page.title) for page in PAGES)
        found.faults.append(
            Fault("", _("None of these sheets is in the workbook: %(names)s.") % {"names": names})
        )
        return found
    reader_language = translation.get_language()
    with translation.override(language):
        current = table(plan.content(), plan)
        headings = {page: page.headings() for page in PAGES}
    with translation.override(reader_language):
        Comparison(found, Reader(plan), current).run(known, headings)
    return found


def recognized(sheets: Sequence[Rows]) -> tuple[dict[Page, Rows], str]:
    """The sheets by the page they fill, and the language most of them are written in."""
    best: dict[Page, Rows] = {}
    spoken = settings.LANGUAGE_CODE
    score = -1
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles = {str(page.title).casefold(): page for page in PAGES}
            known = {titles[s.name.casefold()]: s for s in sheets if s.name.casefold() in titles}
            fits = sum(agree(page, sheet) for page, sheet in known.items())
        if len(known) * 100 + fits > score:
            best, spoken, score = known, language, len(known) * 100 + fits
    return best, spoken


def agree(page: Page, sheet: Rows) -> int:
    """How many headings are those of the page."""
    head = sheet.rows[0] if sheet.rows else []
    return sum(str(cell) == title for cell, title in zip(head, page.headings(), strict=False))


def digest(plan: Plan) -> str:
    return hashlib.sha256(canonical(plan.content()).encode()).hexdigest()


def apply(
    plan: Plan, sheets: Sequence[Rows], *, by: Any, seen: str, key: str | None = None
) -> Proposal:
    """Write everything the workbook adds and changes, in one unit.

    Raises StepRefused where the plan is no longer what was `seen` when it was proposed, or where
    the workbook has faults; and what the door raises. Sent twice with the same key it counts once.
    """
    with unit() as work:
        if drafting.sent_before(work, plan, by, key):
            return Proposal(plan, seen)
        found = propose(plan, sheets)
        if found.seen != seen or found.faults:
            raise StepRefused(
                _("The plan was changed meanwhile. Look through the changes again."),
                plan.get_absolute_url(),
            )
        made = write_goals(found, by=by)
        write_measures(found, made, by=by)
        write_sections(found, by=by)
    return found


def write_goals(found: Proposal, *, by: Any) -> dict[str, Goal]:
    """Goals with their target lines; those that are new, by the code the workbook gave them."""
    own, lines = found.of(GOALS), found.of(TARGETS)
    rows, made = rows_of(found.plan)[GOALS], {}
    for code in ordered({key[0] for key in (*own, *lines)}):
        line = own.get((code, 0))
        goal = rows.get((code, 0))
        kept = drafting.write_goal(
            by=by,
            plan=found.plan,
            goal=goal,
            changes=line.changes if line else {},
            lines=[typed(one, TargetLine()) for one in of_code(lines, code)],
        )
        if goal is None:
            made[code] = kept
    return made


def write_measures(found: Proposal, made: dict[str, Goal], *, by: Any) -> None:
    own, stones, needs = (found.of(page) for page in (MEASURES, MILESTONES, RESOURCES))
    rows = rows_of(found.plan)[MEASURES]
    for code in ordered({key[0] for key in (*own, *stones, *needs)}):
        line = own.get((code, 0))
        changes = dict(line.changes) if line else {}
        if line and line.new_goals:
            changes["goals"] = [*changes["goals"], *(made[goal] for goal in line.new_goals)]
        drafting.write_measure(
            by=by,
            plan=found.plan,
            measure=rows.get((code, 0)),
            changes=changes,
            milestones=[typed(one, Milestone()) for one in of_code(stones, code)],
            resources=[typed(one, ResourceNeed()) for one in of_code(needs, code)],
        )


def write_sections(found: Proposal, *, by: Any) -> None:
    """Own sections, renamed or written anew; new ones follow the others in their order."""
    lines = found.of(SECTIONS)
    for code in ordered({key[0] for key in lines}):
        line = lines[code, 0]
        row, changes = line.row, line.changes
        if row is None:
            row = drafting.add_section(by=by, plan=found.plan, title=changes["title"])
            changes = {"body": changes["body"]}
        record(row, changes, by=by)


def ordered(codes: set[str]) -> list[str]:
    """G2 before G10."""
    return sorted(codes, key=lambda code: int(code[1:]))


def of_code(lines: dict[Key, Line], code: str) -> list[Line]:
    return [line for key, line in sorted(lines.items()) if key[0] == code]


def typed(line: Line, new: Any) -> Below:
    return Below(line.row or new, line.changes, line.row.version if line.row else None)
