"""The workbook of a plan: goals, measures, what hangs on them, and own sections, a row each.

It is the Excel export and the form for the import in one: what was exported and comes back
unchanged changes nothing. Columns are named after the fields; a row is known by its code (G1, M2)
and, below a goal or measure, by its number in the order of the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evidence.models import Direction, Family
from improvement.documents.making import xlsx
from improvement.documents.sheets import Column, Sheet, Value
from plans import named
from plans.briefs import Content
from plans.models import Goal, Measure, Milestone, Plan, ResourceNeed, Section, TargetLine
from plans.models.measure import MeasureType
from plans.models.resource import ResourceKind
from plans.models.section import OF_DEPARTMENT
from plans.papers.body import Names

SPARE = 20
FIGURE, MONEY, DAY = "#,##0.######", "#,##0.00", "yyyy-mm-dd"
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the field it holds, and how its cells are guided."""

    name: str
    width: float = 20
    format: str = ""
    choices: type[models.TextChoices] | None = None
    hint: Text = ""
    title: Text = ""
    key: bool = False

    def heading(self, model: type[models.Model]) -> str:
        if self.title:
            return capfirst(str(self.title))
        return capfirst(str(model._meta.get_field(self.name).verbose_name))  # type: ignore[union-attr]


NUMBER_HINT = gettext_lazy("A figure without its unit.")
DAY_HINT = gettext_lazy("A day, written 2027-03-31.")
NEW_GOAL = gettext_lazy("G1, G2 …: the goal's number. For a new goal take the next one.")
NEW_MEASURE = gettext_lazy("M1, M2 …: the measure's number. For a new one take the next.")
NEW_SECTION = gettext_lazy("S1, S2 …: a section of your own. For a new one take the next.")
OF_GOAL = gettext_lazy("The number of the goal this row belongs to: G1.")
OF_MEASURE = gettext_lazy("The number of the measure this row belongs to: M1.")
NUMBER = gettext_lazy("1, 2 …: which row of its goal or measure. For a new row take the next one.")

