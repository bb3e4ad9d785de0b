"""What a step may ask a person for: one name, one label, one shape of field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .bounded import LONGEST, TOO_LONG
from .lifecycle import Arrow
from .refusals import Text


class Input(NamedTuple):
    """A field of the page that asks; `missing` is said where the step needs it and it is empty."""

    label: Text
    missing: Text
    shape: str = "text"  # text, line or date
    hint: Text = ""
    longest: int = 4000


SOMETHING = _("Something is missing in the form.")

INPUTS: dict[str, Input] = {
    "reason": Input(
        _("Reason"),
        _("Say why. The people concerned will read the reason."),
        hint=_("The people concerned will read it."),
    ),
    "remark": Input(
        pgettext_lazy("with an answer", "Remark"), SOMETHING, hint=_("May be left empty.")
    ),
    "recommendation": Input(_("Recommendation to the leadership group"), SOMETHING),
    "summary": Input(_("Summary"), SOMETHING),
    "result": Input(_("What has come of it"), _("Say in a sentence what has come of it.")),
    "assessment": Input(_("Written assessment"), _("Write what you make of it.")),
    "cause_analysis": Input(_("Cause analysis"), _("Say what caused it.")),
    "remedy": Input(_("Remedy"), _("Say what is done about it.")),
    "back_by": Input(_("Back on its path by"), _("Say by when it works."), "date"),
    "suggestion": Input(
        _("Suggestion"),
        _("Say what you suggest."),
        hint=_("The department answers it with its cause and its remedy."),
    ),
    "question": Input(_("Question"), _("Write the question.")),
    "answer": Input(_("Answer"), _("Write the answer.")),
    "number": Input(_("Document number"), _("Give the document number."), "line", longest=80),
    "until": Input(_("New date"), _("Give the new date."), "date"),
    "finished_on": Input(
        _("Done on"), SOMETHING, "date", hint=_("Today, where nothing stands here.")
    ),
    "issued_on": Input(_("Date of issue"), _("Give the date of issue."), "date"),
}

CHOSEN: dict[str, Text] = {
    "verdict": _("Choose a verdict."),
    "choice": _("Choose a decision first."),
    "held_on": _("Give the day of the meeting."),
}
"""Inputs that a page of their own asks for."""


def missing(name: str) -> Text:
    """The sentence for an input that a step needs and did not get."""
    return INPUTS[name].missing if name in INPUTS else CHOSEN.get(name, SOMETHING)


def too_long(name: str, typed: object) -> Text:
    """The sentence for an input that does not fit; empty where it does."""
    longest = INPUTS[name].longest if name in INPUTS else LONGEST
    if isinstance(typed, str) and len(typed) > longest:
        return TOO_LONG % {"show_value": len(typed), "limit_value": longest}
    return ""


class Asked(NamedTuple):
    """One field as the page shows it."""

    name: str
    field: Input
    needed: bool
    typed: str


def asked(arrow: Arrow, typed: Mapping[str, str]) -> list[Asked]:
    """The fields of an arrow's page, in the order of the table, with what was typed before."""
    return [
        Asked(name, field, name in arrow.needs, typed.get(name, "").strip())
        for name, field in INPUTS.items()
        if name in arrow.needs or name in arrow.accepts
    ]
