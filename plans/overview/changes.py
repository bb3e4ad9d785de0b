"""This year against the last: which goals were kept, which are new, which were dropped.

A goal is kept where the department had a goal of the same title last year or, failing that, one
that is measured by the same indicator in the same direction; one goal is kept as one goal only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from plans.briefs import Content

from .contents import NO_GOAL, Part, Whole
from .totals import cost_by_department, costs

KEPT, NEW, DROPPED = "kept", "new", "dropped"


@dataclass(frozen=True, slots=True)
class Fate:
    """One goal and what became of it; `was` is the goal of last year it goes on with."""

    kind: str
    department: Any
    part: Part
    goal: Content
    was: Content | None = None

    @property
    def number(self) -> str:
        """As addresses spell it."""
        return str(self.goal["number"])[1:]


@dataclass(slots=True)
class Row:
    """A department or an overall goal: its goals by their fate, its cost now and before."""

    key: str
    name: str
    fates: list[Fate] = field(default_factory=list)
    cost: Fraction = Fraction()
    cost_before: Fraction = Fraction()
    department: Any = None

    def counted(self, kind: str) -> int:
        return sum(fate.kind == kind for fate in self.fates)

    @property
    def kept(self) -> int:
        return self.counted(KEPT)

    @property
    def new(self) -> int:
        return self.counted(NEW)

    @property
    def dropped(self) -> int:
        return self.counted(DROPPED)

    @property
    def change(self) -> Fraction:
        return self.cost - self.cost_before


@dataclass(frozen=True)
class Changes:
    """What differs between two years, over the departments that are in this one."""

    now: Whole
    before: Whole

    @cached_property
    def departments(self) -> list[Row]:
        """In the order of the organization."""
        costs_now, costs_before = cost_by_department(self.now), cost_by_department(self.before)
        rows = []
        for part in self.now.parts:
            code = part.department.code
            rows.append(
                Row(
                    code,
                    part.department.local_name,
                    list(fates(part, self.last_of(code))),
                    costs_now.get(code, Fraction()),
                    costs_before.get(code, Fraction()),
                    part.department,
                )
            )
        return rows

    def last_of(self, code: str) -> Part | None:
        return self.by_code.get(code)

    @cached_property
    def by_code(self) -> Mapping[str, Part]:
        return {part.department.code: part for part in self.before.parts}

    @cached_property
    def not_in_it(self) -> list[Any]:
        """Departments of last year that this edition does not hold; nothing is said of them."""
        here = {part.department.code for part in self.now.parts}
        return [p.department for p in self.before.parts if p.department.code not in here]

    @cached_property
    def overall(self) -> list[Row]:
        """By overall goal; those of two years are one where they bear the same title."""
        rows = {code: Row(code, self.now.titled(code)) for code in self.now.overall}
        named = {folded(title): code for code, title in self.now.overall.items()}
        year = self.before.round.label
        here = {part.department.code for part in self.now.parts}

        def then(code: str) -> Row:
            title = self.before.overall.get(code, "")
            known = named.get(folded(title), "") if title else NO_GOAL
            if known or not title:
                return rows.setdefault(known, Row(known, ""))
            return rows.setdefault(f"{year} {code}", Row(f"{year} {code}", f"{title} ({year})"))

        for fate in (fate for row in self.departments for fate in row.fates):
            code = fate.goal["overall_goal"]
            row = then(code) if fate.kind == DROPPED else rows.setdefault(code, Row(code, code))
            row.fates.append(fate)
        for code, by in costs(self.now).items():
            rows.setdefault(code, Row(code, code)).cost += sum(by.values(), Fraction())
        for code, by in costs(self.before).items():
            spent = sum((by[name] for name in by if name in here), Fraction())
            if spent:
                then(code).cost_before += spent
        none = rows.pop(NO_GOAL, None)
        told = none and (none.fates or none.cost or none.cost_before)
        return [*rows.values(), *([none] if none and told else [])]

    @cached_property
    def total(self) -> Row:
        rows = self.departments
        return Row(
            "",
            "",
            [fate for row in rows for fate in row.fates],
            sum((row.cost for row in rows), Fraction()),
            sum((row.cost_before for row in rows), Fraction()),
        )


def fates(part: Part, before: Part | None) -> Iterator[Fate]:
    """Of every goal of a department this year, then of those that were dropped."""
    pairs = matched(before.goals if before else [], part.goals)
    for goal in part.goals:
        was = pairs.get(goal["id"])
        yield Fate(KEPT if was else NEW, part.department, part, goal, was)
    gone = {was["id"] for was in pairs.values()}
    for goal in before.goals if before else []:
        if before and goal["id"] not in gone:
            yield Fate(DROPPED, part.department, before, goal)


def matched(before: Sequence[Content], now: Sequence[Content]) -> dict[str, Content]:
    """Which goal of last year each goal goes on with, by its id: by title, then by indicator."""
    found: dict[str, Content] = {}
    left = list(before)
    alike: tuple[Callable[[Content, Content], bool], ...] = (same_title, same_indicator)
    for same in alike:
        for goal in now:
            known = goal["id"] in found
            was = None if known else next((one for one in left if same(one, goal)), None)
            if was is not None:
                found[goal["id"]] = was
                left.remove(was)
    return found


def same_title(one: Content, other: Content) -> bool:
    return folded(one["title"]) == folded(other["title"])


def same_indicator(one: Content, other: Content) -> bool:
    return bool(measured(one) & measured(other))


def measured(goal: Content) -> set[tuple[str, str]]:
    return {
        (folded(line["indicator"]), line["direction"])
        for line in goal["target_lines"]
        if line["indicator"]
    }


def folded(text: str) -> str:
    """Case and blanks make no difference."""
    return "".join(text.casefold().split())
