"""The dates of an evaluation: pure functions over days; `shift` moves by working days."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from evidence.periods import Period, periods_between
from improvement.notifications.ladder import Shift

DATA_DAYS, SELF_DAYS, SCORE_DAYS = 7, 10, 20
"""Working days after the end of the period (ours)."""

OBJECTION_DAYS = 3
VERDICT_DAYS = 30
"""Working days after the end of the round until every goal has its verdict (ours)."""


class Span(NamedTuple):
    """A period as far as it lies inside its round."""

    key: str
    starts: dt.date
    ends: dt.date


class Dates(NamedTuple):
    """By when the data are in, the department has rated itself, the others have."""

    data: dt.date
    self_rating: dt.date
    scores: dt.date


def spans(starts: dt.date, ends: dt.date, rhythm: str) -> list[Span]:
    """The periods of a round, the first and the last cut to it."""
    return [cut(period, starts, ends) for period in periods_between(starts, ends, rhythm)]


def cut(period: Period, starts: dt.date, ends: dt.date) -> Span:
    return Span(period.key, max(period.starts, starts), min(period.ends, ends))


def dates_after(ends: dt.date, opened: dt.date, shift: Shift) -> Dates:
    """Counted from the end of the period, or from the eve of a later opening after an outage."""
    start = max(ends, opened - dt.timedelta(days=1))
    return Dates(shift(start, DATA_DAYS), shift(start, SELF_DAYS), shift(start, SCORE_DAYS))
