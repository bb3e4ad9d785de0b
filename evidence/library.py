"""The library: every indicator by its family, who tells it, and how far the families reach."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db.models import Max

from improvement.organization.models import Department

from .freshness import ICONS, TONES, Freshness, freshness
from .models import Family, Indicator, Value
from .periods import Period, period_of
from .relevance import Aim
from .targets import aims_on

SQUARES, STEP = 24, 12
ORDER = [Freshness.FRESH, Freshness.STALE, Freshness.NONE]


@dataclass(frozen=True, slots=True)
class Telling:
    """One department that tells an indicator, or should, and its last value."""

    indicator: Indicator
    department: Department
    last: dt.date | None
    freshness: Freshness
    aim: Aim | None

    @property
    def period(self) -> Period | None:
        return period_of(self.last, self.indicator.rhythm) if self.last else None

    @property
    def tone(self) -> str:
        return TONES[self.freshness]

    @property
    def icon(self) -> str:
        return ICONS[self.freshness]


@dataclass(slots=True)
class Entry:
    """An indicator with everybody who tells it."""

    indicator: Indicator
    tellings: list[Telling] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[Freshness, str, str, int]]:
        """How many departments stand where, with tone and shape; what none has is left out."""
        found = Counter(telling.freshness for telling in self.tellings)
        return [(one, TONES[one], ICONS[one], found[one]) for one in ORDER if found[one]]

    @property
    def last(self) -> Period | None:
        """The last period that any department has told."""
        told = [telling.last for telling in self.tellings if telling.last]
        return period_of(max(told), self.indicator.rhythm) if told else None

    def is_(self, wanted: str) -> bool:
        if wanted == Freshness.NONE and not self.tellings:
            return True
        return any(telling.freshness == wanted for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Cell:
    """A family in a department, or in all: what is told, and how fresh it is."""

    family: Family
    tellings: tuple[Telling, ...]

    @property
    def marks(self) -> list[tuple[int, int, Freshness]]:
        """Where, how wide and which: a small square each, the fresh ones first; many as a bar."""
        if len(self.tellings) <= SQUARES:
            found = sorted(ORDER.index(telling.freshness) for telling in self.tellings)
            return [(at * STEP, STEP - 2, ORDER[place]) for at, place in enumerate(found)]
        ends = [round(self.width * n / len(self.tellings)) for n in accumulate(self.counts)]
        begins = [0, *ends]
        return [(a, b - a, one) for a, b, one in zip(begins, ends, ORDER, strict=False) if b > a]

    @property
    def width(self) -> int:
        return max(min(len(self.tellings), SQUARES) * STEP - 2, 1)

    @property
    def counts(self) -> list[int]:
        return [self.fresh, self.stale, self.silent]

    def count(self, wanted: Freshness) -> int:
        return sum(telling.freshness == wanted for telling in self.tellings)

    @property
    def fresh(self) -> int:
        return self.count(Freshness.FRESH)

    @property
    def stale(self) -> int:
        return self.count(Freshness.STALE)

    @property
    def silent(self) -> int:
        return self.count(Freshness.NONE)


@dataclass(frozen=True, slots=True)
class Row:
    department: Department
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> list[Family]:
        """Families in which the department has no indicator at all."""
        return [cell.family for cell in self.cells if not cell.tellings]


class Library:
    """Read with five statements, however many indicators and departments there are."""

    def __init__(self, indicators: Iterable[Indicator], today: dt.date) -> None:
        self.entries = {one.pk: Entry(one) for one in indicators}
        self.departments = {one.pk: one for one in Department.objects.active().order_by("path")}
        self.today = today
        for indicator, department in sorted(self._pairs, key=self._place):
            self.entries[indicator].tellings.append(self._telling(indicator, department))

    @cached_property
    def _last(self) -> dict[tuple[int, int], dt.date]:
        told = Value.objects.told().of(self.entries, self.departments).order_by()
        rows = told.values_list("indicator", "department").annotate(last=Max("ends"))
        return {(indicator, department): last for indicator, department, last in rows}

    @cached_property
    def _aims(self) -> dict[tuple[int, int], Aim]:
        cards = [entry.indicator for entry in self.entries.values()]
        return aims_on(self.today, cards, self.departments.values())

    @property
    def _pairs(self) -> set[tuple[int, int]]:
        """Who owns, who has told, who has promised."""
        owned = {
            (key, owner)
            for key, entry in self.entries.items()
            if (owner := entry.indicator.owner_id) and owner in self.departments
        }
        return owned | {*self._last} | {*self._aims}

    def _place(self, pair: tuple[int, int]) -> tuple[str, str]:
        return self.entries[pair[0]].indicator.code, self.departments[pair[1]].path

    def _telling(self, indicator: int, department: int) -> Telling:
        card, last = self.entries[indicator].indicator, self._last.get((indicator, department))
        return Telling(
            indicator=card,
            department=self.departments[department],
            last=last,
            freshness=freshness(card, last, self.today),
            aim=self._aims.get((indicator, department)),
        )

    @property
    def families(self) -> list[Cell]:
        """The four families over all departments (D82)."""
        every = [telling for entry in self.entries.values() for telling in entry.tellings]
        return list(cells(every))

    @property
    def coverage(self) -> list[Row]:
        """Each department that must plan, or tells something, with its four families."""
        found: dict[int, list[Telling]] = {
            key: [] for key, one in self.departments.items() if not one.exemption
        }
        for entry in self.entries.values():
            for telling in entry.tellings:
                found.setdefault(telling.department.pk, []).append(telling)
        return [
            Row(one, tuple(cells(found[key])))
            for key, one in self.departments.items()
            if key in found
        ]


def cells(tellings: Iterable[Telling]) -> Iterable[Cell]:
    """The four families in their order; a card without one counts in none."""
    by_family: dict[str, list[Telling]] = {family: [] for family in Family}
    for telling in tellings:
        by_family.setdefault(telling.indicator.family, []).append(telling)
    return (Cell(family, tuple(by_family[family])) for family in Family)


def matches(entry: Entry, asked: dict[str, Any]) -> bool:
    """Whether the entry is one that the filters of the page ask for."""
    card = entry.indicator
    words = f"{card.code} {card.name} {card.name_hant} {card.name_hans}".casefold()
    department = asked["department"]
    return (
        (not asked["q"] or asked["q"].casefold() in words)
        and (not asked["family"] or card.family == asked["family"])
        and (not asked["rhythm"] or card.rhythm == asked["rhythm"])
        and (not asked["state"] or entry.is_(asked["state"]))
        and (not department or any(one.department.code == department for one in entry.tellings))
    )
