"""A filled workbook row by row against the plan: what differs, and what is wrong in which cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from improvement.documents.reading import Cell, Rows
from improvement.documents.sheets import Value, letter
from plans.forms.drafting import ROWS
from plans.forms.goals import GoalForm, TargetLineForm
from plans.forms.importing import OwnTextForm
from plans.forms.measures import MeasureForm, MilestoneForm, Offered, ResourceForm
from plans.models import Goal, Measure, Milestone, Plan, ResourceNeed, Section, TargetLine
from plans.wording import NOTHING

from .cells import Data, Reader, Unfit, alike, normal, parts, spelled
from .writing import GOALS, MEASURES, MILESTONES, PAGES, RESOURCES, SECTIONS, TARGETS, Page, code_of

CODE = {
    GOALS: re.compile(r"G[1-9]\d{0,3}"),
    MEASURES: re.compile(r"M[1-9]\d{0,3}"),
    SECTIONS: re.compile(r"S[1-9]\d{0,3}"),
}
EXAMPLE = {GOALS: "G1", MEASURES: "M1", SECTIONS: "S1"}
ABOVE = {TARGETS: GOALS, MILESTONES: MEASURES, RESOURCES: MEASURES}
Key = tuple[str, int]
"""The code of a goal or measure, and the number of a row below it (0 for itself)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: “Measures!F7”."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


@dataclass(slots=True)
class Line:
    """One row of the workbook that would be added or changed."""

    page: Page
    key: Key
    title: str
    row: Any
    differences: list[Difference]
    changes: Data = field(default_factory=dict)
    new_goals: list[str] = field(default_factory=list)
    """Goals that a measure serves and that are added by the same workbook."""

    @property
    def added(self) -> bool:
        return self.row is None

    @property
    def code(self) -> str:
        return f"{self.key[0]}.{self.key[1]}" if self.key[1] else self.key[0]


@dataclass(slots=True)
class Proposal:
    plan: Plan
    seen: str
    """The digest of the plan as it was compared with."""
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    def of(self, page: Page) -> dict[Key, Line]:
        return {line.key: line for line in self.lines if line.page is page}


