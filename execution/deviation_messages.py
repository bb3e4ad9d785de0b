"""Which step of a deviation tells whom what; a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Role
from plans.messages import Telling, announce_all
from plans.recipients import office, today_in

from . import models


def heads(deviation: Any) -> Iterable[int]:
    found: Iterable[int] = today_in(Role.HEAD, department=deviation.department_id)
    return found


TABLE = [
    Telling(
        models.Deviation,
        "create",
        heads,
        _("Found: {subject}"),
        _("It is not where the plan has it. Acknowledge it, then answer with cause and remedy."),
        decision=True,
    ),
    Telling(
        models.Deviation,
        "analyse",
        heads,
        _("Cause analysis asked for: {subject}"),
        _("{actor} suggests how to go on. Answer with cause and remedy."),
        decision=True,
    ),
    Telling(
        models.Deviation,
        "answer",
        office,
        _("Answered: {subject}"),
        _("{actor} named cause and remedy. Resolve it, or return the answer."),
        decision=True,
    ),
    Telling(
        models.Deviation,
        "send_back",
        heads,
        _("Answer returned: {subject}"),
        _("{actor} returned your answer. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Deviation,
        "resolve",
        heads,
        _("Resolved: {subject}"),
        _("{actor} accepted your answer. The assessment stands on the page."),
    ),
    Telling(
        models.Deviation,
        "dismiss",
        heads,
        _("Dismissed: {subject}"),
        _("{actor} dismissed it. The reason stands on the page."),
    ),
]


def announce() -> None:
    announce_all(TABLE)
