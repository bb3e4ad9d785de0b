"""Whether the last value of an indicator is as new as its rhythm asks (2.2.3, ours)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import pgettext_lazy

from .models import Indicator


class Freshness(models.TextChoices):
    FRESH = "fresh", pgettext_lazy("freshness of values", "Up to date")
    STALE = "stale", pgettext_lazy("freshness of values", "Out of date")
    NONE = "none", pgettext_lazy("freshness of values", "No value yet")


TONES = {Freshness.FRESH: "good", Freshness.STALE: "warn", Freshness.NONE: "neutral"}
ICONS = {Freshness.FRESH: "check", Freshness.STALE: "clock", Freshness.NONE: "circle-dashed"}


def freshness(indicator: Indicator, last: dt.date | None, today: dt.date) -> Freshness:
    """`last` is the last day of the last period told; what is retired owes nothing."""
    if last is None:
        return Freshness.NONE
    if not indicator.in_use or last >= indicator.owed(today).ends:
        return Freshness.FRESH
    return Freshness.STALE
