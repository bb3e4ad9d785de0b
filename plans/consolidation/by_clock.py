"""The clock looks through the rounds that are being brought together."""

from __future__ import annotations

import datetime as dt

from improvement.door.clock import clock
from plans.lifecycle import RoundStatus
from plans.models import Round

from .looking import look_through

JOB = "plans.consolidation"


def look_through_rounds(now: dt.datetime) -> int:
    """Look through every round in consolidation; return how many issues are open in them."""
    cause = clock(JOB)
    rounds = Round.objects.filter(status=RoundStatus.CONSOLIDATING)
    return sum(look_through(each, by=None, cause=cause) for each in rounds)
