"""Acts on plan templates: begin one, keep a plan as one, write its parts (2.2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from improvement.door.acts import create, record
from improvement.door.refusals import StepRefused
from improvement.door.unit import Unit, unit

from .drafting import Below, Typed, write_below
from .kits import GoalKit, Kit, MeasureKit, kit_of_plan
from .lifecycle import ISSUED
from .models import (
    Plan,
    PlanTemplate,
    SectionKey,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
    TemplateSection,
)
from .steps import next_number


def begin_template(*, by: Any, key: str | None = None, **fields: Any) -> PlanTemplate:
    """An empty template with the six sections of the rule; sent twice, it is begun once."""
    with unit():
        begun = create(PlanTemplate(**fields), by=by, key=key)
        if begun.pk:
            for section in SectionKey.values:
                create(TemplateSection(template=begun, key=section), by=by)
    return begun


def keep_as_template(
    *, by: Any, plan: Plan, name: str, key: str | None = None, **fields: Any
) -> PlanTemplate:
    """A template of the structure and the texts of an issued plan.

    Baselines, targets, values, dates, sums, people and posts stay with the plan.
    """
    if plan.status not in ISSUED:
        raise StepRefused(_("Only a plan that was issued is kept as a template."))
    kit = kit_of_plan(plan)
    with unit():
        begun = create(PlanTemplate(name=name, source=plan, **fields), by=by, key=key)
        if begun.pk:
            Keeping(begun, by).keep(kit)
    return begun


class Keeping:
    """Writes a kit into an empty template; remembers its goals by their numbers in the plan."""

    def __init__(self, template: PlanTemplate, by: Any) -> None:
        self.template, self.by = template, by
        self.goals: dict[int, TemplateGoal] = {}

    def keep(self, kit: Kit) -> None:
        self.sections(kit)
        for number, goal in enumerate(kit.goals, start=1):
            self.goals[goal.number] = self.goal(number, goal)
        for number, measure in enumerate(kit.measures, start=1):
            self.measure(number, measure)

    def sections(self, kit: Kit) -> None:
        known = {text.key: text.body for text in kit.texts}
        for key in SectionKey.values:
            self.make(TemplateSection(template=self.template, key=key, body=known.get(key, "")))
        own = [text for text in kit.texts if text.key not in SectionKey.values]
        for number, text in enumerate(own, start=1):
            row = TemplateSection(template=self.template, key=f"own-{number}", body=text.body)
            row.title = text.title
            self.make(row)

    def goal(self, number: int, kit: GoalKit) -> TemplateGoal:
        made = TemplateGoal(template=self.template, number=number, **kit.fields)
        self.make(made)
        for fields in kit.lines:
            self.make(TemplateLine(goal=made, **fields))
        return made

    def measure(self, number: int, kit: MeasureKit) -> None:
        first, last = kit.months
        made = TemplateMeasure(
            template=self.template,
            number=number,
            first_month=first,
            last_month=last,
            **kit.fields,
        )
        goals = [self.goals[each] for each in kit.goals if each in self.goals]
        create(made, by=self.by, links={"goals": goals})
        for title, month in kit.milestones:
            self.make(TemplateMilestone(measure=made, title=title, month=month))
        for fields in kit.needs:
            self.make(TemplateNeed(measure=made, **fields))

    def make(self, row: Any) -> None:
        create(row, by=self.by)


# The parts, as they are typed


def write_texts(
    *,
    by: Any,
    template: PlanTemplate,
    changes: Typed,
    sections: Iterable[Below],
    added: dict[str, str] | None = None,
    version: int | None = None,
    key: str | None = None,
) -> PlanTemplate:
    """Name, purpose and year, the texts of the sections, and one more: all or nothing."""
    with unit() as work:
        if repeated(work, template, by, key):
            return template
        kept = record(template, changes, by=by, version=version)
        for typed in sections:
            record(typed.row, typed.changes, by=by, version=typed.version)
        if added:
            number = template.sections.exclude(key__in=SectionKey.values).count() + 1
            create(TemplateSection(template=template, key=f"own-{number}", **added), by=by)
    return kept


def write_goal(
    *,
    by: Any,
    template: PlanTemplate,
    goal: TemplateGoal | None,
    changes: Typed,
    lines: Iterable[Below],
    version: int | None = None,
    key: str | None = None,
) -> TemplateGoal:
    """A goal with what it is measured by, new or known."""
    with unit() as work:
        if repeated(work, template, by, key):
            return goal or template.goals.latest("number")
        if goal is None:
            number = next_number(template.goals.all())
            kept = create(TemplateGoal(template=template, number=number, **changes), by=by)
        else:
            kept = record(goal, changes, by=by, version=version)
        write_below(lines, "goal", kept, by=by)
    return kept


def write_measure(
    *,
    by: Any,
    template: PlanTemplate,
    measure: TemplateMeasure | None,
    changes: Typed,
    below: Iterable[Below],
    version: int | None = None,
    key: str | None = None,
) -> TemplateMeasure:
    """A measure with its milestones and needs, new or known."""
    with unit() as work:
        if repeated(work, template, by, key):
            return measure or template.measures.latest("number")
        if measure is None:
            fields = {name: value for name, value in changes.items() if name != "goals"}
            number = next_number(template.measures.all())
            made = TemplateMeasure(template=template, number=number, **fields)
            kept = create(made, by=by, links={"goals": list(changes.get("goals", ()))})
        else:
            kept = record(measure, changes, by=by, version=version)
        write_below(below, "measure", kept, by=by)
    return kept


def repeated(work: Unit, template: PlanTemplate, by: Any, key: str | None) -> bool:
    """Whether this form has been let through already."""
    return work.repeated(work.lock(template), "change", by, key)
