"""Acts that touch several rows: criteria, ratings, showing, moderating, beginning verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, create_many, record, take, take_many
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from improvement.organization.calendar import working_day_after
from plans.lifecycle import GoalStatus
from plans.models import Plan, Round

from .calendar import OBJECTION_DAYS
from .lifecycle import EvaluationStatus
from .models import (
    CriteriaSet,
    Criterion,
    Evaluation,
    EvaluationPeriod,
    Rating,
    Side,
    Verification,
)
from .models.criteria import DEFAULTS
from .models.rating import TEXT
from .weighing import HUNDRED


class Given(NamedTuple):
    """A side's score of a criterion with its word; no score leaves the criterion out."""

    score: Decimal | None
    word: str = ""


# Criteria


def begin_criteria(planning_round: Round, *, by: Any, cause: Any = None) -> CriteriaSet:
    """The first edition of a round, with the usual criteria and weights."""
    with unit() as work:
        held = work.lock(planning_round)
        if kept := CriteriaSet.objects.filter(round=held).order_by("-number").first():
            return kept
        first = create(CriteriaSet(round=held), by=by, cause=cause)
        create_many(
            [
                Criterion(criteria_set=first, position=n, kind=kind, weight=weight, method=method)
                for n, (kind, weight, method) in enumerate(DEFAULTS, start=1)
            ],
            by=by,
            cause=cause,
        )
    return first


def revise_criteria(
    planning_round: Round,
    *,
    by: Any,
    criteria: Iterable[Criterion],
    settings: Mapping[str, Any],
    key: str | None = None,
) -> CriteriaSet:
    """A new edition; periods opened before keep theirs."""
    lines = list(criteria)
    if sum((line.weight for line in lines), Decimal(0)) != HUNDRED:
        raise StepRefused(_("The weights must add up to 100."))
    with unit() as work:
        held = work.lock(planning_round)
        last = held.criteria_sets.aggregate(last=Max("number"))["last"] or 0
        edition = create(CriteriaSet(round=held, number=last + 1, **settings), by=by, key=key)
        for position, line in enumerate(lines, start=1):
            line.criteria_set, line.position = edition, position
            create(line, by=by, cause=edition)
    return edition


# Ratings


def rate(
    *,
    by: Any,
    evaluation: Evaluation,
    side: str,
    given: Mapping[Criterion, Given],
    text: str | None = None,
    version: int | None = None,
) -> Evaluation:
    """Keep what a side gives; `text` are the highlights of the department, or the office's words.

    Raises StepRefused for a score out of range, Stale where somebody else was faster.
    """
    for score, _word in given.values():
        if score is not None and not 0 <= score <= HUNDRED:
            raise StepRefused(_("A score lies between 0 and 100."))
    with unit() as work:
        held = work.lock(evaluation)
        held.period = evaluation.period
        kept = {row.criterion_id: row for row in work.lock_many(held.ratings.filter(side=side))}
        for criterion, (score, word) in given.items():
            if old := kept.get(criterion.pk):
                old.evaluation = held
                record(old, {"score": score, "word": word}, by=by)
            elif score is not None or word:
                new = Rating(
                    evaluation=held, criterion=criterion, side=side, score=score, word=word
                )
                create(new, by=by)
        field = TEXT.get(Side(side))
        if field and text is not None:
            return record(held, {field: text}, by=by, version=version)
    return held


# Many departments at once


def show_all(*, by: Any, period: EvaluationPeriod) -> list[Evaluation]:
    """Show every finished score; the days for an objection begin for all together."""
    until = working_day_after(timezone.localdate(), OBJECTION_DAYS)
    ready = period.evaluations.filter(status=EvaluationStatus.SCORED).for_action("show", by)
    return take_many(ready, "show", by=by, objections_until=until)


def confirm_all(*, by: Any, period: EvaluationPeriod) -> list[Evaluation]:
    """Confirm every score to which nobody has objected in time."""
    with unit() as work:
        quiet = period.evaluations.filter(
            status=EvaluationStatus.SHOWN, objections_until__lt=timezone.localdate()
        )
        rows = work.lock_many(quiet.for_action("confirm", by))
        held = work.lock(period)
        for row in rows:
            row.period = held
        return take_many(rows, "confirm", by=by)


def moderate(
    *,
    by: Any,
    evaluation: Evaluation,
    given: Mapping[Criterion, Given],
    answer: str,
    version: int | None = None,
    key: str | None = None,
) -> Evaluation:
    """Set moderated scores where they differ, and answer the department."""
    with unit():
        rate(by=by, evaluation=evaluation, side=Side.MODERATED, given=given)
        return take(evaluation, "moderate", by=by, answer=answer, version=version, key=key)


# Year end


def begin_verifications(plan: Plan, *, by: Any, cause: Any) -> list[Verification]:
    """One for every goal that is still to be judged, on the revision in force (5.4.1)."""
    with unit() as work:
        held = work.lock(plan)
        waiting = held.goals.live().filter(
            status=GoalStatus.FIXED, verification_at_year_end__isnull=True
        )
        goals = list(waiting)
        if not goals:
            return []
        revision = Revision.objects.latest_of(held)
        revision = revision or Revision.freeze(held, step="begin_evaluation", by=by)
        for goal in goals:
            goal.plan = held
        return create_many(
            [Verification(goal=goal, revision=revision) for goal in goals], by=by, cause=cause
        )
