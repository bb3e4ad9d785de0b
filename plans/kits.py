"""What can be copied into a draft, whatever it comes from: texts, goals and measures.

A kit holds no baseline, target, date, sum or name: those are the department's own. Days are said
as months of the planning year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .models import (
    Goal,
    Measure,
    Plan,
    PlanTemplate,
    SectionKey,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
)
from .months import month_of

GOAL = (
    *("title", "statement", "family", "key_area", "beneficiaries"),
    *("customer_need", "verification"),
)
LINE = ("indicator", "measured_by", "direction", "unit", "source")
SAID_IN_FIGURES = "statement"
"""Of a plan's goal it speaks of baseline, target and day, so it stays with the plan."""
MEASURE = ("title", "description", "type", "resources", "risk")
NEED = ("kind", "name", "amount", "unit")

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a section; beside the six it goes by its title."""

    key: str
    title: str
    body: str

    @property
    def label(self) -> str:
        return self.title or str(SectionKey(self.key).label)


@dataclass(frozen=True, slots=True)
class GoalKit:
    number: int
    fields: Fields
    lines: list[Fields] = field(default_factory=list)

    @property
    def named_lines(self) -> list[str]:
        """What it is measured by, with the unit where there is one."""
        return [named(line) for line in self.lines]

    @property
    def code(self) -> str:
        return f"G{self.number}"

    @property
    def label(self) -> str:
        return f"{self.code} {self.fields['title']}"


@dataclass(frozen=True, slots=True)
class MeasureKit:
    """A measure with the numbers of the goals it serves; `after` is the one it follows."""

    number: int
    fields: Fields
    goals: list[int]
    months: tuple[int | None, int | None]
    milestones: list[tuple[str, int]] = field(default_factory=list)
    needs: list[Fields] = field(default_factory=list)
    after: Measure | None = None

    @property
    def span(self) -> str:
        """“Months 1 to 6”, as far as it is known."""
        first, last = self.months
        if first and last:
            return _("Months %(first)d to %(last)d") % {"first": first, "last": last}
        return _("From month %(first)d") % {"first": first} if first else ""

    @property
    def code(self) -> str:
        return f"M{self.number}"

    @property
    def label(self) -> str:
        return f"{self.code} {self.fields['title']}"


@dataclass(frozen=True, slots=True)
class Kit:
    texts: list[Text] = field(default_factory=list)
    goals: list[GoalKit] = field(default_factory=list)
    measures: list[MeasureKit] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.texts or self.goals or self.measures)


# From a plan


def kit_of_plan(plan: Plan) -> Kit:
    """The structure and the texts of a plan; what was cancelled or taken out is not kept."""
    return Kit(
        [
            Text(key, "" if key in SectionKey.values else title, plan.section_texts[key])
            for key, title in plan.section_titles
            if plan.section_texts.get(key)
        ],
        [kit_of_goal(goal) for goal in plan.live_goals],
        [kit_of_measure(measure, plan.round.starts) for measure in plan.live_measures],
    )


def kit_of_goal(goal: Goal) -> GoalKit:
    names = (name for name in GOAL if name != SAID_IN_FIGURES)
    return GoalKit(goal.number, copied(goal, names), lines_of(goal.target_lines.all()))


def kit_of_measure(measure: Measure, starts: Any, after: Measure | None = None) -> MeasureKit:
    months = (month_of(measure.starts, starts), month_of(measure.ends, starts))
    stones = [m for m in measure.milestones.all() if not m.archived]
    return MeasureKit(
        measure.number,
        copied(measure, MEASURE),
        [goal.number for goal in measure.goals.all() if not goal.archived],
        months,
        [(stone.title, month_of(stone.due, starts) or 1) for stone in stones],
        needs_of(measure.resource_needs.all()),
        after,
    )


# From a template


def kit_of_template(template: PlanTemplate) -> Kit:
    """A template as the department copies it; four statements and one for each kind below."""
    goals = template.goals.live().along("lines", TemplateLine.objects.live(), "indicator")
    measures = template.measures.live().along("milestones", TemplateMilestone.objects.live())
    measures = measures.along("needs", TemplateNeed.objects.live()).prefetch_related("goals")
    return Kit(
        [Text(row.key, row.title, row.body) for row in template.sections.exclude(body="")],
        [kit_of_template_goal(goal) for goal in goals],
        [kit_of_template_measure(measure) for measure in measures],
    )


def kit_of_template_goal(goal: TemplateGoal) -> GoalKit:
    return GoalKit(goal.number, copied(goal, GOAL), lines_of(goal.lines.all()))


def kit_of_template_measure(measure: TemplateMeasure) -> MeasureKit:
    return MeasureKit(
        measure.number,
        copied(measure, MEASURE),
        [goal.number for goal in measure.goals.all() if not goal.archived],
        (measure.first_month, measure.last_month),
        [(stone.title, stone.month) for stone in measure.milestones.all()],
        needs_of(measure.needs.all()),
    )


def lines_of(rows: Iterable[Any]) -> list[Fields]:
    return [copied(row, LINE) for row in rows if not row.archived]


def needs_of(rows: Iterable[Any]) -> list[Fields]:
    return [copied(row, NEED) for row in rows if not row.archived]


def named(line: Fields) -> str:
    indicator = line["indicator"]
    name = indicator.local_name if indicator else line["measured_by"]
    if not line["unit"]:
        return str(name)
    return _("%(indicator)s (%(unit)s)") % {"indicator": name, "unit": line["unit"]}


def copied(row: Any, names: Iterable[str]) -> Fields:
    return {name: getattr(row, name) for name in names}
