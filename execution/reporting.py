"""Acts on progress reports: the clock opens and misses them, a department writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from evidence.periods import Period
from improvement.door.acts import create_many, record, record_many, take
from improvement.door.clock import clock, sweep
from improvement.door.unit import unit
from improvement.notifications.models import Heartbeat
from plans.lifecycle import IN_FORCE, OrganizationPlanStatus, PlanStatus, RoundStatus
from plans.models import Plan, Round

from .models import ProgressReport
from .reporting_calendar import Dates, dates_of, ended
from .reporting_figures import take_over
from .reporting_lifecycle import ReportStatus

OPENING = "execution.open_reports"
MISSING = "execution.miss_reports"

BATCH = 500
"""Reports opened in one transaction."""

REPORTED = (*IN_FORCE, PlanStatus.EVALUATION)
"""The last period of a year ends when its evaluation begins."""


def open_reports(now: dt.datetime) -> int:
    """Ask every plan in force for each period of its year that is over; return how many.

    It asks what is over and has no report, not what ended today: an outage of any length is
    caught up with, and a clock that was set back opens nothing twice.
    """
    today = timezone.localdate(now)
    years = Round.objects.filter(status__in=[RoundStatus.EXECUTING, RoundStatus.EVALUATING])
    return sum(
        open_period(planning_round, period, today)
        for planning_round in years.order_by("starts")
        for period in ended(planning_round, today)
    )


def open_period(planning_round: Round, period: Period, today: dt.date) -> int:
    """Open the reports of one period, some hundred plans in a transaction."""
    done, dates = 0, None
    while True:
        if not unasked(planning_round, period).exists():
            return done
        dates = dates or dates_of(period, planning_round, today)
        opened = open_batch(planning_round, period, dates)
        if not opened:
            return done
        done += opened


def open_batch(planning_round: Round, period: Period, dates: Dates) -> int:
    """The row of the job is locked first: a second scanner waits, and finds nothing left."""
    cause = clock(OPENING)
    with unit():
        Heartbeat.objects.select_for_update(no_key=True).get(pk=cause.pk)
        plans = in_force_by(unasked(planning_round, period), dates.ends)[:BATCH]
        new = [ProgressReport(plan=plan, period=period.key, **dates._asdict()) for plan in plans]
        return len(create_many(new, by=None, cause=cause))


def unasked(planning_round: Round, period: Period) -> Any:
    """The plans of the year that have no report for the period."""
    plans = Plan.objects.filter(round=planning_round, status__in=REPORTED)
    return plans.exclude(reports__period=period.key).order_by("pk")


def in_force_by(plans: Any, day: dt.date) -> Any:
    """Those issued by this day: a late plan does not report on the time before it."""
    issued = Q(items__organization_plan__status=OrganizationPlanStatus.ISSUED)
    since = Min("items__organization_plan__issued_on", filter=issued)
    return plans.annotate(issued_on=since).exclude(issued_on__gt=day)


def miss_reports(now: dt.datetime) -> int:
    """What was not handed in within the days of grace is missed, and stays so."""
    today = timezone.localdate(now)
    overdue = ProgressReport.objects.open().filter(last_day__lt=today).order_by("pk")
    return sweep(MISSING, overdue, "miss")


def write_report(
    *,
    by: Any,
    report: ProgressReport,
    words: Mapping[str, str],
    lines: Mapping[int, Mapping[str, Any]],
    measures: Mapping[int, Mapping[str, Any]],
    version: int | None = None,
    key: str | None = None,
) -> ProgressReport:
    """Keep what was written, beside the figures as they are known now.

    `lines` and `measures` are keyed by target line and measure. A report that is due is begun by
    it. Raises NotYours, Stale or WrongState as record() does, and then nothing is kept.
    """
    with unit() as work:
        held = work.lock(report)
        if held.status == ReportStatus.DUE:
            held = take(held, "begin", by=by, version=version)
            version = held.version
        else:
            held = record(held, {}, by=by, version=version)
            take_over(held, by=by)
        _beside(held.lines.all(), "target_line_id", lines, held, by)
        _beside(held.measure_lines.all(), "measure_id", measures, held, by)
        return record(held, dict(words), by=by, version=version, key=key)


def _beside(rows: Any, name: str, given: Mapping[int, Any], report: Any, by: Any) -> None:
    written = [(row, given[pk]) for row in rows if (pk := getattr(row, name)) in given]
    record_many(written, by=by, cause=report)
