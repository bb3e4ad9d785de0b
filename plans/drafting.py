"""Acts of drafting that touch several rows: a goal with its lines, a measure with milestones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from improvement.door.acts import create, record
from improvement.door.lifecycle import Guarded
from improvement.door.refusals import StepRefused
from improvement.door.unit import Unit, unit

from .models import Goal, Measure, Plan, Section
from .models.section import OF_DEPARTMENT
from .route.acts import read_anew
from .steps import add_goal, add_measure

Typed = dict[str, Any]
R = TypeVar("R", bound=Guarded)

OWN_SECTIONS = 12
"""Most sections a department adds to those that are asked for (ours)."""


@dataclass(frozen=True, slots=True)
class Below:
    """One row under a goal or measure as typed: an existing one to change, or a new one."""

    row: Any
    changes: Typed
    version: int | None = None


def write_goal(
    *,
    by: Any,
    plan: Plan,
    goal: Goal | None,
    changes: Typed,
    lines: Iterable[Below] = (),
    version: int | None = None,
    key: str | None = None,
) -> Goal:
    """Save a goal, new or known, with its target lines: all or nothing.

    Raises what the door raises; sent twice with the same key it counts once.
    """
    with unit() as work:
        if sent_before(work, plan, by, key):
            return goal or plan.goals.latest("number")
        if goal is None:
            kept = add_goal(by=by, plan=plan, **changes)
        else:
            kept = record(goal, changes, by=by, version=version)
        write_below(lines, "goal", kept, by=by)
        read_anew(plan, by=by)
    return kept


def write_measure(
    *,
    by: Any,
    plan: Plan,
    measure: Measure | None,
    changes: Typed,
    milestones: Iterable[Below] = (),
    resources: Iterable[Below] = (),
    waits: Iterable[Below] = (),
    version: int | None = None,
    key: str | None = None,
) -> Measure:
    """Save a measure, new or known, with what hangs on it: all or nothing."""
    with unit() as work:
        if sent_before(work, plan, by, key):
            return measure or plan.measures.latest("number")
        if measure is None:
            kept = add_measure(by=by, plan=plan, **changes)
        else:
            kept = record(measure, changes, by=by, version=version)
        write_below([*milestones, *resources, *waits], "measure", kept, by=by)
        read_anew(plan, by=by)
    return kept


def write_section(
    *,
    by: Any,
    section: Section,
    body: str,
    goals: Iterable[Below] = (),
    version: int | None = None,
    key: str | None = None,
) -> Section:
    """Save the text of a section, and with it what it says of each goal (3.4.1)."""
    with unit() as work:
        if sent_before(work, section.plan, by, key):
            return section
        kept = record(section, {"body": body}, by=by, version=version)
        for typed in goals:
            record(typed.row, typed.changes, by=by, version=typed.version)
        read_anew(section.plan, by=by)
    return kept


def add_section(*, by: Any, plan: Plan, title: str, key: str | None = None) -> Section:
    """Add a section of the department's own after the others; its key is never used again."""
    with unit() as work:
        if sent_before(work, plan, by, key):
            return plan.sections.latest("pk")
        own = plan.sections.filter(key__startswith=OF_DEPARTMENT)
        if own.filter(archived=False).count() >= OWN_SECTIONS:
            raise StepRefused(
                _("A plan has at most %(most)d sections of its own.") % {"most": OWN_SECTIONS}
            )
        added = Section(plan=plan, key=f"{OF_DEPARTMENT}{own.count() + 1}", title=title)
        return create(added, by=by)


def write_known(*, by: Any, plan: Plan, rows: Iterable[Below], key: str | None = None) -> list[Any]:
    """Save what was typed into rows that are there already: all or nothing."""
    with unit() as work:
        if sent_before(work, plan, by, key):
            return []
        return [record(r.row, r.changes, by=by, version=r.version) for r in rows]


def write_below(rows: Iterable[Below], owner: str, above: Guarded, *, by: Any) -> None:
    """Change what is known, add what is new."""
    for typed in rows:
        if typed.row.pk:
            record(typed.row, typed.changes, by=by, version=typed.version)
            continue
        setattr(typed.row, owner, above)
        for name, value in typed.changes.items():
            setattr(typed.row, name, value)
        create(typed.row, by=by)


def archive_goal(
    *,
    by: Any,
    goal: Goal,
    version: int | None = None,
    key: str | None = None,
    cause: Any = None,
) -> Goal:
    """Take a goal out of the plan and out of the measures that served it; its number rests."""
    with unit() as work:
        if sent_before(work, goal.plan, by, key):
            return goal
        kept = record(goal, {"archived": True}, by=by, version=version, cause=cause)
        for measure in goal.measures.live():
            left = measure.goals.exclude(pk=goal.pk)
            record(measure, {"goals": left}, by=by, cause=cause)
        read_anew(goal.plan, by=by)
    return kept


def archive_measure(
    *,
    by: Any,
    measure: Measure,
    version: int | None = None,
    key: str | None = None,
    cause: Any = None,
) -> Measure:
    """Take a measure out of the plan; its number rests."""
    with unit():
        kept = record(measure, {"archived": True}, by=by, version=version, key=key, cause=cause)
        read_anew(measure.plan, by=by)
    return kept


def move(*, by: Any, row: Goal | Measure, up: bool, key: str | None = None) -> None:
    """Change places with the row before or after it; the numbers stay. At the end nothing moves."""
    with unit() as work:
        if sent_before(work, row.plan, by, key):
            return
        rows = list(type(row).objects.live().filter(plan=row.plan_id))
        here = [each.pk for each in rows].index(row.pk)
        there = here - 1 if up else here + 1
        if there not in range(len(rows)):
            return
        one, other = rows[here], rows[there]
        record(one, {"order": other.order}, by=by)
        record(other, {"order": one.order}, by=by)
        read_anew(row.plan, by=by)


def sent_before(work: Unit, plan: Plan, by: Any, key: str | None) -> bool:
    """Whether this form has been let through already; else leave its receipt under the lock."""
    return work.repeated(work.lock(plan), "change", by, key)
