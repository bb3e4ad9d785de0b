"""Moments and deadlines in words, short where the context allows; `now` is an argument."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext, ngettext

from .names import blank

# Day alone, day with year, and both with the weekday; Chinese takes no zeros and no blanks.
FORMATS = {
    "en": {"day": "j M", "year": "j M Y", "weekday": "l, j F Y"},
    "zh": {"day": "n月j日", "year": "Y年n月j日", "weekday": "Y年n月j日（l）"},
}
Moment = dt.date | dt.datetime


def spelled(day: dt.date, form: str) -> str:
    return _spelled(day, form, get_language() or "en")


@lru_cache(maxsize=1024)
def _spelled(day: dt.date, form: str, language: str) -> str:
    """Kept: the rows of a list tell the same few days, and the month is asked of a catalogue."""
    script = "zh" if language.startswith("zh") else "en"
    return dateformat.format(day, FORMATS[script][form])


def local(moment: Moment) -> Moment:
    if isinstance(moment, dt.datetime) and moment.tzinfo is not timezone.get_current_timezone():
        return timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return moment


def day_of(moment: Moment) -> dt.date:
    moment = local(moment)
    return moment.date() if isinstance(moment, dt.datetime) else moment


def time_of(moment: Moment) -> str:
    moment = local(moment)
    return f"{moment:%H:%M}" if isinstance(moment, dt.datetime) else ""


def short(moment: Moment, today: dt.date) -> str:
    """“Today 14:32”, “Yesterday 09:05”, “20 Nov”, “20 Nov 2026”."""
    day = day_of(moment)
    near = {0: gettext("Today"), 1: gettext("Yesterday"), -1: gettext("Tomorrow")}
    if word := near.get((today - day).days):
        return beside(word, time_of(moment))
    return spelled(day, "day" if day.year == today.year else "year")


def full(moment: Moment) -> str:
    return beside(spelled(day_of(moment), "year"), time_of(moment))


def beside(day: str, clock: str) -> str:
    """“Today 14:32”; Chinese takes no typed blank between Han characters and digits."""
    return f"{day}{blank()}{clock}" if clock else day


def deadline(moment: Moment, today: dt.date) -> tuple[str, str]:
    """How long is left, and the tone in which to say it."""
    days = (day_of(moment) - today).days
    if days < 0:
        return ngettext("%d day overdue", "%d days overdue", -days) % -days, "bad"
    if days == 0:
        clock = time_of(moment)
        return (gettext("Due today %s") % clock if clock else gettext("Due today")), "bad"
    if days <= 2:
        return ngettext("%d day left", "%d days left", days) % days, "warn"
    if days <= 14:
        return ngettext("%d day left", "%d days left", days) % days, ""
    return spelled(day_of(moment), "day" if moment.year == today.year else "year"), ""
