"""One row of every kind of chapter 5 around an issued plan, for tests that ask all rows at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evaluation.models import (
    Evaluation,
    EvaluationPeriod,
    Rating,
    Side,
    Suggestion,
    Verification,
)
from evaluation.steps import begin_criteria
from evidence.models import Finding
from improvement.door.models import Revision


def scorecards(cast: Any, plan: Any, *statuses: str) -> list[Evaluation]:
    """A period for every status, with the scorecard of the plan's department in it."""
    return [
        scorecard(cast, plan, status, f"{plan.round.starts.year}Q{number}")
        for number, status in enumerate(statuses, start=1)
    ]


def scorecard(cast: Any, plan: Any, status: str, key: str) -> Evaluation:
    day = plan.round.starts + dt.timedelta(days=90)
    period = EvaluationPeriod(
        round=plan.round,
        key=key,
        starts=plan.round.starts,
        ends=day,
        criteria=begin_criteria(plan.round, by=cast.olga),
        data_due=day,
        self_due=day,
        score_due=day,
        status="rating",
    )
    period.save()
    row = Evaluation(
        period=period,
        plan=plan,
        department=plan.department,
        objections_until=day,
        status=status,
    )
    row.save()
    for criterion in period.criteria.criteria.all():
        Suggestion(evaluation=row, criterion=criterion, score=80).save()
        for side in Side:
            Rating(evaluation=row, criterion=criterion, side=side, score=80).save()
    return row


def verdict(plan: Any) -> Verification:
    """A goal that awaits its verdict, and what an earlier one has left open."""
    found = Verification(goal=plan.goals.all()[0], revision=Revision.objects.latest_of(plan))
    found.save()
    Finding(
        department=plan.department,
        title="Callers wait too long",
        found_on=plan.round.starts,
        origin=found.origin,
        link=found.get_absolute_url(),
    ).save()
    return found