class Comparison:
    """The sheets row by row against the plan."""

    def __init__(
        self, found: Proposal, reader: Reader, current: dict[Page, list[list[Value]]]
    ) -> None:
        self.found, self.reader, self.plan = found, reader, found.plan
        self.before = {
            page: {key_of(page, row): row for row in rows} for page, rows in current.items()
        }
        self.rows: dict[Page, dict[Key, Any]] = rows_of(self.plan)
        self.names: dict[Page, str] = {}

    def run(self, known: dict[Page, Rows], headings: dict[Page, list[str]]) -> None:
        self.names = {page: sheet.name for page, sheet in known.items()}
        self.headings = headings
        for page in PAGES:
            if page in known and self.headed(page, known[page]):
                self.page(page, known[page])

    def headed(self, page: Page, sheet: Rows) -> bool:
        """Whether the first row is the headings; each that is not is a fault."""
        head = [str(cell) for cell in sheet.rows[0]] if sheet.rows else []
        wrong = 0
        for at, title in enumerate(self.headings[page]):
            written = head[at] if at < len(head) else ""
            if written != title:
                wrong += 1
                self.fault(
                    page,
                    1,
                    at,
                    _("The heading here is “%(title)s”, not “%(written)s”. Take our workbook.")
                    % {"title": title, "written": written or NOTHING},
                )
        return not wrong

    def fault(self, page: Page, row: int, column: int, sentence: str) -> None:
        place = f"{self.names[page]}!{letter(column + 1)}{row}"
        self.found.faults.append(Fault(place, sentence))

    def page(self, page: Page, sheet: Rows) -> None:
        seen: dict[Key, int] = {}
        width = len(page.fields)
        for number, cells in enumerate(sheet.rows[1:], start=2):
            padded: list[Cell] = [*cells, *[""] * width][:width]
            if all(normal(cell) is None for cell in padded):
                continue
            key = self.key(page, number, padded, seen)
            if key is None:
                continue
            seen[key] = number
            self.line(page, number, key, padded)

    def key(self, page: Page, number: int, cells: list[Cell], seen: dict[Key, int]) -> Key | None:
        """Which row of the plan this is; None, with a fault, where that cannot be told."""
        code = spelled(normal(cells[0])).upper()
        above = ABOVE.get(page, page)
        if not CODE[above].fullmatch(code):
            self.fault(page, number, 0, _("Write the number here, such as %s.") % EXAMPLE[above])
            return None
        if page in ABOVE:
            return self.key_below(page, number, code, cells[1], seen)
        if (code, 0) in seen:
            said = {"code": code, "row": seen[code, 0]}
            self.fault(page, number, 0, _("%(code)s stands in row %(row)s already.") % said)
            return None
        return code, 0

    def key_below(
        self, page: Page, number: int, code: str, cell: Cell, seen: dict[Key, int]
    ) -> Key | None:
        if (code, 0) not in self.rows[ABOVE[page]] and (code, 0) not in self.found.of(ABOVE[page]):
            self.fault(
                page, number, 0, _("There is no %(code)s in plan or workbook.") % {"code": code}
            )
            return None
        taken = [at for of, at in {*self.before[page], *seen} if of == code]
        text = spelled(normal(cell)) or str(max(taken, default=0) + 1)
        if not re.fullmatch(r"[1-9]\d{0,2}", text) or int(text) > ROWS:
            said = {"most": ROWS}
            self.fault(page, number, 1, _("Write a number from 1 to %(most)d here.") % said)
            return None
        if (code, int(text)) in seen:
            said = {"row": seen[code, int(text)]}
            self.fault(page, number, 1, _("The same row stands in row %(row)s already.") % said)
            return None
        return code, int(text)

    def line(self, page: Page, number: int, key: Key, cells: list[Cell]) -> None:
        """Compare one row; what differs is read and put through the form of its model."""
        before = self.before[page].get(key)
        row = self.rows[page].get(key)
        changed = [
            at
            for at in range(page.keys, len(cells))
            if not alike(cells[at], before[at] if before else None)
        ]
        if row is not None and not changed:
            self.found.unchanged += 1
            return
        if sentence := self.closed(page):
            self.fault(page, number, 0, sentence)
            return
        line = Line(page, key, self.title(page, cells), row, [])
        line.differences = [
            Difference(
                self.headings[page][at],
                spelled(normal(before[at] if before else None)) or NOTHING,
                spelled(normal(cells[at])) or NOTHING,
            )
            for at in changed
        ]
        if self.filled(line, number, cells, changed):
            self.found.lines.append(line)

    def closed(self, page: Page) -> str:
        goals = page in (GOALS, TARGETS)
        sentence = self.plan.goal_set.closed() if goals else self.plan.closed()
        return str(sentence or "")

    def title(self, page: Page, cells: list[Cell]) -> str:
        at = next(at for at, field_ in enumerate(page.fields) if not field_.key)
        return spelled(normal(cells[at]))

    def filled(self, line: Line, number: int, cells: list[Cell], changed: list[int]) -> bool:
        """Fill in the form as a person would; every error is one of a cell."""
        form = self.form(line.page, line.row, None)
        data = as_typed(form)
        sound = True
        for at in changed:
            try:
                if line.page is MEASURES and line.page.fields[at].name == "goals":
                    self.goals(line, spelled(normal(cells[at])), data)
                else:
                    self.reader.read(line.page.fields[at], cells[at], data)
            except Unfit as unfit:
                self.fault(line.page, number, at, unfit.sentence)
                sound = False
        form = self.form(line.page, line.row, data)
        for name, sentences in form.errors.items():
            at = column_of(line.page, name)
            if at not in changed or sound:
                self.fault(line.page, number, at, " ".join(sentences))
        if not sound or form.errors:
            return False
        return self.differs(line, form)

    def differs(self, line: Line, form: Any) -> bool:
        """Whether anything is left that is not only written in another way."""
        columns = {column_of(line.page, name) for name in form.changed_data}
        titles = {self.headings[line.page][at] for at in columns}
        line.changes = form.changes
        line.differences = [
            one for one in line.differences if one.label in titles or line.new_goals
        ]
        if line.row is not None and not line.differences:
            self.found.unchanged += 1
            return False
        return True

    def goals(self, line: Line, text: str, data: Data) -> None:
        """Goals of the plan, and such as the same workbook adds."""
        added = self.found.of(GOALS)
        data["goals"] = []
        for code in (part.upper() for part in parts(text.replace(",", ";"))):
            if goal := self.rows[GOALS].get((code, 0)):
                data["goals"].append(goal.pk)
            elif (code, 0) in added:
                line.new_goals.append(code)
            else:
                raise Unfit(_("There is no goal %(code)s in plan or workbook.") % {"code": code})

    def form(self, page: Page, row: Any, data: Data | None) -> Any:
        return FORMS[page](data, row, self.plan)


