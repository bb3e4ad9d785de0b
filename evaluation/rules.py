"""Who may do what in chapter 5: one table of composed predicates."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import Predicate, either_way, everybody
from improvement.organization.models import Role
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads,
    heads_above,
    leads,
    reviews,
)

from .lifecycle import DISCLOSED, PUBLIC
from .practice_lifecycle import PracticeStatus

PRESIDING = {Role.CHAIR, Role.VICE_CHAIR}

presides = either_way(
    lambda user: bool(user.standing.roles & PRESIDING),
    who=_("the chair of the leadership group or a vice-chair"),
)


def supervises(department: str) -> Predicate:
    """The leader who supervises the row's department (分管領導)."""
    steps = department.split("__")

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return bool(obj.supervising_leader_id == user.pk)

    return Predicate(allows, lambda user: Q(**{f"{department}__supervising_leader": user.pk}))


def stands_above(department: str) -> Predicate:
    """A head above the department, or its supervising leader; not whoever heads it as well."""
    found = (heads_above(department) | supervises(department)) & ~heads(department)
    found.who = _("the head above the department or its supervising leader")
    return found


def in_status(statuses: tuple[str, ...], evaluation: str = "") -> Predicate:
    steps = [step for step in evaluation.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return obj.status in statuses

    return Predicate(allows, lambda user: Q(**{"__".join([*steps, "status__in"]): statuses}))


def given_by(*sides: str) -> Predicate:
    return Predicate(lambda user, row: row.side in sides, lambda user: Q(side__in=sides))


def sees(evaluation: str = "") -> Predicate:
    """Before publication: the department, those above it, the office and the leadership group."""
    path = f"{evaluation}__department" if evaluation else "department"
    inside = drafts(path) | stands_above(path)
    return in_status(PUBLIC, evaluation) | inside | reviews | leads | assists


def reads_scores(evaluation: str = "") -> Predicate:
    """What others gave stays with them until it is shown (ours)."""
    path = f"{evaluation}__department" if evaluation else "department"
    shown = in_status(PUBLIC, evaluation) | (in_status(DISCLOSED, evaluation) & drafts(path))
    return shown | stands_above(path) | reviews | leads | assists


handles = reviews & ~belongs("department")
rates = (
    (given_by("self") & drafts("evaluation__department"))
    | (given_by("superior") & stands_above("evaluation__department"))
    | (given_by("office", "moderated") & reviews & ~belongs("evaluation__department"))
)
verifies = reviews & ~belongs("goal__plan__department")
showcases = reviews & ~belongs("verification__goal__plan__department")
reads_ratings = reads_scores("evaluation") | (given_by("self") & sees("evaluation"))

PERMISSIONS = {
    "evaluation.view_criteriaset": everybody,
    "evaluation.add_criteriaset": reviews,
    "evaluation.view_criterion": everybody,
    "evaluation.add_criterion": reviews,
    # Periods: everybody knows when departments are evaluated
    "evaluation.view_evaluationperiod": everybody,
    "evaluation.compare_scores_evaluationperiod": reviews | leads | assists,
    "evaluation.begin_rating_evaluationperiod": reviews,
    "evaluation.begin_moderation_evaluationperiod": reviews,
    "evaluation.put_forward_evaluationperiod": reviews,
    "evaluation.send_back_evaluationperiod": presides,
    "evaluation.publish_evaluationperiod": presides,
    # One department in one period
    "evaluation.view_evaluation": sees(),
    "evaluation.read_scores_evaluation": reads_scores(),
    "evaluation.change_evaluation": drafts("department") | handles,
    "evaluation.rate_oneself_evaluation": heads("department"),
    "evaluation.go_without_evaluation": handles,
    "evaluation.rate_above_evaluation": stands_above("department"),
    "evaluation.score_evaluation": handles,
    "evaluation.show_evaluation": handles,
    "evaluation.object_evaluation": heads("department"),
    "evaluation.confirm_evaluation": handles,
    "evaluation.moderate_evaluation": handles,
    "evaluation.view_suggestion": sees("evaluation"),
    "evaluation.view_rating": reads_ratings,
    "evaluation.add_rating": rates,
    "evaluation.change_rating": rates,
    # The verdict at year end: somebody other than the owner (5.4.1)
    "evaluation.view_verification": everybody,
    "evaluation.confirm_verification": verifies,
    "evaluation.confirm_partly_verification": verifies,
    "evaluation.refute_verification": verifies,
    "evaluation.reconsider_verification": verifies,
    # Practices: shown by somebody other than the department, read by everybody once published
    "evaluation.view_practice": in_status((PracticeStatus.PUBLISHED,)) | reviews,
    "evaluation.add_practice": showcases,
    "evaluation.change_practice": showcases,
    "evaluation.publish_practice": showcases,
    "evaluation.withdraw_practice": showcases,
    "evaluation.revise_practice": showcases,
}
