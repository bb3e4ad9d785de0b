"""A survey closes by itself when its last day is over."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from evidence.models import Survey
from improvement.door.clock import sweep

from .throttling import forget

JOB = "evidence.close_surveys"


def close_over(now: dt.datetime) -> int:
    """Close what is over, and forget from where forms were sent."""
    forget(now)
    return sweep(JOB, Survey.objects.over(timezone.localdate(now)), "close")
