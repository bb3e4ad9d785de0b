"""Which step of chapter 5 tells whom what; a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.models import Finding
from improvement.door.telling import tell
from improvement.notifications.kinds import Kind, register
from improvement.organization.models import Role
from plans.messages import Telling, teller
from plans.recipients import department, heads_and_clerks, office, today_in

from . import models
from .rules import PRESIDING
from .superiors import superiors_of


def superiors(evaluation: Any) -> Iterable[int]:
    return superiors_of([evaluation.department])[evaluation.department_id]


def presiding(period: Any) -> Iterable[int]:
    return today_in(*PRESIDING)


def head_of_office(period: Any) -> Iterable[int]:
    return today_in(Role.OFFICE_HEAD, Role.OFFICER)


TABLE = [
    Telling(
        models.Evaluation,
        "rate_oneself",
        superiors,
        _("To rate: {subject}"),
        _("{actor} handed in the self-rating. Please give your rating."),
        decision=True,
    ),
    Telling(
        models.Evaluation,
        "object",
        office,
        _("Objection: {subject}"),
        _("{actor} objects to the score. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Evaluation,
        "moderate",
        department,
        _("Score moderated: {subject}"),
        _("{actor} moderated the score. The answer stands on the page."),
    ),
    Telling(
        models.EvaluationPeriod,
        "put_forward",
        presiding,
        _("To publish: {subject}"),
        _("{actor} puts the scores of all departments before the leadership group."),
        decision=True,
    ),
    Telling(
        models.EvaluationPeriod,
        "send_back",
        head_of_office,
        _("Returned: {subject}"),
        _("{actor} returned the scores to moderation. The reason stands on the page."),
        decision=True,
    ),
    *(
        Telling(
            models.Verification,
            step,
            department,
            _("Verdict given: {subject}"),
            _("{actor} gave the verdict on the goal. It stands on the page with its ground."),
        )
        for step in ("confirm", "confirm_partly", "refute")
    ),
    Telling(
        models.Practice,
        "publish",
        heads_and_clerks,
        _("New practice: {subject}"),
        _("{actor} shows a measure that has proved itself. It can be copied into a draft."),
    ),
    Telling(
        Finding,
        "create",
        department,
        _("New finding: {subject}"),
        _("Go on with it: adjust the plan in force, or take it up in the next one, and say how."),
        decision=True,
    ),
]


def announce() -> None:
    """Register every line of the table."""
    for line in TABLE:
        kind = Kind(
            f"{line.model._meta.label_lower}.{line.step}",  # type: ignore[attr-defined]
            line.title,
            line.body,
            decision=line.decision,
        )
        register(kind)
        tell(line.model, line.step, teller(line, kind))
