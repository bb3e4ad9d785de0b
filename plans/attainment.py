"""How far the target lines of plans are: actual, attainment, expected by the path, health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence import statistics
from evidence.charting import Picture, picture
from evidence.models import Direction, Value
from evidence.periods import Period
from evidence.relevance import Aim
from improvement.charts.numbers import on_scale
from improvement.door.refusals import Text

from .lifecycle import ISSUED
from .models import Goal, Plan, Round, TargetLine


@dataclass(frozen=True, slots=True)
class LineFigure:
    """One target line as it stands on a day; what is not known or not defined is None."""

    line: TargetLine
    on: dt.date
    row: Value | None
    attainment: Decimal | None
    share: Decimal | None
    """The share of the way that should be done."""
    expected: Decimal | None
    """The value that the path gives."""
    health: statistics.Health
    told: tuple[Value, ...] = ()
    """What was told in the round up to the day, in order."""

    @property
    def series(self) -> tuple[Decimal, ...]:
        return tuple(row.value for row in self.told)

    @property
    def rate(self) -> str:
        """Attainment as people say it."""
        return "" if self.attainment is None else f"{self.attainment:.0%}"

    @property
    def reached(self) -> float:
        """How far the bar reaches."""
        return on_scale(self.attainment)

    @property
    def by_now(self) -> float | None:
        """Where it should reach by its path."""
        return None if self.share is None else on_scale(self.share)

    @property
    def actual(self) -> Decimal | None:
        return self.row.value if self.row else None

    @property
    def period(self) -> Period | None:
        return self.row.in_period if self.row else None

    @property
    def because(self) -> Text:
        """Why there is no attainment or no health; empty where there are both."""
        line = self.line
        if line.indicator_id is None:
            return _("No indicator is linked, so no values are told.")
        if self.row is None:
            return _("No value has been told in this year yet.")
        if line.target is None:
            return _("The line has no target in figures.")
        if self.attainment is None and line.baseline == line.target:
            return _("Baseline and target are equal, so attainment is not defined.")
        if self.attainment is None:
            return _("Attainment is not defined for these figures.")
        if self.health == "none" and self.share is None:
            return _("Without a baseline there is no path to compare with.")
        if self.health == "none":
            return _("By the path nothing is expected yet.")
        return ""


def figures_of(
    subject: Plan | Goal | Iterable[Plan], on: dt.date | None = None
) -> list[LineFigure]:
    """The figures of every live target line of a plan, a goal or many plans, with two queries."""
    return figures_of_lines(list(_lines(subject)), on)


def figures_of_lines(lines: list[TargetLine], on: dt.date | None = None) -> list[LineFigure]:
    """The same of lines that are loaded with their goals and plans, with one query."""
    day = on or timezone.localdate()
    told = _told(lines, day)
    return [figure_of(line, told.get(line.pk, []), line.goal.plan.round, day) for line in lines]


def figures_by_plan(
    plans: Iterable[Plan], on: dt.date | None = None
) -> dict[int, list[LineFigure]]:
    """The same by the key of the plan; a plan without target lines has an empty list."""
    plans = list(plans)
    found: dict[int, list[LineFigure]] = {plan.pk: [] for plan in plans}
    for figure in figures_of(plans, on):
        found[figure.line.goal.plan_id].append(figure)
    return found


def figure_of(
    line: TargetLine, told: list[Value], planning_round: Round, on: dt.date
) -> LineFigure:
    """Read one line against its path; `told` are the values of its year, in order.

    The path is asked for the day up to which the value speaks, the end of its period, and not for
    a day of which nothing can be known yet.
    """
    row = told[-1] if told else None
    actual = row.value if row else None
    attained = statistics.attainment(
        line.direction,
        line.baseline,
        line.target,
        actual,
        upper=line.upper,
        tolerance=line.tolerance,
    )
    day = min(on, row.ends) if row else on
    starts, due = planning_round.starts, line.due or planning_round.ends
    return LineFigure(
        line=line,
        on=on,
        row=row,
        attainment=attained,
        share=share_of(line, starts, due, day),
        expected=expected_of(line, starts, due, day),
        health=statistics.health(attained, share_of(line, starts, due, day)),
        told=tuple(told),
    )


def share_of(line: TargetLine, starts: dt.date, due: dt.date, day: dt.date) -> Decimal | None:
    """A limit is to be kept from the first day; every other line goes evenly from its baseline."""
    if line.direction in statistics.LIMITS:
        return Decimal(1)
    if line.baseline is None and line.direction != Direction.MILESTONE:
        return None
    return statistics.expected_share("linear", starts, due, day)


def expected_of(line: TargetLine, starts: dt.date, due: dt.date, day: dt.date) -> Decimal | None:
    """The value on the path; of a limit the limit itself."""
    if line.direction in statistics.LIMITS:
        return line.target
    baseline = Decimal(0) if line.direction == Direction.MILESTONE else line.baseline
    return statistics.expected("linear", starts, due, baseline, line.target, day)


def pictures_of(figures: Iterable[LineFigure]) -> list[Picture]:
    """The control chart behind each line that has an indicator with values; one query."""
    measured = {f.line.indicator: f for f in figures if f.line.indicator is not None}
    departments = {f.line.goal.plan.department for f in measured.values()}
    series = Value.objects.many_series(measured, departments)
    found = []
    for indicator, figure in measured.items():
        line, department = figure.line, figure.line.goal.plan.department
        aim = Aim(line.direction, line.target, line.upper, line.goal.title, "")
        if points := series.get((indicator.pk, department.pk)):
            found.append(picture(indicator, department, points, aim))
    return found


def _lines(subject: Plan | Goal | Iterable[Plan]) -> Iterable[TargetLine]:
    found = TargetLine.objects.filter(archived=False, goal__archived=False)
    found = found.select_related("indicator", "goal__plan__round", "goal__plan__department")
    found = found.order_by("goal__plan", "goal__number", "position", "pk")
    if isinstance(subject, Goal):
        return found.filter(goal=subject)
    if isinstance(subject, Plan):
        return found.filter(goal__plan=subject)
    return found.filter(goal__plan__in=[plan.pk for plan in subject])


def _told(lines: list[TargetLine], on: dt.date) -> dict[int, list[Value]]:
    """The values of each line's indicator in its round, in order, by the key of the line."""
    measured = [(line, line.indicator_id) for line in lines if line.indicator_id is not None]
    if not measured:
        return {}
    rows = (
        Value.objects.told()
        .of(
            {indicator for _, indicator in measured},
            {line.goal.plan.department_id for line, _ in measured},
        )
        .between(min(line.goal.plan.round.starts for line, _ in measured), on)
        .order_by("ends")
    )
    told: dict[tuple[int, int], list[Value]] = {}
    for row in rows:
        told.setdefault((row.indicator_id, row.department_id), []).append(row)
    found = {}
    for line, indicator in measured:
        plan = line.goal.plan
        mine = told.get((indicator, plan.department_id), [])
        found[line.pk] = [r for r in mine if plan.round.starts <= r.ends <= plan.round.ends]
    return found


def indicators_promised(departments: Iterable[int]) -> QuerySet[Any]:
    """The indicators that goals of these departments' plans stand on; they tell their values."""
    lines = TargetLine.objects.filter(
        goal__plan__department__in=departments, archived=False, goal__archived=False
    )
    return lines.exclude(indicator=None).values("indicator")


def aims(indicators: Iterable[int], departments: Iterable[int]) -> dict[tuple[int, int], Aim]:
    """The targets in force: of each department's latest issued plan, its first line."""
    lines = (
        TargetLine.objects.filter(
            indicator__in=indicators,
            goal__plan__department__in=departments,
            goal__plan__status__in=ISSUED,
            archived=False,
            goal__archived=False,
        )
        .select_related("goal__plan")
        .order_by("-goal__plan__round__starts", "goal__number", "position", "pk")
    )
    found: dict[tuple[int, int], Aim] = {}
    for line in lines:
        key = (line.indicator_id or 0, line.goal.plan.department_id)
        name, url = str(line.goal), line.goal.get_absolute_url()
        found.setdefault(key, Aim(line.direction, line.target, line.upper, name, url))
    return found
