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
from .reading import DATA, Content, read_toml

LANGUAGE = "zh-hant"
LOWEST = Decimal(70)
"""Below it a cause is asked for."""
SPREAD = 13


def evaluate(staff: Staff, running: Round, today: dt.date) -> None:
    """The clock opens what is over; everybody acts in turn, the last quarter half way."""
    content = read_toml(DATA / "evaluation.toml")
    for span in over_by(running, today):
        open_periods(at_noon(span.ends + dt.timedelta(days=1)))
    over = [*running.evaluation_periods.exclude(status="scheduled").order_by("ends")]
    with translation.override(LANGUAGE):
        for period in over[:-1]:
            publish(staff, period, content, today)
        for period in over[-1:]:
            begin(staff, period, content)


def over_by(running: Round, today: dt.date) -> list[Span]:
    """The periods that are over; the clock opens each on the morning after its end."""
    found = spans(running.starts, running.ends, running.evaluation_rhythm)
    return [span for span in found if span.ends < today]


def publish(staff: Staff, period: EvaluationPeriod, content: Content, today: dt.date) -> None:
    rows = scorecards(period)
    for row in rows:
        rate_oneself(staff, row, content)
    period = take(period, "begin_rating", by=staff.office_head)
    for row in rows:
        score(staff, row, content)
        take(row, "show", by=officer_for(row), objections_until=today - dt.timedelta(days=1))
    period = take(period, "begin_moderation", by=staff.office_head)
    for row in scorecards(period):
        if row.department.code == content["moderated"]:
            answer(row, content)
    for officer in officers():
        confirm_all(by=officer, period=period)
    period = take(period, "put_forward", by=staff.office_head)
    take(period, "publish", by=holder(Role.CHAIR))


def begin(staff: Staff, period: EvaluationPeriod, content: Content) -> None:
    """Every second department has rated itself; the office has begun to score."""
    rated = scorecards(period)[::2]
    for row in rated:
        rate_oneself(staff, row, content)
    take(period, "begin_rating", by=staff.office_head)
    for row in rated[:2]:
        score(staff, row, content)
    for row in rated[:1]:
        take(row, "show", by=officer_for(row))


def rate_oneself(staff: Staff, row: Evaluation, content: Content) -> None:
    head = staff.heads[row.department.code]
    with unit():
        give(row, Side.SELF, head, content, content["usual"], text=content["highlights"])
        take(row, "rate_oneself", by=head)


def score(staff: Staff, row: Evaluation, content: Content) -> None:
    above = User.objects.filter(pk__in=superiors_of([row.department])[row.department_id]).first()
    office = officer_for(row)
    with unit():
        if above:
            give(row, Side.SUPERIOR, above, content, content["usual"])
            take(row, "rate_above", by=above)
        give(row, Side.OFFICE, office, content, content["modest"], text=content["suggestions"])
        take(row, "score", by=office)


def give(
    row: Evaluation, side: str, by: User, content: Content, usual: int, text: str | None = None
) -> None:
    """The suggestion of the figures; where it is missing or low, what the papers say."""
    fresh = Evaluation.objects.with_names().get(pk=row.pk)
    usual += sum(map(ord, row.department.code)) % SPREAD - SPREAD // 2
    given = {}
    for line in Scoresheet(fresh).lines:
        told = line.told.score
        by_paper = told is None or told < LOWEST
        found = Decimal(usual) if by_paper else told
        given[line.criterion] = Given(found, content["paper"] if by_paper else "")
    rate(by=by, evaluation=fresh, side=side, given=given, text=text)


def answer(row: Evaluation, content: Content) -> None:
    """What one department had corrected, the office raises."""
    line = Scoresheet(row).lines[0]
    raised = min((line.score or LOWEST) + 2, Decimal(100))
    moderate(
        by=officer_for(row),
        evaluation=row,
        given={line.criterion: Given(raised, content["answer"])},
        answer=content["answer"],
    )


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
