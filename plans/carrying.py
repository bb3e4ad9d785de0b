"""What a department takes along from its last plan into the one it begins (ours).

`carry_over()` writes sections, goals and measures through the acts of drafting, in one unit and
numbered anew, and says line by line what was carried, and what was not and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from evidence.models import Finding, Value
from improvement.door.acts import create, record
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from improvement.organization.models import Appointment, Department

from . import drafting
from .drafting import Below
from .lifecycle import ISSUED, MeasureStatus
from .models import (
    Dependency,
    Goal,
    Measure,
    Milestone,
    OverallGoal,
    Plan,
    ResourceNeed,
    SectionKey,
    TargetLine,
)
from .months import moved
from .sheet import Sheet

GOAL = ("title", "statement", "family", "key_area", "beneficiaries", "customer_need")
GOAL_TOO = ("evidence", "verification")
LINE = ("indicator", "measured_by", "direction", "unit", "source", "tolerance", "text")
MEASURE = ("title", "description", "type", "cost", "benefit", "cost_benefit")
MEASURE_TOO = ("resources", "resource_fit", "risk")
NEED = ("kind", "name", "post", "amount", "unit")
DONE = (MeasureStatus.COMPLETED, MeasureStatus.VERIFIED)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the last plan: its number there and here; without one here it stayed behind."""

    title: str
    before: str = ""
    now: str = ""
    url: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def carried(self) -> bool:
        return bool(self.url)


