"""What must hold before a step of chapter 5: each answers None or the sentence that stops it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap
from plans.lifecycle import PlanStatus


def period_is_over(period: Any) -> Gap | None:
    if period.ends < timezone.localdate():
        return None
    return Gap(_("The period is not over yet."))


def every_score_is_shown(period: Any) -> Gap | None:
    waiting = period.evaluations.not_yet_shown().count()
    if not waiting:
        return None
    return Gap(
        _("Departments whose score is not shown yet: %(count)d.") % {"count": waiting},
        period.get_absolute_url(),
    )


def every_score_is_moderated(period: Any) -> Gap | None:
    waiting = period.evaluations.not_yet_settled().count()
    if not waiting:
        return None
    return Gap(
        _("Departments whose score is not moderated yet: %(count)d.") % {"count": waiting},
        period.get_absolute_url() + "moderation/",
    )


def self_rating_is_overdue(evaluation: Any) -> Gap | None:
    due = evaluation.period.self_due
    if due is None or due < timezone.localdate():
        return None
    return Gap(
        _("The department can still rate itself until %(date)s.") % {"date": due.isoformat()}
    )


def department_has_rated(evaluation: Any) -> list[Gap]:
    """5.2.2, 5.3.2: a score wherever there are figures, a cause wherever it is low."""
    from .models import Side
    from .scoresheet import Scoresheet

    return Scoresheet(evaluation).gaps(Side.SELF)


def superior_has_scored(evaluation: Any) -> list[Gap]:
    from .models import Side
    from .scoresheet import Scoresheet

    return Scoresheet(evaluation).gaps(Side.SUPERIOR)


def office_has_scored(evaluation: Any) -> list[Gap]:
    from .models import Side
    from .scoresheet import Scoresheet

    return Scoresheet(evaluation).gaps(Side.OFFICE)


def figures_are_kept(evaluation: Any) -> Gap | None:
    """5.3.1: scores are given on figures that do not move any more."""
    if evaluation.period.figures_kept:
        return None
    due = evaluation.period.data_due
    return Gap(
        _("Data are taken until %(date)s; begin rating first.") % {"date": due.isoformat()},
        evaluation.period.get_absolute_url(),
    )


def superior_was_heard(evaluation: Any) -> Gap | None:
    """5.2.2: self-rating and the superior's belong together; who lets the day pass is not."""
    from .superiors import has_superior

    due = evaluation.period.score_due
    over = due is None or due < timezone.localdate()
    if evaluation.rated_above_on or over or not has_superior(evaluation.department):
        return None
    return Gap(_("The superior can still rate until %(date)s.") % {"date": due.isoformat()})


def objection_in_time(evaluation: Any) -> Gap | None:
    if timezone.localdate() <= evaluation.objections_until:
        return None
    return Gap(
        _("Objections were taken until %(date)s. Ask the office: it can still moderate the score.")
        % {"date": evaluation.objections_until.isoformat()}
    )


def objections_are_over(evaluation: Any) -> Gap | None:
    from .lifecycle import EvaluationStatus

    waiting = evaluation.status == EvaluationStatus.SHOWN
    if not waiting or evaluation.objections_until < timezone.localdate():
        return None
    return Gap(
        _("The department can still object until %(date)s.")
        % {"date": evaluation.objections_until.isoformat()}
    )


def in_moderation(evaluation: Any) -> Gap | None:
    from .lifecycle import PeriodStatus

    if evaluation.period.status == PeriodStatus.MODERATION:
        return None
    return Gap(
        _("Scores are moderated while the period is in moderation."),
        evaluation.period.get_absolute_url(),
    )


def plan_is_evaluated(verification: Any) -> Gap | None:
    plan = verification.goal.plan
    if plan.status == PlanStatus.EVALUATION:
        return None
    return Gap(
        _("Verdicts are given while the plan is in its year-end evaluation."),
        plan.get_absolute_url(),
    )


def practice_is_told(practice: Any) -> list[Gap]:
    """6.1.3: others understand it only with the problem and with what was done."""
    edit = f"{practice.get_absolute_url()}edit/"
    missing = {
        "problem": _("Say what the problem was."),
        "done": _("Say what was done."),
    }
    return [
        Gap(sentence, f"{edit}#id_{name}")
        for name, sentence in missing.items()
        if not getattr(practice, name).strip()
    ]


def effect_is_verified(practice: Any) -> Gap | None:
    """5.4.2: only what was reached is rolled out, on the verdict that was read."""
    from .lifecycle import VerificationStatus

    verdict = practice.verification
    if verdict.status == VerificationStatus.EFFECTIVE:
        return None
    return Gap(
        _("The verdict on its goal is not “effective” any more."), verdict.get_absolute_url()
    )
