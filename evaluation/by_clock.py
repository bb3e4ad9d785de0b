"""What the clock decides in chapter 5: periods open, ratings begin, the year ends.

Each job asks what is due and has not happened, so an outage of any length is caught up with.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from improvement.door.acts import create, take_many
from improvement.door.clock import clock, sweep
from improvement.door.unit import unit
from plans.lifecycle import IN_FORCE, GoalStatus, PlanStatus, RoundStatus
from plans.models import Plan, Round

from .calendar import spans
from .lifecycle import EvaluationStatus, PeriodStatus
from .models import Evaluation, EvaluationPeriod
from .steps import begin_criteria, begin_verifications

PERIODS, RATING, YEAR_END, VERIFIED = (
    "evaluation.periods",
    "evaluation.rating",
    "evaluation.year_end",
    "evaluation.verified",
)


def open_periods(now: dt.datetime) -> int:
    """Schedule the periods of every round in execution, and open those that are over (5.3.1)."""
    today = timezone.localdate(now)
    running = Round.objects.filter(status__in=[RoundStatus.EXECUTING, RoundStatus.EVALUATING])
    scheduled = sum(schedule(planning_round) for planning_round in running)
    due = EvaluationPeriod.objects.filter(
        status=PeriodStatus.SCHEDULED, ends__lt=today, round__in=running
    )
    return scheduled + sweep(PERIODS, due.order_by("ends", "pk"), "open", opened_on=today)


def schedule(planning_round: Round) -> int:
    """Make the periods that a round lacks; return how many."""
    wanted = spans(planning_round.starts, planning_round.ends, planning_round.evaluation_rhythm)
    known = set(planning_round.evaluation_periods.values_list("key", flat=True))
    missing = [span for span in wanted if span.key not in known]
    if not missing:
        return 0
    cause = clock(PERIODS)
    with unit() as work:
        held = work.lock(planning_round)
        begin_criteria(held, by=None, cause=cause)
        known = set(held.evaluation_periods.values_list("key", flat=True))
        for span in missing:
            if span.key not in known:
                create(EvaluationPeriod(round=held, **span._asdict()), by=None, cause=cause)
    return len(missing)


def begin_ratings(now: dt.datetime) -> int:
    """When the data were due, the figures are kept and the others may rate."""
    today = timezone.localdate(now)
    due = EvaluationPeriod.objects.filter(status=PeriodStatus.COLLECTING, data_due__lt=today)
    return sweep(RATING, due.order_by("pk"), "begin_rating")


def end_years(now: dt.datetime) -> int:
    """After the last day of a round its plans are evaluated, and every goal awaits a verdict."""
    today = timezone.localdate(now)
    rounds = Round.objects.filter(status=RoundStatus.EXECUTING, ends__lt=today)
    done = sweep(YEAR_END, rounds.order_by("pk"), "begin_evaluation")
    plans = Plan.objects.filter(status__in=IN_FORCE, round__ends__lt=today)
    done += sweep(YEAR_END, plans.order_by("pk"), "begin_evaluation")
    waiting = Plan.objects.filter(
        status=PlanStatus.EVALUATION,
        goals__archived=False,
        goals__status=GoalStatus.FIXED,
        goals__verification_at_year_end__isnull=True,
    )
    for plan in waiting.distinct().order_by("pk"):
        done += len(begin_verifications(plan, by=None, cause=clock(YEAR_END)))
    return done


def follow_plans(now: dt.datetime) -> int:
    """Published results are verified with their plan, and open again when it is reopened (5.4)."""
    cause = clock(VERIFIED)
    concluded = Evaluation.objects.filter(
        status=EvaluationStatus.PUBLISHED, plan__status=PlanStatus.CLOSED
    )
    reopened = Evaluation.objects.filter(
        status=EvaluationStatus.VERIFIED, plan__status=PlanStatus.EVALUATION
    )
    return len(take_many(concluded, "verify", by=None, cause=cause)) + len(
        take_many(reopened, "reconsider", by=None, cause=cause)
    )
