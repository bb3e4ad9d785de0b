"""The dates of progress reports: what is asked when, due when, and when it counts as missed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from evidence.periods import Period, periods_between
from improvement.organization.calendar import working_day_after
from plans.models import Round

GRACE_DAYS = 5
"""Working days after the due date in which a late report is still taken (ours)."""


class Dates(NamedTuple):
    """Frozen on the report when it is opened: later holidays or settings do not move them."""

    ends: dt.date
    due: dt.date
    last_day: dt.date


def periods_of(planning_round: Round) -> list[Period]:
    """Every period of the year's rhythm, also those that lie only partly inside it."""
    return periods_between(planning_round.starts, planning_round.ends, planning_round.report_rhythm)


def last_day_of(period: Period, planning_round: Round) -> dt.date:
    """The last day a report speaks of; the year may end within a period."""
    return min(period.ends, planning_round.ends)


def ended(planning_round: Round, today: dt.date) -> list[Period]:
    """The periods that were over when today began."""
    periods = periods_of(planning_round)
    return [period for period in periods if last_day_of(period, planning_round) < today]


def dates_of(period: Period, planning_round: Round, today: dt.date) -> Dates:
    """Due some working days after the end; counted from today where even that has passed.

    An outage may outlast the days to report. Nobody is late because nobody was asked.
    """
    ends = last_day_of(period, planning_round)
    due = working_day_after(ends, planning_round.report_days)
    if due < today:
        due = working_day_after(today, planning_round.report_days)
    return Dates(ends, due, working_day_after(due, GRACE_DAYS))