def as_said(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines as a session keeps them for their reader."""
    return [asdict(line) for line in lines]


def last_plan(plan: Plan) -> Plan | None:
    """The plan of the department that was issued last before this round."""
    issued = Plan.objects.with_names().with_texts().filter(status__in=ISSUED)
    issued = issued.filter(department=plan.department_id)
    return issued.filter(round__starts__lt=plan.round.starts).order_by("-round__starts").first()


def any_issued(departments: Iterable[Any]) -> bool:
    """Whether any of these departments has a plan to carry over from."""
    return bool(Plan.objects.filter(status__in=ISSUED, department__in=departments).exists())


def untouched(plan: Plan) -> bool:
    """No goal, no measure, and no text but the templates of the round."""
    rows = plan.goals.live().exists() or plan.measures.live().exists()
    return not (rows or has_text(plan))


def has_text(plan: Plan) -> bool:
    texts = plan.section_texts.items()
    return any(text and text != plan.round.template_of(key) for key, text in texts)


def offered(sheet: Sheet) -> Plan | None:
    """The plan to carry over from, where nothing is written yet."""
    if sheet.goals or sheet.measures or has_text(sheet.plan):
        return None
    return last_plan(sheet.plan)


def written_sections(source: Plan) -> list[tuple[str, str]]:
    """Key and title of the sections that hold a text."""
    return [each for each in source.section_titles if source.section_texts.get(each[0])]


def carry_over(
    *,
    by: Any,
    plan: Plan,
    sections: Collection[str],
    goals: Collection[int],
    key: str | None = None,
) -> list[Line]:
    """Fill an untouched plan from the last one: these sections, goals by number, their measures.

    Raises StepRefused where the plan is not untouched or there is none before it, and what the
    door raises. Sent twice with the same key it counts once, and says nothing the second time.
    """
    with unit() as work:
        if drafting.sent_before(work, plan, by, key):
            return []
        held = Plan.objects.get(pk=work.lock(plan).pk)
        source = last_plan(held)
        if source is None:
            raise StepRefused(_("There is no earlier plan of the department to carry over from."))
        if not untouched(held):
            raise StepRefused(
                _("Something is written in the plan already, so nothing is carried over."),
                held.get_absolute_url(),
            )
        carrying = Carrying(source, held, by)
        return [
            *carrying.sections(sections),
            *carrying.goals(goals),
            *carrying.measures(),
            *carrying.waits(),
        ]


class Carrying:
    """From one plan to another; remembers which new row stands for which old one."""

    def __init__(self, source: Plan, plan: Plan, by: Any) -> None:
        self.source, self.plan, self.by = source, plan, by
        self.new_goals: dict[int, Goal] = {}
        self.new_measures: dict[int, Measure] = {}
        then, now = source.round.starts, plan.round.starts
        self.months = (now.year - then.year) * 12 + now.month - then.month

    # Sections

    def sections(self, wanted: Collection[str]) -> Iterator[Line]:
        if areas := self.source.key_areas:
            self.plan = record(self.plan, {"key_areas": areas}, by=self.by)
            yield Line(
                _("Key areas of our service"), now=_("Goals"), url=self.plan.section_url("goals")
            )
        for key, title in written_sections(self.source):
            if key not in wanted:
                yield Line(title, notes=[_("It was not chosen.")])
            elif (here := self.key_here(key)) is None:
                yield Line(title, notes=[_("The round no longer asks for this section.")])
            else:
                row = self.plan.sections.get(key=here)
                text = self.source.section_texts[key]
                drafting.write_section(by=self.by, section=row, body=text)
                yield Line(title, url=self.plan.section_url(here), now=title)

    def key_here(self, key: str) -> str | None:
        """The section in the new plan: one of the six, an own one anew, or one of the same name."""
        if key in SectionKey.values:
            return key
        if key in self.source.own_titles:
            title = self.source.own_titles[key]
            return drafting.add_section(by=self.by, plan=self.plan, title=title).key
        then = next(each for each in self.source.round.own_sections if each.key == key)
        called = {name.casefold() for name in then.names.values() if name}
        for each in self.plan.round.own_sections:
            if called & {name.casefold() for name in each.names.values()}:
                return str(each.key)
        return None

    # Goals

    def goals(self, wanted: Collection[int]) -> Iterator[Line]:
        rows = self.source.goals.live().select_related("overall_goal")
        rows = rows.along("answers", Finding.objects.all())
        for goal in rows.prefetch_related("target_lines__indicator", "joint_with"):
            if goal.status == "cancelled":
                yield Line(goal.title, goal.code, notes=[_("It was cancelled.")])
            elif goal.number not in wanted:
                yield Line(goal.title, goal.code, notes=[_("It was not chosen.")])
            else:
                yield self.goal(goal)

    def goal(self, old: Goal) -> Line:
        notes: list[str] = []
        served = self.overall_goal(old, notes)
        joint = [each for each in old.joint_with.all() if each.pk in self.departments]
        waiting = [each for each in old.answers.all() if each.still_open]
        lines = [self.line(one, notes) for one in old.target_lines.all() if not one.archived]
        changes = copied(old, *GOAL, *GOAL_TOO) | {
            "overall_goal": served,
            "joint_with": joint,
            "answers": waiting,
        }
        made = drafting.write_goal(
            by=self.by, plan=self.plan, goal=None, changes=changes, lines=lines
        )
        self.new_goals[old.pk] = made
        if lines:
            notes.append(_("Targets are left open for the new year."))
        if old.statement:
            notes.append(_("The statement still speaks of the last year."))
        if old.expected_effect:
            notes.append(_("The expected effect is estimated anew."))
        return Line(old.title, old.code, made.code, made.get_absolute_url(), notes)

    def overall_goal(self, old: Goal, notes: list[str]) -> OverallGoal | None:
        if old.overall_goal is None:
            return None
        found: OverallGoal | None = self.overall_goals.get(old.overall_goal.title.casefold())
        if found is None:
            notes.append(_("The overall goal it served is not one of this round; choose another."))
        return found

    def line(self, old: TargetLine, notes: list[str]) -> Below:
        """Where evidence knows the last value, it is the new baseline; the target is left open."""
        value = self.values.get(old.indicator_id or 0)
        changes = copied(old, *LINE) | {
            "position": old.position,
            "baseline": value.figure if value else None,
            "due": self.moved(old.due),
        }
        said = {"line": old.name}
        if value is None:
            notes.append(_("%(line)s: no value is known, so the baseline is left open.") % said)
        else:
            said |= {"period": value.in_period.label}
            notes.append(_("%(line)s: the baseline is the value of %(period)s.") % said)
        return Below(TargetLine(), changes)

    # Measures

    def measures(self) -> Iterator[Line]:
        rows = self.source.measures.live().select_related("department", "post", "person")
        below = ("goals", "milestones", "resource_needs__post")
        for measure in rows.prefetch_related(*below):
            if why := self.left(measure):
                yield Line(measure.title, measure.code, notes=[why])
            else:
                yield self.measure(measure)

    def left(self, measure: Measure) -> str:
        """Why it stays behind; empty where it is carried."""
        if measure.status == MeasureStatus.CANCELLED:
            return _("It was cancelled.")
        if measure.status in DONE:
            return _("It is completed.")
        if not any(goal.pk in self.new_goals for goal in measure.goals.all()):
            return _("None of its goals was carried over.")
        return ""

    def measure(self, old: Measure) -> Line:
        notes: list[str] = []
        goals = [self.new_goals[g.pk] for g in old.goals.all() if g.pk in self.new_goals]
        dates = {"starts": self.moved(old.starts), "ends": self.moved(old.ends)}
        made = drafting.write_measure(
            by=self.by,
            plan=self.plan,
            measure=None,
            changes=copied(old, *MEASURE, *MEASURE_TOO)
            | dates
            | {"goals": goals}
            | self.who(old, notes),
            milestones=[self.milestone(m) for m in old.milestones.all() if not m.archived],
            resources=[self.need(n) for n in old.resource_needs.all() if not n.archived],
        )
        self.new_measures[old.pk] = made
        return Line(old.title, old.code, made.code, made.get_absolute_url(), notes)

    def who(self, old: Measure, notes: list[str]) -> dict[str, Any]:
        """Department, post and person, as far as they are still there."""
        kept = copied(old, "department", "post", "person")
        if old.department_id and old.department_id not in self.departments:
            notes.append(_("The responsible department no longer exists; choose another."))
            kept |= {"department": None, "post": None}
        if old.person_id and old.person_id not in self.people:
            notes.append(_("The responsible person holds no role any more; choose another."))
            kept["person"] = None
        return kept

    def milestone(self, old: Milestone) -> Below:
        return Below(Milestone(), {"title": old.title, "due": self.moved(old.due)})

    def need(self, old: ResourceNeed) -> Below:
        dates = {"starts": self.moved(old.starts), "ends": self.moved(old.ends)}
        return Below(ResourceNeed(), copied(old, *NEED) | dates)

    # Dependencies

    def waits(self) -> Iterator[Line]:
        """Between two measures that were both carried; the others name plans of another year."""
        rows = Dependency.objects.live().filter(measure__in=self.new_measures)
        for old in rows.select_related("measure", "needs__plan__department"):
            made = self.new_measures[old.measure_id]
            title = _("%(measure)s waits for %(other)s") % {
                "measure": old.measure.code,
                "other": old.needs.reference,
            }
            if needed := self.new_measures.get(old.needs_id):
                row = Dependency(measure=made, needs=needed, note=old.note)
                create(row, by=self.by)
                now = f"{made.code} ← {needed.code}"
                yield Line(title, now=now, url=made.get_absolute_url())
            else:
                yield Line(title, notes=[_("The measure it waits for is not in the new plan.")])

    # What is looked up once

    @cached_property
    def departments(self) -> set[int]:
        return set(Department.objects.active().values_list("pk", flat=True))

    @cached_property
    def people(self) -> set[int]:
        """Those who hold a role today."""
        held = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
        return set(held.values_list("user", flat=True))

    @cached_property
    def overall_goals(self) -> dict[str, OverallGoal]:
        rows = OverallGoal.objects.live().filter(goal_set__round=self.plan.round_id)
        return {goal.title.casefold(): goal for goal in rows}

    @cached_property
    def values(self) -> dict[int, Value]:
        """The last value told of each indicator of the plan, by its key."""
        lines = TargetLine.objects.filter(goal__plan=self.source).exclude(indicator=None)
        told = Value.objects.told().of(lines.values("indicator"), [self.plan.department_id])
        told = told.filter(ends__lte=timezone.localdate()).order_by("ends")
        return {row.indicator_id: row for row in told}

    def moved(self, day: dt.date | None) -> dt.date | None:
        """The same day as many months later as the rounds begin apart."""
        return None if day is None else moved(day, self.months)


def copied(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
