"""Which step of a progress report tells whom what; a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Role, User
from plans import messages
from plans.messages import Telling
from plans.recipients import department, office, today_in

from . import models


def superiors(report: Any) -> Iterable[int]:
    """Whom the heads of the department report to."""
    heads = today_in(Role.HEAD, department=report.department_id)
    above = User.objects.active().filter(pk__in=heads.values("user__reports_to"))
    return above.values_list("pk", flat=True)


def all_concerned(report: Any) -> Iterable[int]:
    return {*department(report), *superiors(report), *office(report)}


TABLE = [
    Telling(
        models.ProgressReport,
        "submit",
        office,
        _("Handed in: {subject}"),
        _("{actor} handed the report in. Acknowledge it with an assessment, or ask."),
        decision=True,
    ),
    Telling(
        models.ProgressReport,
        "query",
        department,
        _("Question on {subject}"),
        _("{actor} has a question on the report. It waits for your answer."),
        decision=True,
    ),
    Telling(
        models.ProgressReport,
        "answer",
        office,
        _("Answered: {subject}"),
        _("{actor} answered your question. Acknowledge the report, or ask again."),
        decision=True,
    ),
    Telling(
        models.ProgressReport,
        "acknowledge",
        department,
        _("Acknowledged: {subject}"),
        _("{actor} acknowledged the report. The assessment stands on the page."),
    ),
    Telling(
        models.ProgressReport,
        "correct",
        office,
        _("Corrected: {subject}"),
        _("{actor} corrected figures of the report. The reason stands on the page."),
    ),
    Telling(
        models.ProgressReport,
        "miss",
        all_concerned,
        _("Missed: {subject}"),
        _("The report was not handed in in time. It stays in the list as missed."),
    ),
]


def announce() -> None:
    messages.announce_all(TABLE)
