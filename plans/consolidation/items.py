"""What the rules look at: the goals and measures of a round as plain values, read once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from .load import Effort, Month


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a goal, as far as two of them can contradict each other."""

    pk: int
    indicator: int | None
    name: str
    direction: str
    target: Decimal | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class GoalItem:
    pk: int
    plan: int
    department: int
    number: int
    title: str
    words: str
    family: str = ""
    overall: int | None = None
    joint: frozenset[int] = frozenset()
    lines: tuple[Line, ...] = ()
    area: str = ""
    """The key area as it was typed."""


@dataclass(frozen=True, slots=True)
class MeasureItem:
    pk: int
    plan: int
    department: int
    number: int
    title: str
    words: str
    starts: dt.date | None = None
    ends: dt.date | None = None
    cost: Decimal | None = None
    overall: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Pool:
    """The people efforts are asked of: of a post, or of a department as a whole."""

    department: int
    post: int | None = None

    @property
    def key(self) -> str:
        return f"d{self.department}" if self.post is None else f"p{self.post}"


@dataclass(frozen=True, slots=True)
class Wait:
    """A measure that needs another to be finished first."""

    measure: int
    needs: int


class Area(Protocol):
    """A key area of the round: whether every department needs a goal in it, or one is enough."""

    pk: Any
    name: Any
    name_hant: Any
    name_hans: Any
    each_department: Any

    def means(self, typed: str) -> bool: ...


@dataclass(frozen=True)
class Round:
    """Everything of one round that the rules ask for. Departments and plans are named by key."""

    starts: dt.date
    ends: dt.date
    goals: Sequence[GoalItem] = ()
    measures: Sequence[MeasureItem] = ()
    overall: Mapping[int, str] = field(default_factory=dict)
    plans: Mapping[int, int] = field(default_factory=dict)
    """The plan of each department."""
    efforts: Mapping[Pool, Sequence[Effort]] = field(default_factory=dict)
    capacity: Mapping[Pool, Mapping[Month, Fraction]] = field(default_factory=dict)
    waits: Sequence[Wait] = ()
    areas: Sequence[Area] = ()

    @cached_property
    def goals_by_key(self) -> dict[int, GoalItem]:
        return {item.pk: item for item in self.goals}

    @cached_property
    def measures_by_key(self) -> dict[int, MeasureItem]:
        return {item.pk: item for item in self.measures}


@dataclass(frozen=True, slots=True)
class Ask:
    """One change of one plan that a solution is made of; what it does not touch is None."""

    change: str
    plan: int
    measure: int | None = None
    goal: int | None = None
    line: int | None = None
    overall: int | None = None
    partner: int | None = None
    months: int | None = None
    target: str | None = None
    direction: str = ""
    other: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            name: value
            for name in self.__slots__
            if (value := getattr(self, name)) not in (None, "")
        }


@dataclass(frozen=True, slots=True)
class Solution:
    """A way out, computed from the plans: what is asked of whom, and what it comes to."""

    key: str
    asks: tuple[Ask, ...]
    before: float | None = None
    after: float | None = None
    """What is asked beyond capacity, or costs, before and after."""
    load: dict[str, dict[str, float]] = field(default_factory=dict)
    """By month and department, afterwards."""

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "asks": [ask.as_json() for ask in self.asks],
            "before": self.before,
            "after": self.after,
            "load": self.load,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """One issue. `key` names it however often it is found; `facts` say what it is today."""

    kind: str
    rule: str
    severity: int
    key: str
    facts: dict[str, Any]
    goals: tuple[int, ...] = ()
    measures: tuple[int, ...] = ()
    plans: tuple[int, ...] = ()
    """Plans that lack something, where there is no goal or measure to name."""
    overall: int | None = None
    department: int | None = None
    post: int | None = None
    solutions: tuple[Solution, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        return {**self.facts, "solutions": [one.as_json() for one in self.solutions]}

    @property
    def digest(self) -> str:
        """Of the facts alone: the same issue with other figures has another."""
        written = json.dumps(self.facts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def name(rule: str, *parts: object) -> str:
    """The key of an issue from what never changes about it."""
    return hashlib.sha256("|".join([rule, *map(str, parts)]).encode()).hexdigest()[:40]
