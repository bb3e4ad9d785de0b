"""When mail goes out: the hour of the digest, and the patience with a mail server that refuses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

DIGEST_HOUR = time(9)
LEASE = timedelta(minutes=5)  # longer than any single conversation with a mail server
MAX_ATTEMPTS = 15  # a good day, at the pace below
LONGEST_WAIT = timedelta(hours=4)


def digest_day(now: datetime) -> date:
    """The day of the next digest: today's until nine, then tomorrow's."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    return local.date() if local.time() < DIGEST_HOUR else local.date() + timedelta(days=1)


def digest_time(day: date) -> datetime:
    """Nine o'clock of that day where the organization is."""
    return datetime.combine(day, DIGEST_HOUR, tzinfo=timezone.get_default_timezone())


def retry_at(now: datetime, attempts: int) -> datetime:
    """Two minutes after the first refusal, then twice as long each time, up to four hours."""
    wait: timedelta = timedelta(minutes=2) * 2 ** (attempts - 1)
    return now + min(wait, LONGEST_WAIT)