def goal_form(data: Data | None, row: Goal | None, plan: Plan) -> Any:
    return GoalForm(data, instance=row or Goal(plan=plan), plan=plan)


def target_form(data: Data | None, row: TargetLine | None, plan: Plan) -> Any:
    return TargetLineForm(data, instance=row or TargetLine(), indicators=[])


def measure_form(data: Data | None, row: Measure | None, plan: Plan) -> Any:
    return MeasureForm(data, instance=row or Measure(plan=plan), plan=plan)


def milestone_form(data: Data | None, row: Milestone | None, plan: Plan) -> Any:
    return MilestoneForm(data, instance=row or Milestone())


def resource_form(data: Data | None, row: ResourceNeed | None, plan: Plan) -> Any:
    return ResourceForm(
        data, instance=row or ResourceNeed(), offered=Offered(plan, Measure(plan=plan))
    )


def section_form(data: Data | None, row: Section | None, plan: Plan) -> Any:
    return OwnTextForm(data, instance=row or Section(plan=plan))


FORMS: dict[Page, Callable[[Data | None, Any, Plan], Any]] = {
    GOALS: goal_form,
    TARGETS: target_form,
    MEASURES: measure_form,
    MILESTONES: milestone_form,
    RESOURCES: resource_form,
    SECTIONS: section_form,
}


def as_typed(form: Any) -> Data:
    """What the page would send if nobody touched it."""
    data: Data = {"version": form.initial["version"]}
    for name in form.written:
        value = form.initial.get(name)
        many = isinstance(value, list | tuple)
        data[name] = [getattr(one, "pk", one) for one in value] if many else value
        if value is None:
            data[name] = ""
    return data


def column_of(page: Page, name: str) -> int:
    """The column that a field of the form stands in; the first for what concerns the row."""
    name = {"measured_by": "indicator"}.get(name, name)
    return next((at for at, field_ in enumerate(page.fields) if field_.name == name), 0)


def key_of(page: Page, row: Sequence[Value]) -> Key:
    return str(row[0]), int(str(row[1])) if page in ABOVE else 0


def rows_of(plan: Plan) -> dict[Page, dict[Key, Any]]:
    """The rows of the plan by their keys, in the order that its content has."""
    goals, measures = plan.live_goals, plan.live_measures
    return {
        GOALS: {(goal.code, 0): goal for goal in goals},
        TARGETS: dict(below(goals, "target_lines")),
        MEASURES: {(measure.code, 0): measure for measure in measures},
        MILESTONES: dict(below(measures, "milestones")),
        RESOURCES: dict(below(measures, "resource_needs")),
        SECTIONS: {
            (code, 0): row
            for row in plan.sections.filter(archived=False).order_by("pk")
            if (code := code_of(row.key))
        },
    }


def below(rows: Sequence[Any], name: str) -> Iterator[tuple[Key, Any]]:
    for row in rows:
        live = [one for one in getattr(row, name).all() if not one.archived]
        for at, one in enumerate(live, start=1):
            yield (row.code, at), one