CODE = pgettext_lazy("column of a workbook", "code")
ROW = pgettext_lazy("column of a workbook", "row")


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One sheet: of which model, in which columns. Equal only to itself: its words change."""

    key: str
    title: Text
    model: type[models.Model]
    fields: tuple[Field, ...]

    def headings(self) -> list[str]:
        return [field.heading(self.model) for field in self.fields]

    @property
    def keys(self) -> int:
        """How many columns at the left say which row it is."""
        return sum(field.key for field in self.fields)


GOALS = Page(
    "goals",
    pgettext_lazy("sheet of a workbook", "Goals"),
    Goal,
    (
        Field("number", 8, title=CODE, hint=NEW_GOAL, key=True),
        Field("title", 40),
        Field("statement", 50, hint=Goal._meta.get_field("statement").help_text),
        Field("family", 18, choices=Family),
        Field("key_area"),
        Field("beneficiaries", 24),
        Field("customer_need", 36),
        Field("evidence", 40, hint=Goal._meta.get_field("evidence").help_text),
        Field("overall_goal", 14, hint=gettext_lazy("Its code: O1.")),
        Field("joint_with", 22, hint=gettext_lazy("Names of departments, a semicolon between.")),
        Field("expected_effect", 36),
        Field("verification", 36),
    ),
)
TARGETS = Page(
    "targets",
    pgettext_lazy("sheet of a workbook", "Target lines"),
    TargetLine,
    (
        Field("goal", 8, hint=OF_GOAL, key=True),
        Field("row", 6, title=ROW, hint=NUMBER, key=True),
        Field(
            "indicator",
            32,
            hint=gettext_lazy("Its name in the register, or in your own words what is measured."),
        ),
        Field("direction", 14, choices=Direction),
        Field("baseline", 12, FIGURE, hint=NUMBER_HINT),
        Field("target", 12, FIGURE, hint=NUMBER_HINT),
        Field("unit", 10),
        Field("source", 26),
        Field("due", 12, DAY, hint=DAY_HINT),
        Field("upper", 12, FIGURE, hint=NUMBER_HINT),
        Field("tolerance", 12, FIGURE, hint=NUMBER_HINT),
        Field("text", 30),
    ),
)
MEASURES = Page(
    "measures",
    pgettext_lazy("sheet of a workbook", "Measures"),
    Measure,
    (
        Field("number", 8, title=CODE, hint=NEW_MEASURE, key=True),
        Field("title", 40),
        Field("description", 50),
        Field("type", 16, choices=MeasureType),
        Field("goals", 14, hint=gettext_lazy("Numbers of goals, a semicolon between: G1; G2.")),
        Field("department", 24, hint=gettext_lazy("Its name or its code.")),
        Field("post", 20),
        Field(
            "person", 20, hint=gettext_lazy("The name, or the e-mail address where two share it.")
        ),
        Field("starts", 12, DAY, hint=DAY_HINT),
        Field("ends", 12, DAY, hint=DAY_HINT),
        Field("cost", 14, MONEY, hint=gettext_lazy("Zero is a cost too.")),
        Field("benefit", 14, MONEY),
        Field("cost_benefit", 30),
        Field("resources", 30),
        Field("risk", 30),
    ),
)
MILESTONES = Page(
    "milestones",
    pgettext_lazy("sheet of a workbook", "Milestones"),
    Milestone,
    (
        Field("measure", 8, hint=OF_MEASURE, key=True),
        Field("row", 6, title=ROW, hint=NUMBER, key=True),
        Field("title", 50),
        Field("due", 12, DAY, hint=DAY_HINT),
    ),
)
RESOURCES = Page(
    "resources",
    pgettext_lazy("sheet of a workbook", "Resources"),
    ResourceNeed,
    (
        Field("measure", 8, hint=OF_MEASURE, key=True),
        Field("row", 6, title=ROW, hint=NUMBER, key=True),
        Field("kind", 12, choices=ResourceKind),
        Field("name", 40, hint=ResourceNeed._meta.get_field("name").help_text),
        Field("post", 24),
        Field("amount", 12, MONEY, hint=NUMBER_HINT),
        Field("unit", 14),
        Field("starts", 12, DAY, hint=DAY_HINT),
        Field("ends", 12, DAY, hint=DAY_HINT),
    ),
)
SECTIONS = Page(
    "sections",
    pgettext_lazy("sheet of a workbook", "Own sections"),
    Section,
    (
        Field("number", 8, title=CODE, hint=NEW_SECTION, key=True),
        Field("title", 40),
        Field("body", 90),
    ),
)
PAGES = (GOALS, TARGETS, MEASURES, MILESTONES, RESOURCES, SECTIONS)
SEPARATOR = "; "


def workbook(
    plan: Plan, content: Content, facts: Iterable[tuple[str, str]], *, spare: int
) -> bytes:
    """The workbook in the language that is active; with `spare` rows to fill in below."""
    sheets = [sheet(page, rows, spare) for page, rows in table(content, plan).items()]
    return xlsx([*sheets, about(facts, fillable=spare > 0)], title=plan.title)


def about(facts: Iterable[tuple[str, str]], *, fillable: bool) -> Sheet:
    """What the workbook is of; nothing on this sheet is read back."""
    rows: list[Sequence[Value]] = [list(row) for row in facts]
    if fillable:
        rows.append(
            (
                _("How to"),
                _(
                    "Change cells or add rows below, then upload the workbook. Rows you leave out "
                    "stay in the plan. Do not change the headings, and put in no formulas."
                ),
            )
        )
    return Sheet(_("About"), [Column(_("About this workbook"), 26), Column("", 70)], rows)


def sheet(page: Page, rows: list[list[Value]], spare: int) -> Sheet:
    columns = [
        Column(
            title=field.heading(page.model),
            width=field.width,
            hint=str(field.hint),
            choices=[str(label) for label in field.choices.labels] if field.choices else (),
            format=field.format,
            fixed=field.key,
        )
        for field in page.fields
    ]
    return Sheet(str(page.title), columns, rows, spare)


def table(content: Content, plan: Plan) -> dict[Page, list[list[Value]]]:
    """The rows of every sheet as they are written: names in script, figures as figures."""
    (spoken,) = named.in_script(content)
    names = Names.of(plan.round)
    goals, measures = spoken["goals"], spoken["measures"]
    return {
        GOALS: [cells(GOALS, goal, names) for goal in goals],
        TARGETS: [
            cells(TARGETS, {**line, "goal": goal["number"], "row": at}, names)
            for goal in goals
            for at, line in enumerate(goal["target_lines"], start=1)
        ],
        MEASURES: [cells(MEASURES, measure, names) for measure in measures],
        MILESTONES: [
            cells(MILESTONES, {**stone, "measure": measure["number"], "row": at}, names)
            for measure in measures
            for at, stone in enumerate(measure["milestones"], start=1)
        ],
        RESOURCES: [
            cells(RESOURCES, {**need, "measure": measure["number"], "row": at}, names)
            for measure in measures
            for at, need in enumerate(measure.get("resource_needs", []), start=1)
        ],
        SECTIONS: [
            cells(SECTIONS, {**one, "number": code, "title": one["name"]}, names)
            for one in spoken["sections"]
            if (code := code_of(one["key"]))
        ],
    }


def code_of(key: str) -> str:
    """“S2” for the second section that a department has added; nothing for one that is asked."""
    return f"S{key.removeprefix(OF_DEPARTMENT)}" if key.startswith(OF_DEPARTMENT) else ""


def cells(page: Page, row: Content, names: Names) -> list[Value]:
    return [cell(field, row[field.name], names) for field in page.fields]


def cell(field: Field, value: Any, names: Names) -> Value:
    if value is None or value == "" or value == []:
        return None
    if field.format == DAY:
        return dt.date.fromisoformat(value)
    if field.format:
        return Decimal(value)
    if field.choices:
        return str(field.choices(value).label)
    spell = SPELLED.get(field.name)
    return spell(value, names) if spell else value


SPELLED: dict[str, Callable[[Any, Names], Value]] = {
    "joint_with": lambda codes, names: SEPARATOR.join(names.department(code) for code in codes),
    "goals": lambda codes, names: SEPARATOR.join(codes),
    "department": lambda code, names: names.department(code),
}
