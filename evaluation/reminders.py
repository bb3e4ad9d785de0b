"""Who is reminded of what in chapter 5, on working days, and what many are told at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, Notice, register
from improvement.notifications.ladder import Rung, Shift, due_rungs, occasion
from improvement.organization.calendar import working_shift
from improvement.organization.models import Appointment, Role
from improvement.organization.models.appointment import OFFICE
from plans.lifecycle import PlanStatus
from plans.models import Plan

from . import models
from .calendar import VERDICT_DAYS
from .checklist import lacking
from .lifecycle import EvaluationStatus, PeriodStatus
from .superiors import superiors_of

RATING = [
    Rung("opened", -10, "department"),
    Rung("soon", -3, "department"),
    Rung("today", 0, "department"),
    Rung("late", 1, "department"),
    Rung("superior", 3, "superior"),
    Rung("office", 5, "office"),
]
DATA = [Rung("soon", -3, "department"), Rung("today", 0, "department")]
SCORES = [
    Rung("soon", -3, "superior"),
    Rung("today", 0, "office"),
    Rung("late", 2, "office"),
]
VERDICTS = [Rung("begun", -VERDICT_DAYS, "office"), Rung("due", 0, "office")]
A_FORTNIGHT = dt.timedelta(days=14)
HALF_A_YEAR = dt.timedelta(days=190)

DATA_DUE = Kind(
    "evaluation.evaluation.data_due",
    _("Values due on {due}: {subject}"),
    _("Values on which the plan rests are still missing. After that day they are left out."),
    decision=False,
    resend=True,
)
RATING_DUE = Kind(
    "evaluation.evaluation.rating_due",
    _("Self-rating due on {due}: {subject}"),
    _("The data are due on {data}, the self-rating of the department on {due}."),
    decision=True,
    resend=True,
)
SCORE_DUE = Kind(
    "evaluation.evaluation.score_due",
    _("Rating due on {due}: {subject}"),
    _("The department has rated itself; superior and office rate until {due}."),
    decision=True,
    resend=True,
)
SHOWN = Kind(
    "evaluation.evaluation.shown",
    _("Your score: {subject}"),
    _("The score is shown to you. Whoever heads the department can object until {until}."),
    decision=True,
    resend=True,
)
PUBLISHED = Kind(
    "evaluation.evaluation.published",
    _("Published: {subject}"),
    _("The results of all departments are published."),
    decision=False,
    resend=True,
)
VERDICT_DUE = Kind(
    "plans.plan.verdict_due",
    _("Verdicts due on {due}: {subject}"),
    _("The year has ended. Every goal of the plan awaits the verdict of the office."),
    decision=True,
    resend=True,
)


def announce() -> None:
    for kind in (DATA_DUE, RATING_DUE, SCORE_DUE, SHOWN, PUBLISHED, VERDICT_DUE):
        register(kind)


class People:
    """Departments, those above them and the office, each read once for many notices."""

    def __init__(self, departments: Iterable[Any]) -> None:
        self.departments = list(departments)
        held = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
        self.of: dict[int, set[int]] = defaultdict(set)
        self.drafting: dict[int, set[int]] = defaultdict(set)
        rows = held.filter(department__in={d.pk for d in self.departments})
        for department, user, role in rows.values_list("department_id", "user_id", "role"):
            self.of[department].add(user)
            if role in {Role.HEAD, Role.DEPUTY, Role.CLERK}:
                self.drafting[department].add(user)
        self.office = set(held.filter(role__in=OFFICE).values_list("user_id", flat=True))
        self.above = superiors_of(self.departments)

    @classmethod
    def of_rows(cls, rows: Iterable[Any]) -> People:
        return cls({row.department_id: row.department for row in rows}.values())

    def named(self, audience: str, department: int) -> list[int]:
        """The people of a rung; an officer of the department itself is left out (ours)."""
        if audience == "department":
            return sorted(self.drafting[department])
        if audience == "superior":
            return self.above[department]
        return sorted(self.office - self.of[department])


def climb(
    kind: Kind,
    ladder: Sequence[Rung],
    rows: Iterable[tuple[Any, Any, dt.date]],
    today: dt.date,
    **context: Any,
) -> Iterator[Notice]:
    """The notices of a ladder for many (subject, department, due), with constant queries."""
    rows = list(rows)
    if not rows:
        return
    people = People({department.pk: department for _row, department, _due in rows}.values())
    days = [due for _row, _department, due in rows]
    shift: Shift = working_shift(min(days) - HALF_A_YEAR, today + HALF_A_YEAR)
    rungs: dict[dt.date, list[Rung]] = {
        due: due_rungs(ladder, due, today, shift=shift) for due in set(days)
    }
    for row, department, due in rows:
        for rung in rungs[due]:
            yield Notice(
                kind=kind.name,
                subject=row,
                occasion=occasion("", due, rung),
                recipients=people.named(rung.audience, department.pk),
                context={"due": due.isoformat()}
                | {name: find(row).isoformat() for name, find in context.items()},
            )


def under_way(status: str) -> list[Any]:
    rows = models.Evaluation.objects.filter(status=status)
    return list(rows.select_related("period__round", "department"))


def data_due(now: dt.datetime) -> Iterator[Notice]:
    """D91: a department whose values are missing, while they can still be told."""
    collecting = models.Evaluation.objects.filter(period__status=PeriodStatus.COLLECTING)
    rows: list[Any] = lacking(
        collecting.select_related("period__round", "department").order_by("period")
    )
    return climb(
        DATA_DUE,
        DATA,
        [(row, row.department, row.period.data_due) for row in rows],
        timezone.localdate(now),
    )


def ratings_due(now: dt.datetime) -> Iterator[Notice]:
    """D91, D92: the department before, on and after the day; its superior; then the office."""
    rows = under_way(EvaluationStatus.COLLECTING)
    return climb(
        RATING_DUE,
        RATING,
        [(row, row.department, row.period.self_due) for row in rows],
        timezone.localdate(now),
        data=lambda row: row.period.data_due,
    )


def scores_due(now: dt.datetime) -> Iterator[Notice]:
    """D90: the superior, then the office, until every score is given."""
    rows = under_way(EvaluationStatus.SELF_RATED)
    return climb(
        SCORE_DUE,
        SCORES,
        [(row, row.department, row.period.score_due) for row in rows],
        timezone.localdate(now),
    )


def scores_shown(now: dt.datetime) -> Iterator[Notice]:
    """A department learns of its score while it can still object to it."""
    rows = [
        row
        for row in under_way(EvaluationStatus.SHOWN)
        if row.objections_until >= timezone.localdate(now)
    ]
    people = People.of_rows(rows)
    for row in rows:
        yield Notice(
            kind=SHOWN.name,
            subject=row,
            occasion=row.objections_until.isoformat(),
            recipients=people.named("department", row.department_id),
            context={"until": row.objections_until.isoformat()},
        )


def results_published(now: dt.datetime) -> Iterator[Notice]:
    """Told for a fortnight, so that no outage swallows it."""
    since = timezone.localdate(now) - A_FORTNIGHT
    found = models.Evaluation.objects.filter(
        period__status=PeriodStatus.PUBLISHED,
        period__published_on__gte=since,
        status=EvaluationStatus.PUBLISHED,
    )
    rows = list(found.select_related("period__round", "department"))
    people = People.of_rows(rows)
    for row in rows:
        yield Notice(
            kind=PUBLISHED.name,
            subject=row,
            occasion="published",
            recipients=people.named("department", row.department_id),
        )


def verdicts_due(now: dt.datetime) -> Iterator[Notice]:
    """D97: the office is told when the year has ended, and again when the verdicts are due."""
    waiting = models.Verification.objects.pending().filter(goal__plan__status=PlanStatus.EVALUATION)
    rows = list(Plan.objects.filter(pk__in=waiting.values("goal__plan")).with_names())
    if not rows:
        return iter(())
    ends = [plan.round.ends for plan in rows]
    shift = working_shift(min(ends), max(ends) + HALF_A_YEAR)
    return climb(
        VERDICT_DUE,
        VERDICTS,
        [(plan, plan.department, shift(plan.round.ends, VERDICT_DAYS)) for plan in rows],
        timezone.localdate(now),
    )
