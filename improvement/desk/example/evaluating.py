"""The evaluation of a quarter: opened by the clock, rated as the figures suggest, published."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from evaluation.by_clock import open_periods
from evaluation.calendar import OBJECTION_DAYS, SCORE_DAYS
from evaluation.models import Criterion, Evaluation, EvaluationPeriod, Kind, Method, Side
from evaluation.scoresheet import Scoresheet
from evaluation.steps import Given, confirm_all, rate, revise_criteria
from evaluation.weighing import HUNDRED
from evidence.periods import Period
from improvement.door.acts import take
from improvement.door.unit import unit
from improvement.organization.calendar import working_day_after
from improvement.organization.models import User
from plans.models import Round

from .people import Staff
from .reporting import NOTHING_KNOWN

WORD = "The score that the published figures suggest; the files state no cause."


def set_criteria(staff: Staff, planning_round: Round) -> None:
    """Goals alone: the files hold no measures, no feedback, and not when anybody reported."""
    goals = Criterion(kind=Kind.GOALS, weight=HUNDRED, method=Method.DATA)
    revise_criteria(planning_round, by=staff.officers[0], criteria=[goals], settings={})


def evaluate(staff: Staff, planning_round: Round, period: Period) -> None:
    """Each score is the one suggested; where no goal has a figure there is none, and it is said.

    Nobody objects, and the days to object are those after the quarter, not after today.
    """
    office, chair = staff.officers[0], staff.leaders[-1]
    open_periods(morning_after(period))
    quarter = EvaluationPeriod.objects.get(round=planning_round, key=period.key)
    codes = {department.pk: code for code, department in staff.departments.items()}
    with unit():
        for row in scorecards(quarter):
            head = staff.heads[codes[row.department_id]]
            give(row, Side.SELF, head)
            take(row, "rate_oneself", by=head)
    quarter = take(quarter, "begin_rating", by=office)
    until = working_day_after(period.ends, SCORE_DAYS + OBJECTION_DAYS)
    with unit():
        for row in scorecards(quarter):
            officer = staff.officer_for(codes[row.department_id])
            give(row, Side.OFFICE, officer)
            take(row, "score", by=officer)
            take(row, "show", by=officer, objections_until=until)
    quarter = take(quarter, "begin_moderation", by=office)
    confirm_all(by=office, period=quarter)
    quarter = take(quarter, "put_forward", by=office)
    take(quarter, "publish", by=chair)


def morning_after(period: Period) -> dt.datetime:
    """When the clock would have opened the evaluation."""
    day = period.ends + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(6)))


def scorecards(quarter: EvaluationPeriod) -> list[Evaluation]:
    rows = Evaluation.objects.with_names().filter(period=quarter)
    return [*rows.order_by("department__path")]


def give(row: Evaluation, side: str, by: User) -> None:
    """What the figures suggest, with a word where the rule asks for one; else only words."""
    sheet = Scoresheet(row)
    lowest = sheet.criteria_set.threshold
    given = {
        line.criterion: Given(line.told.score, WORD if line.told.score < lowest else "")
        for line in sheet.lines
        if line.told.score is not None
    }
    rate(by=by, evaluation=row, side=side, given=given, text=None if given else NOTHING_KNOWN)
