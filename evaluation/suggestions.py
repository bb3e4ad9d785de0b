"""Scores that the figures suggest: what is not known is left out, never made up (5.3.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from evidence.models import Family
from execution.models import ProgressReport
from improvement.door.acts import create_many
from improvement.door.unit import unit
from plans.attainment import LineFigure, figures_by_plan
from plans.lifecycle import MeasureStatus
from plans.models import Measure, Plan

from .models import Criterion, Evaluation, EvaluationPeriod, Kind, Suggestion
from .weighing import on_the_path, rounded, share_kept, weighted_mean

ONE = Decimal(1)


class Told(NamedTuple):
    """A suggested score, and of how many figures it is made; None where nothing is known."""

    score: Decimal | None
    known: int
    asked: int


NOTHING = Told(None, 0, 0)

Source = Callable[["Figures"], dict[int, Told]]
"""What one kind of criterion suggests for each plan, by its key."""


class Figures:
    """What is known of many plans in a period, each part read once with constant queries."""

    def __init__(self, plans: Iterable[Plan], starts: dt.date, ends: dt.date) -> None:
        self.plans, self.starts, self.ends = list(plans), starts, ends
        self.lines = figures_by_plan(self.plans, on=ends)
        kept = Measure.objects.live().exclude(
            status__in=[MeasureStatus.CANCELLED, MeasureStatus.SUSPENDED]
        )
        self.measures: dict[int, list[Measure]] = {plan.pk: [] for plan in self.plans}
        for measure in kept.filter(plan__in=list(self.measures)):
            self.measures[measure.plan_id].append(measure)
        self.reports: dict[int, list[ProgressReport]] = {plan.pk: [] for plan in self.plans}
        told = ProgressReport.objects.filter(ends__gte=starts, ends__lte=ends)
        for report in told.filter(plan__in=list(self.reports)):
            self.reports[report.plan_id].append(report)


def of_goals(figures: Figures) -> dict[int, Told]:
    return {pk: goals_told(lines) for pk, lines in figures.lines.items()}


def of_feedback(figures: Figures) -> dict[int, Told]:
    """What customers say: the lines of satisfaction goals and of satisfaction indicators."""
    return {
        pk: goals_told([line for line in lines if is_feedback(line)])
        for pk, lines in figures.lines.items()
    }


def is_feedback(figure: LineFigure) -> bool:
    indicator = figure.line.indicator
    families = {figure.line.goal.family, indicator.family if indicator else ""}
    return Family.SATISFACTION in families


def goals_told(lines: Sequence[LineFigure]) -> Told:
    """The mean over goals of the mean over their lines that have a figure."""
    by_goal: dict[int, list[tuple[Decimal, Decimal | None]]] = {}
    for figure in lines:
        score = on_the_path(figure.attainment, figure.share)
        by_goal.setdefault(figure.line.goal_id, []).append((ONE, score))
    mean = weighted_mean((ONE, weighted_mean(parts)) for parts in by_goal.values())
    known = sum(score is not None for parts in by_goal.values() for _one, score in parts)
    return Told(None if mean is None else rounded(mean), known, len(lines))


def of_measures(figures: Figures) -> dict[int, Told]:
    """Of the beginnings and endings that were due by the end of the period, those kept."""
    return {pk: measures_told(measures, figures.ends) for pk, measures in figures.measures.items()}


def measures_told(measures: Iterable[Measure], day: dt.date) -> Told:
    dates = [kept for measure in measures for kept in dates_kept(measure, day)]
    return Told(share_kept(sum(dates), len(dates)), len(dates), len(dates))


def dates_kept(measure: Measure, day: dt.date) -> list[bool]:
    """For its beginning and its end, where they were due by the day: whether the date was kept."""
    kept = []
    if measure.starts and measure.starts <= day:
        kept.append(measure.started_on is not None and measure.started_on <= day)
    if measure.ends and measure.ends <= day:
        kept.append(measure.completed_on is not None and measure.completed_on <= measure.ends)
    return kept


def of_reports(figures: Figures) -> dict[int, Told]:
    """Of the progress reports on this period that were due by now, those handed in on time."""
    return {pk: reports_told(reports) for pk, reports in figures.reports.items()}


def reports_told(reports: Iterable[ProgressReport]) -> Told:
    today = timezone.localdate()
    asked = [report for report in reports if report.submitted_at or report.due < today]
    kept = sum(handed_in_on_time(report) for report in asked)
    return Told(share_kept(kept, len(asked)), len(asked), len(asked))


def handed_in_on_time(report: ProgressReport) -> bool:
    at = report.submitted_at
    return at is not None and timezone.localdate(at) <= report.due


SOURCES: dict[str, Source] = {
    Kind.GOALS: of_goals,
    Kind.MEASURES: of_measures,
    Kind.REPORTS: of_reports,
    Kind.FEEDBACK: of_feedback,
}
"""By kind of criterion; a kind that is not here is judged without figures."""


def suggest(criteria: Iterable[Criterion], figures: Figures) -> dict[tuple[int, int], Told]:
    """The suggestion for every (plan, criterion)."""
    by_kind = {kind: source(figures) for kind, source in SOURCES.items()}
    return {
        (plan.pk, criterion.pk): by_kind.get(criterion.kind, {}).get(plan.pk, NOTHING)
        for plan in figures.plans
        for criterion in criteria
    }


def keep_figures(period: EvaluationPeriod, *, by: Any) -> list[Suggestion]:
    """Keep what the figures suggest for every department as they stand now."""
    with unit() as work:
        rows: list[Evaluation] = work.lock_many(period.evaluations.all())
        plans = Plan.objects.filter(evaluations__period=period).with_names()
        criteria = list(period.criteria.criteria.all()) if period.criteria else []
        told = suggest(criteria, Figures(plans, period.starts, period.ends))
        return create_many(
            [
                Suggestion(
                    evaluation=row, criterion=criterion, **told[row.plan_id, criterion.pk]._asdict()
                )
                for row in rows
                for criterion in criteria
            ],
            by=by,
            cause=period,
        )
