"""Numbers and moments as an address or a form carries them; what is none of them is None."""

from __future__ import annotations

import datetime as dt

from django.utils.dateparse import parse_date, parse_datetime

DIGITS = 18
"""As many as fit into a column for sure."""


def whole(text: str) -> int | None:
    """A whole number that a column can hold, from zero."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def day(text: str) -> dt.date | None:
    """A date of the calendar as a form sends it."""
    try:
        return parse_date(text)
    except ValueError:  # 30 February
        return None


def moment(text: str) -> dt.datetime | None:
    """A moment with its time zone, in UTC."""
    try:
        found = parse_datetime(text)
        return found.astimezone(dt.UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):  # 30 February, or an hour before the first day there is
        return None
