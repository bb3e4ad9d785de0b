"""The official forms by their names, and their way of writing a day."""

from __future__ import annotations

import datetime as dt

from django.utils import dateformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from .pages import PAGES, SONG, Form, chinese

__all__ = ["FORMS", "PAGES", "SONG", "Form", "chinese", "spoken"]

FORMS = [
    (Form.PLAIN.value, _("Plain")),
    (Form.MAINLAND.value, _("Mainland official document (GB/T 9704)")),
    (Form.TAIWAN.value, _("Taiwan official document (函, 簽)")),
]


def spoken(day: dt.date | None, form: Form, language: str) -> str:
    """The day as the form writes it; the Taiwan one counts the years of the republic."""
    if day is None:
        return ""
    if language == "en":
        return dateformat.format(day, pgettext("date format of a day", "j M Y"))
    if form == Form.TAIWAN:
        return f"中華民國{day.year - 1911}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"
