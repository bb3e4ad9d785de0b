"""Find what is not where the plan has it: goals, measures, reports (4.4.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from improvement.door.acts import create_many
from improvement.door.clock import clock
from improvement.organization.calendar import working_day_after
from plans.lifecycle import IN_FORCE, MeasureStatus
from plans.models import GoalHealth, Measure

from .deviation_lifecycle import ACKNOWLEDGE_DAYS, UNSETTLED
from .models import Deviation, DeviationKind, ProgressReport
from .reporting_lifecycle import ReportStatus

FINDING = "execution.find_deviations"
BATCH = 200
"""Deviations found in one transaction."""

ENDED = (MeasureStatus.COMPLETED, MeasureStatus.VERIFIED, MeasureStatus.CANCELLED)


def find(now: dt.datetime) -> int:
    """Open a deviation for all that is off and has none; return how many.

    It asks what is off, not what has moved, so an outage of any length is caught up with.
    """
    today = timezone.localdate(now)
    due, done = working_day_after(today, ACKNOWLEDGE_DAYS), 0
    while found := off_plan(today):
        for row in found:
            row.found_on, row.due = today, due
        create_many(found, by=None, cause=clock(FINDING))
        done += len(found)
    return done


def off_plan(today: dt.date) -> list[Deviation]:
    """The next of each kind, not saved yet."""
    return [
        *(of_goal(row) for row in goals_off_path(today)[:BATCH]),
        *(of_measure(row) for row in measures_late(today)[:BATCH]),
        *(of_report(row) for row in reports_missing()[:BATCH]),
    ]


def goals_off_path(today: dt.date) -> QuerySet[GoalHealth]:
    """Red by their values; what was settled is found again with a new value, after its day."""
    earlier = Deviation.objects.filter(goal=OuterRef("goal"))
    known = Exists(earlier.filter(still_covered(today) | Q(period=OuterRef("period"))))
    rows = GoalHealth.objects.in_force().filter(~known, health="bad")
    return rows.select_related("goal", "line").order_by("goal")


def measures_late(today: dt.date) -> QuerySet[Measure]:
    """Past their last day and not completed; found again only when the day moves."""
    earlier = Deviation.objects.filter(measure=OuterRef("pk"))
    known = Exists(earlier.filter(still_covered(today) | Q(promised=OuterRef("ends"))))
    late = Measure.objects.live().filter(~known, ends__lt=today, plan__status__in=IN_FORCE)
    return late.exclude(status__in=ENDED).order_by("pk")


def reports_missing() -> QuerySet[ProgressReport]:
    missed = ProgressReport.objects.filter(status=ReportStatus.MISSED, deviations=None)
    return missed.filter(plan__status__in=IN_FORCE).order_by("pk")


def still_covered(today: dt.date) -> Q:
    """It waits for somebody's word, or the day by which it shall be back has not come."""
    return Q(status__in=UNSETTLED) | Q(back_by__gte=today)


def of_goal(row: GoalHealth) -> Deviation:
    line: Any = row.line
    return Deviation(
        kind=DeviationKind.PATH,
        plan_id=row.goal.plan_id,
        goal=row.goal,
        period=row.period,
        actual=row.actual,
        target=line.target if line else None,
        unit=row.unit,
    )


def of_measure(measure: Measure) -> Deviation:
    return Deviation(
        kind=DeviationKind.SCHEDULE,
        plan_id=measure.plan_id,
        measure=measure,
        promised=measure.ends,
    )


def of_report(report: ProgressReport) -> Deviation:
    return Deviation(
        kind=DeviationKind.REPORT,
        plan_id=report.plan_id,
        report=report,
        period=report.period,
        promised=report.due,
    )
