"""The matrix of overall goals and departments, and what is marked in it; constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.db.models import Count, DecimalField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from improvement.door.models import Revision
from plans.lifecycle import MeasureStatus, PlanStatus
from plans.models import (
    ConsolidationIssue,
    ConsolidationItem,
    IssueKind,
    Measure,
    OverallGoal,
    Plan,
    ResourceKind,
    ResourceNeed,
    Round,
)

from .lifecycle import OPEN

COLUMNS, ISSUES = 24, 60
"""Departments and issues on one page."""
LEVELS = 4

MODES = ("count", "cost", "effort")


class Mark(NamedTuple):
    """An open issue as the matrix shows it."""

    issue: int
    kind: str
    severity: int
    overall: int | None
    department: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one department does for one overall goal."""

    plan: Plan
    count: int
    value: Decimal
    level: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One overall goal across the departments; `goal` is None for what serves none."""

    goal: OverallGoal | None
    cells: Sequence[Cell]
    total: Decimal
    counted: int
    worst: str
    open: int


@dataclass(frozen=True)
class Workbench:
    """Everything the page shows of the plans; issues and details are read beside it."""

    round: Round
    mode: str = "count"
    page: int = 1

    @cached_property
    def plans(self) -> list[Plan]:
        """One column a plan that is not withdrawn, in the order of the organization."""
        found = self.round.plans.exclude(status=PlanStatus.WITHDRAWN).select_related("department")
        return list(
            found.annotate(
                goal_count=Count("goals", filter=Q(goals__archived=False), distinct=True)
            ).order_by("department__path")
        )

    @property
    def columns(self) -> list[Plan]:
        return self.plans[(self.page - 1) * COLUMNS : self.page * COLUMNS]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.plans) // COLUMNS))

    @cached_property
    def overall(self) -> list[OverallGoal]:
        return list(OverallGoal.objects.live().filter(goal_set__round=self.round))

    @cached_property
    def served(self) -> list[tuple[int, int | None, int, Decimal]]:
        """Department, overall goal, measure and what is counted, each measure once a goal."""
        live = Measure.objects.filter(plan__round=self.round, archived=False)
        live = live.exclude(status=MeasureStatus.CANCELLED)
        live = live.exclude(plan__status=PlanStatus.WITHDRAWN)
        value = "cost"
        if self.mode == "effort":
            value, live = "effort", live.annotate(effort=effort_of("pk"))
        rows = live.order_by().values_list(
            "plan__department_id", "goals__overall_goal_id", "pk", value
        )
        return [
            (department, overall, pk, Decimal(1) if self.mode == "count" else amount or Decimal(0))
            for department, overall, pk, amount in cast(Iterable[Any], rows.distinct())
        ]

    @cached_property
    def measure_count(self) -> int:
        return len({pk for _department, _overall, pk, _value in self.served})

    @property
    def goal_count(self) -> int:
        return sum(plan.goal_count for plan in self.plans)  # type: ignore[attr-defined]

    @cached_property
    def marks(self) -> list[Mark]:
        """The open issues, once for each department they touch."""
        open_ones = self.round.consolidation_issues.filter(status__in=OPEN).order_by()
        columns = ("pk", "kind", "severity", "overall_goal_id", "items__plan__department_id")
        return [
            Mark(*row) for row in cast(Iterable[Any], open_ones.values_list(*columns).distinct())
        ]

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many issues of each kind are open."""
        kinds = {mark.issue: mark.kind for mark in self.marks}
        return {kind: list(kinds.values()).count(kind) for kind in IssueKind.values}

    @property
    def open_count(self) -> int:
        return sum(self.counted.values())

    @cached_property
    def lines(self) -> list[Line]:
        by_cell: dict[tuple[int | None, int], list[Decimal]] = defaultdict(list)
        for department, overall, _pk, value in self.served:
            by_cell[overall, department].append(value)
        most = max((sum(values) for values in by_cell.values()), default=Decimal(0))
        goals: list[OverallGoal | None] = list(self.overall)
        if any(overall is None for overall, _department in by_cell):
            goals.append(None)
        return [self.line(goal, by_cell, most) for goal in goals]

    def line(
        self,
        goal: OverallGoal | None,
        by_cell: Mapping[tuple[int | None, int], list[Decimal]],
        most: Decimal | int,
    ) -> Line:
        key = None if goal is None else goal.pk
        own = [mark for mark in self.marks if goal and mark.overall == goal.pk]
        marked = {mark.department: mark.kind for mark in sorted(own, key=lambda m: -m.severity)}
        cells = [
            Cell(
                plan,
                len(values),
                Decimal(sum(values)),
                level(Decimal(sum(values)), Decimal(most), len(values), self.mode),
                marked.get(plan.department_id, ""),
            )
            for plan in self.columns
            for values in [by_cell.get((key, plan.department_id), [])]
        ]
        everywhere = [values for (overall, _d), values in by_cell.items() if overall == key]
        return Line(
            goal=goal,
            cells=cells,
            total=Decimal(sum(sum(values) for values in everywhere)),
            counted=sum(len(values) for values in everywhere),
            worst=worst(own),
            open=len({mark.issue for mark in own}),
        )


def level(value: Decimal, most: Decimal, count: int, mode: str) -> int:
    """From 0, nothing, to 4, as much as anywhere; measures are counted as they are."""
    if not count:
        return 0
    if mode == "count":
        return min(count, LEVELS)
    return max(1, min(LEVELS, int(value * LEVELS / most + 1))) if most else 1


def worst(marks: Iterable[Mark]) -> str:
    """The kind of the gravest issue; gaps, then clashes and the like, then overlap."""
    order = {kind: at for at, kind in enumerate(("gap", "clash", "contradiction", "order"))}
    kinds = sorted(marks, key=lambda mark: (mark.severity, order.get(mark.kind, 9)))
    return kinds[0].kind if kinds else ""


def effort_of(measure: str) -> Coalesce:
    """Person-days a measure needs of people."""
    needs = ResourceNeed.objects.live().filter(kind=ResourceKind.PEOPLE, measure=OuterRef(measure))
    summed = needs.order_by().values("measure").annotate(days=Sum("amount")).values("days")
    return Coalesce(Subquery(summed), Decimal(0), output_field=DecimalField())


def listed(
    planning_round: Round, kind: str = "", done: bool = False, start: int = 0
) -> list[ConsolidationIssue]:
    """The issues of a round by severity, open or done with: a page of them and one more."""
    rows = ConsolidationIssue.objects.with_names().filter(round=planning_round)
    rows = rows.exclude(status__in=OPEN) if done else rows.filter(status__in=OPEN)
    if kind in IssueKind.values:
        rows = rows.filter(kind=kind)
    return list(with_items(rows.order_by("severity", "number")[start : start + ISSUES + 1]))


def with_items(rows: QuerySet[ConsolidationIssue]) -> QuerySet[ConsolidationIssue]:
    """With the goals and measures each is about, and where they come from."""
    return rows.prefetch_related(Prefetch("items", queryset=provenance()))


def provenance() -> QuerySet[ConsolidationItem]:
    """Items with plan, department, person, and the number of the plan's last revision."""
    return ConsolidationItem.objects.select_related(
        "plan__department", "plan__round", "goal", "measure__person", "measure__department"
    ).annotate(revision=last_revision("plan_id"))


def last_revision(plan: str) -> Subquery:
    """The number of the last frozen revision of the plan whose key stands in this column."""
    of_plan = Revision.objects.filter(object_type=Plan._meta.label_lower, object_id=OuterRef(plan))
    return Subquery(of_plan.order_by("-number").values("number")[:1])
