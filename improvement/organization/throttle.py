"""Nobody tries often: ten attempts in fifteen minutes for one e-mail, and from one address.

The count is in the database, so that it holds for every process; docs/decisions/0007.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from .models.attempt import Act, Attempt

logger = logging.getLogger(__name__)

LIMIT = 10
WINDOW = timedelta(minutes=15)


class TooMany(ValidationError):
    """The sentence is the same whether or not there is an account."""

    CODE = "too_many"

    def __init__(self, wait: timedelta) -> None:
        minutes = ceil(wait / timedelta(minutes=1))
        sentence = ngettext(
            "Too many attempts. Try again in %(minutes)d minute.",
            "Too many attempts. Try again in %(minutes)d minutes.",
            minutes,
        )
        super().__init__(sentence, code=self.CODE, params={"minutes": minutes})
        self.seconds = ceil(wait.total_seconds())


class Counted(NamedTuple):
    """An attempt that may go on; `shut_until` where it is the last one that may."""

    at: datetime
    shut_until: datetime | None


def begin(act: Act, email: str, address: str) -> Counted:
    """Count one attempt before anything is compared; raises TooMany beyond the limit.

    It is written before it is counted: of attempts made at the same moment, whichever process
    takes them, each sees all that were written before it, and no more than ten go on.
    """
    now = timezone.now()
    made = Attempt.objects.create(act=act, person=digest(email), address=address, at=now)
    full, until = standing_of(made)
    if full and until:
        # What was refused does not count, or going on trying would shut the door for ever.
        made.delete()
        logger.warning("%s is refused: too many attempts, the last from %s", act, address or "?")
        raise TooMany(until - now)
    return Counted(now, until)


def failed(counted: Counted) -> None:
    """The attempt came to nothing; raises TooMany where there is no other for now."""
    if counted.shut_until:
        raise TooMany(counted.shut_until - counted.at)


def forget(email: str) -> None:
    """The person has shown who they are; what is too old to count goes with it.

    Attempts for other people from the same address still count, or one account of one's own
    would buy endless guesses at others.
    """
    old = timezone.now() - WINDOW
    Attempt.objects.filter(Q(person=digest(email)) | Q(at__lt=old)).delete()


def standing_of(made: Attempt) -> tuple[bool, datetime | None]:
    """Whether the limit was reached before this attempt, and until when it is reached with it."""
    since = made.at - WINDOW
    same = Q(person=made.person) | (Q(address=made.address) if made.address else Q(pk=None))
    rows = Attempt.objects.filter(same, act=made.act, at__gt=since).exclude(pk=made.pk)
    others = list(rows.order_by("-at").values_list("person", "address", "at"))
    full, shut = False, []
    for times in (
        [at for person, _address, at in others if person == made.person],
        [at for _person, address, at in others if made.address and address == made.address],
    ):
        if len(times) >= LIMIT:
            full = True
            shut.append(times[LIMIT - 1] + WINDOW)
        elif len(times) == LIMIT - 1:
            shut.append([made.at, *times][LIMIT - 1] + WINDOW)
    return full, max(shut, default=None)


def digest(email: str) -> str:
    """One key for every spelling that finds the same account, in any database."""
    return salted_hmac("organization.attempt", email.strip().upper().casefold()).hexdigest()


def address_of(request: Any) -> str:
    """Where a request comes from; an IPv6 network as one. Empty where that is not known.

    Behind a proxy only the entry that the proxy added is its word; the others are the visitor's.
    """
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    else:
        said = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(said)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ip_network((found.packed, 64), strict=False).network_address)
    return str(found)
