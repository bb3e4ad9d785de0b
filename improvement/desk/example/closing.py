"""The end of the year: a verdict for every goal from its figures, plans concluded, round closed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone

from evaluation.by_clock import end_years, follow_plans
from evaluation.models import Verification
from evaluation.weighing import HUNDRED, on_the_path
from evidence.statistics import AMBER, GREEN
from improvement.door.acts import take
from improvement.door.unit import unit
from improvement.organization.models import User
from plans.attainment import LineFigure
from plans.models import Plan, Round

from .people import Staff

CAUSE = "The published files state no cause."


class Judgement(NamedTuple):
    """The step of a verification, and what is written with it."""

    step: str
    inputs: dict[str, Any]


def close(staff: Staff, planning_round: Round, plans: dict[str, Plan]) -> Round:
    """The clock ends the year; the office judges every goal and concludes every plan."""
    end_years(timezone.now())
    with unit():
        for code, plan in plans.items():
            conclude(plan, by=staff.officer_for(code))
    follow_plans(timezone.now())
    return take(planning_round, "close", by=staff.officers[0])


def conclude(plan: Plan, *, by: User) -> None:
    for verification in Verification.objects.filter(goal__plan=plan).order_by("goal__number"):
        step, inputs = judge(verification.figures)
        take(verification, step, by=by, **inputs)
    take(plan, "conclude", by=by)


def judge(figures: Sequence[LineFigure]) -> Judgement:
    """Effective where every line keeps its path, not effective where none comes near it.

    The bounds are those of health. A line that cannot be judged keeps no path: no effect is
    confirmed that no figure shows, and the assessment says why.
    """
    scores = [on_the_path(figure.attainment, figure.share) for figure in figures]
    assessment = "\n".join(map(told, figures))
    if all(reaches(score, GREEN) for score in scores):
        return Judgement("confirm", {"assessment": assessment})
    near = any(reaches(score, AMBER) for score in scores)
    step = "confirm_partly" if near else "refute"
    return Judgement(step, {"assessment": assessment, "cause_analysis": CAUSE})


def reaches(score: Decimal | None, bound: Decimal) -> bool:
    return score is not None and score >= bound * HUNDRED


def told(figure: LineFigure) -> str:
    """What is known of a line by the end of the year, in the product's own words."""
    if figure.attainment is None:
        return f"{figure.line.name}: {figure.because}"
    expected = f" of {figure.share:.0%} expected" if figure.share is not None else ""
    return f"{figure.line.name}: attainment {figure.attainment:.0%}{expected}."
