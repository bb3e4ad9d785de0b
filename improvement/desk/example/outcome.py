"""What the year came to: values, attainment by target line and quarter, evaluations, verdicts.

Read from the database by the product's own functions. What is not known or not defined is null,
with the reason beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from evaluation.models import Evaluation, Verification
from evidence.models import Finding, Value
from evidence.periods import Period
from execution.models import ProgressReport
from plans.attainment import figure_of
from plans.models import TargetLine

from .calendar import QUARTERS
from .findings import Reason
from .nouns import Direction, Reading
from .nouns import TargetLine as Line

NOT_PUBLISHED, NOT_DEFINED = "not_published", "not_defined"
PLACES = 6


def outcome(reading: Reading) -> dict[str, Any]:
    """Every row that is used is either a value or a missing actual."""
    lines = [line for goal in reading.goals for line in goal.lines]
    quarters = [quarter for line in lines for quarter in line.quarters.values()]
    return {
        "values": Value.objects.count(),
        "values_by_status": counted(Value.objects.values_list("status", flat=True)),
        "missing_actuals": sum(quarter.actual is None for quarter in quarters),
        "undefined_targets": TargetLine.objects.filter(direction="").count(),
        "two_targets": list(two_targets(lines)),
        "quarters": {period.key: told_in(period) for period in QUARTERS.values()},
        "verdicts": counted(Verification.objects.values_list("status", flat=True)),
        "verdicts_without_figures": sum(
            all(figure.attainment is None for figure in verification.figures)
            for verification in Verification.objects.select_related("goal__plan__round")
        ),
        "findings": counted(Finding.objects.values_list("status", flat=True)),
        "attainment": list(attainment(lines)),
    }


def counted(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def two_targets(lines: list[Line]) -> Iterator[dict[str, Any]]:
    """The series that carry another target in every quarter: each target is a line of its own."""
    for line in lines:
        if line.apart_from:
            yield {
                "line": line.code,
                "indicator": line.indicator,
                "target": number(line.value),
                "apart_from": [number(target) for target in line.apart_from],
                "rows": [quarter.row for quarter in line.quarters.values()],
            }


def told_in(period: Period) -> dict[str, Any]:
    """Whoever had no figure for any goal has no score, and is named."""
    reports = ProgressReport.objects.filter(period=period.key)
    evaluations = Evaluation.objects.filter(period__key=period.key).order_by("department__code")
    return {
        "values": Value.objects.filter(period=period.key).count(),
        "reports": counted(reports.values_list("status", flat=True)),
        "reports_by_health": counted(reports.values_list("health", flat=True)),
        "evaluations": counted(evaluations.values_list("status", flat=True)),
        "grades": counted(evaluations.exclude(grade="").values_list("grade", flat=True)),
        "without_score": list(
            evaluations.filter(total=None).values_list("department__code", flat=True)
        ),
    }


def attainment(lines: list[Line]) -> Iterator[dict[str, Any]]:
    """One entry a target line; in it every quarter of the year."""
    kept = TargetLine.objects.select_related("indicator", "goal__plan__round")
    by_code = {row.indicator.code: row for row in kept if row.indicator}
    told = {(row.indicator_id, row.period): row for row in Value.objects.told()}
    for line in lines:
        row = by_code[line.code]
        entry: dict[str, Any] = {
            "line": line.code,
            "direction": row.direction or None,
            "baseline": number(row.baseline),
            "target": number(row.target),
        }
        for place, period in QUARTERS.items():
            value = told.get((row.indicator_id, period.key))
            figure = figure_of(row, [value] if value else [], row.goal.plan.round, period.ends)
            entry[period.key] = {
                "actual": number(figure.actual),
                "attainment": number(figure.attainment),
            }
            if figure.attainment is None:
                entry[period.key]["because"] = because(line, place)
        yield entry


def because(line: Line, place: int) -> str:
    """Why there is no attainment."""
    if place not in line.quarters:
        return NOT_PUBLISHED
    if line.quarters[place].actual is None:
        return Reason.MISSING_ACTUAL
    return Reason.TARGET_UNDEFINED if line.direction is Direction.UNDEFINED else NOT_DEFINED


def number(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), PLACES)
