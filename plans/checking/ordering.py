"""Measures that wait for others: dates in order, and no circle (3.4.2)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from plans.lifecycle import MeasureStatus
from plans.models.dependency import Dependency

if TYPE_CHECKING:
    from plans.models import Round


class Link(NamedTuple):
    """One measure waits for another; both as they are dated now."""

    plan: int
    measure: int
    needs: int
    starts: dt.date | None
    ends: dt.date | None
    needs_number: int
    needs_department: str
    needs_plan: int

    @property
    def reference(self) -> str:
        return f"{self.needs_department.upper()} M{self.needs_number}"

    @property
    def late(self) -> bool:
        """It is to begin before the other is finished."""
        return bool(self.starts and self.ends and self.starts <= self.ends)


def links(planning_round: Round) -> list[Link]:
    """Every dependency of a round that stands, in one query."""
    rows = (
        Dependency.objects.live()
        .filter(measure__plan__round=planning_round)
        .exclude(measure__status=MeasureStatus.CANCELLED)
        .exclude(needs__status=MeasureStatus.CANCELLED)
    )
    columns = ("measure__plan", "measure", "needs", "measure__starts", "needs__ends")
    other = ("needs__number", "needs__plan__department__code", "needs__plan")
    return [Link(*row) for row in rows.order_by("pk").values_list(*columns, *other)]


def on_a_circle(found: Iterable[Link]) -> set[int]:
    """The measures that wait, over others or at once, for themselves."""
    after: defaultdict[int, set[int]] = defaultdict(set)
    for link in found:
        after[link.measure].add(link.needs)
    return {measure for measure in list(after) if measure in reached(measure, after)}


def reached(start: int, after: dict[int, set[int]]) -> set[int]:
    """Every measure that `start` waits for, over however many others."""
    seen: set[int] = set()
    waiting = list(after.get(start, ()))
    while waiting:
        measure = waiting.pop()
        if measure not in seen:
            seen.add(measure)
            waiting.extend(after.get(measure, ()))
    return seen
