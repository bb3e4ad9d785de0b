"""The figures of a progress report: read from values and tasks, written on its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from improvement.door.acts import create_many, record_many
from improvement.door.unit import unit
from plans.attainment import LineFigure, figures_of
from plans.lifecycle import GoalStatus, MeasureStatus
from plans.models import Measure

from .models import MeasureLine, ProgressReport, ReportLine
from .progress import Progress, with_progress

PLACES = Decimal("0.000001")
FURTHEST = Decimal(10) ** 12
"""A share beyond it says nothing any more, and a column ends somewhere."""

FINISHED = {MeasureStatus.COMPLETED, MeasureStatus.VERIFIED}


def target_figures(report: ProgressReport) -> dict[int, dict[str, Any]]:
    """What is known of each target line for the report's last day, by the key of the line."""
    return {
        figure.line.pk: as_columns(figure)
        for figure in figures_of(report.plan, on=report.ends)
        if figure.line.goal.status != GoalStatus.CANCELLED
    }


def as_columns(figure: LineFigure) -> dict[str, Any]:
    """One figure as a line of the report keeps it."""
    line, period = figure.line, figure.period
    return {
        "direction": line.direction,
        "unit": line.unit,
        "baseline": line.baseline,
        "target": line.target,
        "upper": line.upper,
        "actual": figure.actual,
        "value_period": period.key if period else "",
        "attainment": kept(figure.attainment),
        "share": kept(figure.share),
        "expected": kept(figure.expected),
        "health": figure.health,
    }


def kept(value: Decimal | None) -> Decimal | None:
    """Six places, as the column has them, so that a figure read again is the same figure."""
    if value is None:
        return None
    return max(-FURTHEST, min(value, FURTHEST)).quantize(PLACES)


def measure_figures(report: ProgressReport) -> dict[int, dict[str, Any]]:
    """How far each live measure has come, by its key; one query."""
    return {measure.pk: progress(measure) for measure in live_measures(report)}


def live_measures(report: ProgressReport) -> QuerySet[Any]:
    """In their order, each with its tasks counted as of the end of the report's period."""
    measures = Measure.objects.live().filter(plan=report.plan).order_by("number")
    return with_progress(measures, on=report.ends)


def progress(measure: Any) -> dict[str, Any]:
    """Where tasks can be counted they say the percentage; a measure that is done is done."""
    counted = Progress.of(measure)
    found = {
        "state": measure.status,
        "done": counted.done,
        "total": counted.total,
        "overdue": counted.late,
    }
    if measure.status in FINISHED:
        return found | {"percent": 100}
    return found | ({"percent": counted.percent} if counted.total else {})


def have_moved(report: ProgressReport) -> bool:
    """Whether a value is known now that the report does not have, or has otherwise."""
    now = target_figures(report)
    shown = {
        line.target_line_id: (line.actual, line.value_period)
        for line in report.lines.filter(target_line__in=now)
    }
    return {key: (row["actual"], row["value_period"]) for key, row in now.items()} != shown


def take_over(report: ProgressReport, *, by: Any) -> None:
    """Bring every line up to what is known now; what was written beside it stays."""
    with unit() as work:
        held = work.lock(report)
        _bring(ReportLine, "target_line_id", held, held.lines.all(), target_figures(held), by)
        _bring(MeasureLine, "measure_id", held, held.measure_lines.all(), measure_figures(held), by)


def _bring(
    model: type[Any],
    key: str,
    report: ProgressReport,
    lines: Iterable[Any],
    known: Mapping[int, dict[str, Any]],
    by: Any,
) -> None:
    there = {getattr(line, key): line for line in lines}
    new = [
        model(report=report, **{key: pk}, **columns)
        for pk, columns in known.items()
        if pk not in there
    ]
    create_many(new, by=by, cause=report)
    again = [(line, known[pk]) for pk, line in there.items() if pk in known]
    record_many(again, by=by, cause=report)
