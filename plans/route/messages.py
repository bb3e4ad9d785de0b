"""Whom the steps of a draft's way concern; a table like that of chapter 3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Role
from plans import models
from plans.messages import Telling, announce_all
from plans.models.route import route_of
from plans.recipients import department, today_in


def who_checks(check: Any) -> Iterable[int]:
    """Whom the department has named, else its deputies; without one the head."""
    named = route_of(check.plan.department).checker_id
    if named:
        return [named]
    deputies = list(today_in(Role.DEPUTY, department=check.department_id))
    return deputies or today_in(Role.HEAD, department=check.department_id)


def who_countersigns(row: Any) -> Iterable[int]:
    """Head and deputies of the department asked."""
    return today_in(Role.HEAD, Role.DEPUTY, department=row.department_id)


def who_drafts(row: Any) -> Iterable[int]:
    """Head, deputy and clerks of the department whose draft it is."""
    return department(row.plan)


CHECKED = (
    _("To be checked: {subject}"),
    _("{actor} says that the draft is ready. Pass it on or return it with a word."),
)
ASKED = (
    _("Please countersign: {subject}"),
    _("{actor} asks about what the draft wants of your department. Agree, or object."),
)
ASKED_ANEW = (
    _("Please countersign again: {subject}"),
    _("What concerns your department has been changed by {actor}."),
)

TABLE = [
    Telling(models.DraftCheck, "create", who_checks, *CHECKED, decision=True),
    Telling(models.DraftCheck, "ready", who_checks, *CHECKED, decision=True),
    Telling(
        models.DraftCheck,
        "pass_on",
        who_drafts,
        _("Checked: {subject}"),
        _("{actor} passed the draft on. Other departments it concerns have been asked."),
    ),
    Telling(
        models.DraftCheck,
        "send_back",
        who_drafts,
        _("Returned by the check: {subject}"),
        _("{actor} returned the draft. The word stands on the page."),
        decision=True,
    ),
    Telling(models.Countersign, "create", who_countersigns, *ASKED, decision=True),
    Telling(models.Countersign, "ask_anew", who_countersigns, *ASKED_ANEW, decision=True),
    Telling(
        models.Countersign,
        "agree",
        who_drafts,
        _("Agreed: {subject}"),
        _("{actor} agreed for the department. A remark, if any, stands on the page."),
    ),
    Telling(
        models.Countersign,
        "object",
        who_drafts,
        _("Objected: {subject}"),
        _("{actor} objects for the department. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Countersign,
        "take_back",
        who_drafts,
        _("Answer taken back: {subject}"),
        _("{actor} took the answer of the department back and will answer anew."),
    ),
    Telling(
        models.Countersign,
        "lapse",
        who_countersigns,
        _("No longer asked: {subject}"),
        _("The draft no longer concerns your department, or has been handed in."),
    ),
]


def announce() -> None:
    announce_all(TABLE)
