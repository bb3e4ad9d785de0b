"""Put what was chosen of a kit into a draft, beside what stands there; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from improvement.door.refusals import Stale, StepRefused
from improvement.door.unit import unit

from . import drafting
from .carrying import Line
from .drafting import Below
from .kits import GoalKit, Kit, MeasureKit, Text, kit_of_template
from .models import (
    Goal,
    Milestone,
    Plan,
    PlanTemplate,
    ResourceNeed,
    Section,
    SectionKey,
    TargetLine,
)
from .months import first_of, last_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked: sections by key, goals and measures by their numbers in the kit."""

    sections: Collection[str] = ()
    goals: Collection[int] = ()
    measures: Collection[int] = ()
    serves: Collection[int] = field(default=())
    """Goals of the draft itself that every copied measure serves as well, by number."""

    def __bool__(self) -> bool:
        return bool(self.sections or self.goals or self.measures)


class Tried(Exception):
    """Takes back what was only tried."""


def preview(act: Callable[[], list[Line]]) -> list[Line]:
    """What an act would say: it is done, and taken back before anybody sees it."""
    lines: list[Line] = []
    try:
        with unit():
            lines = act()
            raise Tried
    except Tried:
        return lines


def copy_template(
    *,
    by: Any,
    plan: Plan,
    template: PlanTemplate,
    chosen: Chosen,
    version: int | None = None,
    key: str | None = None,
) -> list[Line]:
    """Copy what was chosen of a template that is offered to this plan's year.

    Raises StepRefused where it is no longer offered or nothing was chosen, Stale where it was
    revised since it was read, and what the door raises.
    """
    with unit() as work:
        held = work.lock(template)
        if not held.is_offered(plan.round):
            raise StepRefused(_("The template is not offered any more."), plan.get_absolute_url())
        if version not in (None, held.version):
            raise Stale(held, {})
        return copy_into(by=by, plan=plan, kit=kit_of_template(held), chosen=chosen, key=key)


def copy_into(
    *, by: Any, plan: Plan, kit: Kit, chosen: Chosen, key: str | None = None
) -> list[Line]:
    """Add what was chosen to a draft; says line by line what it became, and what stayed out.

    Sent twice with the same key it counts once, and says nothing the second time.
    """
    if not chosen:
        raise StepRefused(_("Tick what is to be taken."))
    with unit() as work:
        held: Plan = Plan.objects.get(pk=work.lock(plan).pk)
        if sentence := held.closed():
            raise StepRefused(sentence, held.get_absolute_url())
        if drafting.sent_before(work, held, by, key):
            return []
        copying = Copying(held, chosen, by)
        return [
            *copying.texts(kit.texts),
            *copying.goals(kit.goals),
            *copying.measures(kit.measures),
        ]


class Copying:
    """Remembers which new goal stands for which goal of the kit."""

    def __init__(self, plan: Plan, chosen: Chosen, by: Any) -> None:
        self.plan, self.chosen, self.by = plan, chosen, by
        self.starts = plan.round.starts
        self.keys = {name.casefold(): key for key, name in plan.section_titles}
        self.new_goals: dict[int, Goal] = {}

    # Sections

    def texts(self, texts: list[Text]) -> Iterator[Line]:
        for text in texts:
            if text.key in self.chosen.sections:
                yield self.text(text)

    def text(self, text: Text) -> Line:
        """Into a section that is still empty; one that is written stays as it is."""
        label = text.label
        row = self.section_for(text)
        if row is None:
            row = drafting.add_section(by=self.by, plan=self.plan, title=text.title)
        elif is_written(self.plan, row.key, row.body):
            return Line(label, notes=[_("Something is written there already; it stays.")])
        drafting.write_section(by=self.by, section=row, body=text.body)
        return Line(label, now=label, url=self.plan.section_url(row.key))

    def section_for(self, text: Text) -> Section | None:
        """Of the same key among the six; beside them, of the same title."""
        if text.key in SectionKey.values:
            return self.sections_by_key[text.key]
        return self.sections_by_key.get(self.keys.get(text.title.casefold(), ""))

    @cached_property
    def sections_by_key(self) -> dict[str, Section]:
        return {row.key: row for row in self.plan.sections.filter(archived=False)}

    # Goals

    def goals(self, goals: list[GoalKit]) -> Iterator[Line]:
        for goal in goals:
            if goal.number in self.chosen.goals:
                yield self.goal(goal)

    def goal(self, kit: GoalKit) -> Line:
        lines = [
            Below(TargetLine(), fields | {"position": place, "due": self.plan.round.ends})
            for place, fields in enumerate(kit.lines, start=1)
        ]
        made = drafting.write_goal(
            by=self.by, plan=self.plan, goal=None, changes=kit.fields, lines=lines
        )
        self.new_goals[kit.number] = made
        notes = [_("Evidence and the overall goal are yours to name.")]
        if lines:
            notes.insert(0, _("Baselines and targets are left open."))
        return Line(
            kit.fields["title"], f"G{kit.number}", made.code, made.get_absolute_url(), notes
        )

    # Measures

    def measures(self, measures: list[MeasureKit]) -> Iterator[Line]:
        for measure in measures:
            if measure.number in self.chosen.measures:
                yield self.measure(measure)

    def measure(self, kit: MeasureKit) -> Line:
        goals = [self.new_goals[n] for n in kit.goals if n in self.new_goals] + self.own_goals
        first, last = kit.months
        changes = kit.fields | {
            "goals": goals,
            "department": self.plan.department,
            "starts": first_of(first, self.starts),
            "ends": last_of(last, self.starts),
        }
        made = drafting.write_measure(
            by=self.by,
            plan=self.plan,
            measure=None,
            changes=changes | ({"after": kit.after} if kit.after else {}),
            milestones=[self.milestone(*stone) for stone in kit.milestones],
            resources=[Below(ResourceNeed(), fields) for fields in kit.needs],
        )
        notes = [_("Person, cost and benefit are left open.")]
        if not goals:
            notes.append(_("It serves no goal yet; choose one."))
        return Line(
            kit.fields["title"], f"M{kit.number}", made.code, made.get_absolute_url(), notes
        )

    def milestone(self, title: str, month: int) -> Below:
        return Below(Milestone(), {"title": title, "due": last_of(month, self.starts)})

    @cached_property
    def own_goals(self) -> list[Goal]:
        """The goals of the draft that were there before and were ticked."""
        return list(self.plan.goals.live().filter(number__in=self.chosen.serves))


def is_written(plan: Plan, key: str, body: str) -> bool:
    """Whether somebody wrote there; what the round gave along does not count."""
    return bool(body.strip()) and body != plan.round.template_of(key)


def became(kit: GoalKit | MeasureKit, made: Any, notes: list[str]) -> Line:
    """What a goal or measure of the kit is called here."""
    return Line(kit.fields["title"], kit.code, made.code, made.get_absolute_url(), notes)
