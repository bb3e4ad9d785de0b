"""What the clock does in chapter 6: grant what was announced, close hearings nobody used."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from improvement.door.clock import sweep

from .lifecycle import CriticismStatus
from .models import Award, Criticism, Objection


def grant_announced(now: dt.datetime) -> int:
    """Grant every award whose announcement is over and whose objections are answered."""
    today = timezone.localdate(now)
    disputed = Objection.objects.open().values("award")
    over = Award.objects.announced().filter(objections_until__lt=today).exclude(pk__in=disputed)
    return sweep("incentives.grant_announced", over.order_by("pk"), "grant")


def close_hearings(now: dt.datetime) -> int:
    """Who has not replied in time has been heard."""
    today = timezone.localdate(now)
    waiting = Criticism.objects.filter(status=CriticismStatus.PROPOSED, reply_until__lt=today)
    return sweep("incentives.close_hearings", waiting.order_by("pk"), "close_hearing")
