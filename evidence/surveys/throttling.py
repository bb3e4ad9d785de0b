"""Nobody fills a survey by machine: so many forms in a quarter of an hour from one address.

One count for each address and quarter of an hour, and of the address a keyed digest, so that the
table tells of no form when it was sent or from where (docs/decisions/0035).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from evidence.models import AnsweringCount
from improvement.organization.throttle import TooMany

LIMIT = 60
"""A house behind one address answers together; a machine sends more."""
QUARTER = dt.timedelta(minutes=15)


def count(address: str) -> None:
    """Count one form before it is read, in a transaction of its own; raises TooMany."""
    now = timezone.now()
    quarter = dt.datetime.fromtimestamp(now.timestamp() // 900 * 900, tz=dt.UTC)
    key = salted_hmac("evidence.answering", f"{quarter.isoformat()} {address}", algorithm="sha256")
    row, _made = AnsweringCount.objects.get_or_create(address=key.hexdigest(), quarter=quarter)
    AnsweringCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    row.refresh_from_db()
    if row.count > LIMIT:
        raise TooMany(quarter + QUARTER - now)


def forget(now: dt.datetime) -> int:
    """What counts no longer; a quarter of an hour is all that is kept."""
    return AnsweringCount.objects.filter(quarter__lt=now - QUARTER).delete()[0]
