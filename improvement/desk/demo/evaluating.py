"""The quarters of the running year that are over: two published, the last one being rated."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import translation

from evaluation.by_clock import open_periods
from evaluation.calendar import Span, spans
from evaluation.models import Evaluation, EvaluationPeriod, Side
from evaluation.scoresheet import Scoresheet
from evaluation.steps import Given, confirm_all, moderate, rate
from evaluation.superiors import superiors_of
from improvement.door.acts import take
from improvement.door.unit import unit
from improvement.organization.models import Role, User
from plans.models import Round

from .calendar import at_noon
from .organization import Staff
from .reading import Story
from .saying import Said

LANGUAGE = "zh-hant"
RAISED = Decimal(2)


def evaluate(staff: Staff, told: list[Story], running: Round, today: dt.date) -> None:
    """The clock opens what is over; everybody acts in turn, the last quarter half way."""
    stories = {story.department: story for story in told}
    for span in over_by(running, today):
        open_periods(at_noon(span.ends + dt.timedelta(days=1)))
    over = [*running.evaluation_periods.exclude(status="scheduled").order_by("ends")]
    with translation.override(LANGUAGE):
        for back, period in zip(range(len(over) - 1, -1, -1), over, strict=True):
            said = [Said(stories[row.department.code], row, back) for row in scorecards(period)]
            if back:
                publish(staff, period, said, today)
            else:
                begin(staff, period, said)


def over_by(running: Round, today: dt.date) -> list[Span]:
    """The periods that are over; the clock opens each on the morning after its end."""
    found = spans(running.starts, running.ends, running.evaluation_rhythm)
    return [span for span in found if span.ends < today]


def publish(staff: Staff, period: EvaluationPeriod, told: list[Said], today: dt.date) -> None:
    for said in told:
        rate_oneself(staff, said)
    period = take(period, "begin_rating", by=staff.office_head)
    yesterday = today - dt.timedelta(days=1)
    for said in told:
        score(said)
        take(said.row, "show", by=officer_for(said.row), objections_until=yesterday)
    period = take(period, "begin_moderation", by=staff.office_head)
    for said in told:
        if said.answer:
            answer(said)
    for officer in officers():
        confirm_all(by=officer, period=period)
    period = take(period, "put_forward", by=staff.office_head)
    take(period, "publish", by=holder(Role.CHAIR))


def begin(staff: Staff, period: EvaluationPeriod, told: list[Said]) -> None:
    """Every second department has rated itself; the office has begun to score."""
    rated = told[::2]
    for said in rated:
        rate_oneself(staff, said)
    take(period, "begin_rating", by=staff.office_head)
    for said in rated[:2]:
        score(said)
    for said in rated[:1]:
        take(said.row, "show", by=officer_for(said.row))


def rate_oneself(staff: Staff, said: Said) -> None:
    head = staff.heads[said.row.department.code]
    with unit():
        give(said, Side.SELF, head, text=said.text("highlights"))
        take(said.row, "rate_oneself", by=head)


def score(said: Said) -> None:
    row = said.row
    above = User.objects.filter(pk__in=superiors_of([row.department])[row.department_id]).first()
    office = officer_for(row)
    with unit():
        if above:
            give(said, Side.SUPERIOR, above)
            take(row, "rate_above", by=above)
        give(said, Side.OFFICE, office, text=said.text("suggestions"))
        take(row, "score", by=office)


def give(said: Said, side: str, by: User, text: str | None = None) -> None:
    rate(by=by, evaluation=fresh(said.row), side=side, given=said.given(side), text=text)


def answer(said: Said) -> None:
    """What one department had corrected, the office raises."""
    row = fresh(said.row)
    line = Scoresheet(row).lines[0]
    raised = min((line.score or Decimal(0)) + RAISED, Decimal(100))
    moderate(
        by=officer_for(row),
        evaluation=row,
        given={line.criterion: Given(raised, said.answer)},
        answer=said.answer,
    )


def fresh(row: Evaluation) -> Evaluation:
    """As it stands now, with the period as far as it has come."""
    found: Evaluation = Evaluation.objects.with_names().get(pk=row.pk)
    return found


def scorecards(period: EvaluationPeriod) -> list[Evaluation]:
    return [*Evaluation.objects.with_names().filter(period=period).order_by("department__path")]


def officers() -> list[User]:
    held = User.objects.active().filter(appointments__role__in=[Role.OFFICE_HEAD, Role.OFFICER])
    return [*held.distinct().order_by("pk")]


def officer_for(row: Evaluation) -> User:
    """An officer who has no interest in the department."""
    return next(p for p in officers() if p.has_perm("evaluation.score_evaluation", row))


def holder(role: str) -> Any:
    return User.objects.active().filter(appointments__role=role).order_by("pk")[0]
