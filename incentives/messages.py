"""Which step of chapter 6 tells whom what; nothing of a notice but its number is ever written."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Role
from improvement.organization.models.appointment import SEATED
from plans.messages import Telling, announce_all
from plans.recipients import everybody, office, today_in

from . import models


def nominator(award: models.Award) -> Iterable[int]:
    return [award.nominated_by_id]


def nominees(award: models.Award) -> Iterable[int]:
    """Who is honoured, with the head of the department and whoever nominated."""
    people = set(today_in(Role.HEAD, department=award.department_id))
    return people | {pk for pk in (award.person_id, award.nominated_by_id) if pk}


def office_of_award(objection: models.Objection) -> Iterable[int]:
    return office(objection.award)


def objector(objection: models.Objection) -> Iterable[int]:
    return [objection.raised_by_id]


def concerned(criticism: models.Criticism) -> Iterable[int]:
    """The person, or the department's head; the head is told in either case."""
    people = set(today_in(Role.HEAD, department=criticism.department_id))
    return people | {pk for pk in (criticism.person_id,) if pk}


def concerned_by(rectification: models.Rectification) -> Iterable[int]:
    return concerned(rectification.criticism)


def office_of_notice(rectification: models.Rectification) -> Iterable[int]:
    return office(rectification.criticism)


def leaders(rectification: models.Rectification) -> Iterable[int]:
    return today_in(*SEATED)


TABLE = [
    Telling(
        models.Award,
        "create",
        office,
        _("Nominated for an award: {subject}"),
        _("{actor} nominated it. The office reviews the grounds."),
        decision=True,
    ),
    Telling(
        models.Award,
        "decline",
        nominator,
        _("Nomination not supported: {subject}"),
        _("{actor} did not support the nomination. The reason stands on the page."),
    ),
    Telling(
        models.Award,
        "approve",
        everybody,
        _("Announced for an award: {subject}"),
        _("The leadership group approved it. Objections can be raised for five working days."),
    ),
    Telling(
        models.Award,
        "return_by_leaders",
        office,
        _("Award returned: {subject}"),
        _("The leadership group returned it. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Award,
        "grant",
        nominees,
        _("Award granted: {subject}"),
        _("Nobody's objection stood in its way. Congratulations."),
    ),
    Telling(
        models.Objection,
        "create",
        office_of_award,
        _("Objection to an award: {subject}"),
        _("Answer it before the award is granted."),
        decision=True,
    ),
    *(
        Telling(
            models.Objection,
            step,
            objector,
            _("Your objection was answered: {subject}"),
            _("The answer stands on the page."),
        )
        for step in ("dismiss", "uphold")
    ),
    Telling(
        models.Criticism,
        "create",
        concerned,
        _("Your reply is asked for: {subject}"),
        _("You can reply before anything is decided. The page says what it is about."),
        decision=True,
    ),
    Telling(
        models.Criticism,
        "reply",
        office,
        _("Replied: {subject}"),
        _("The reply stands on the page."),
        decision=True,
    ),
    Telling(
        models.Criticism,
        "drop",
        concerned,
        _("Dropped: {subject}"),
        _("Nothing follows from it."),
    ),
    Telling(
        models.Criticism,
        "approve",
        concerned,
        _("Issued: {subject}"),
        _("The leadership group issued it. Draw up the rectification, or appeal."),
        decision=True,
    ),
    Telling(
        models.Criticism,
        "appeal",
        office,
        _("Appeal: {subject}"),
        _("It is decided by somebody other than who proposed the notice."),
        decision=True,
    ),
    *(
        Telling(
            models.Criticism,
            step,
            concerned,
            _("Your appeal was decided: {subject}"),
            _("The answer stands on the page."),
        )
        for step in ("uphold", "withdraw")
    ),
    Telling(
        models.Rectification,
        "hand_in",
        office_of_notice,
        _("To be agreed: {subject}"),
        _("Cause and measures are written down."),
        decision=True,
    ),
    Telling(
        models.Rectification,
        "send_back",
        concerned_by,
        _("Returned for revision: {subject}"),
        _("The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Rectification,
        "begin",
        concerned_by,
        _("Agreed: {subject}"),
        _("The measures can be carried out now."),
    ),
    Telling(
        models.Rectification,
        "fail",
        concerned_by,
        _("Not rectified: {subject}"),
        _("The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Rectification,
        "extend",
        concerned_by,
        _("More time: {subject}"),
        _("The new date stands on the page."),
    ),
    Telling(
        models.Rectification,
        "escalate",
        leaders,
        _("Before the leadership group: {subject}"),
        _("The rectification failed and needs a word of the leadership group."),
        decision=True,
    ),
    Telling(
        models.Rectification,
        "write_off",
        concerned_by,
        _("Written off: {subject}"),
        _("It was checked in practice and is closed."),
    ),
]


def announce() -> None:
    announce_all(TABLE)
