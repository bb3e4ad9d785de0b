"""The progress reports of a quarter: opened by the clock, written and handed in, acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from evaluation.suggestions import goals_told
from evaluation.weighing import HUNDRED
from evidence.periods import Period
from evidence.statistics import AMBER, GREEN
from execution.models import ProgressReport
from execution.models.report import Health
from execution.reporting import open_period, write_report
from improvement.door.acts import take
from improvement.door.unit import unit
from plans.attainment import LineFigure, figures_of
from plans.models import Plan, Round

from .people import Staff

ASSESSMENT = "Taken from the published files as it stands."
UNEXPLAINED = {
    "cause": "The published files state no cause.",
    "remedy": "The published files state no remedy.",
}
NOTHING_SAID = {
    "obstacles": "The published files do not say what stands in the way.",
    "needs": "The published files do not say what comes next.",
}
NOTHING_KNOWN = "No target line of this plan has a figure yet, so nobody can say how it stands."


def report(staff: Staff, planning_round: Round, plans: dict[str, Plan], period: Period) -> None:
    """Every department reports on the quarter; its days to report are counted from today."""
    open_period(planning_round, period, timezone.localdate())
    with unit():
        for code, plan in plans.items():
            hand_in(staff, code, ProgressReport.objects.get(plan=plan, period=period.key))


def hand_in(staff: Staff, code: str, opened: ProgressReport) -> None:
    """The figures are filled in by the product; what is red has its cause and remedy asked."""
    figures = figures_of(opened.plan, on=opened.ends)
    red = [figure.line.pk for figure in figures if figure.health == "bad"]
    write_report(
        by=staff.clerks[code],
        report=opened,
        words=words(figures),
        lines=dict.fromkeys(red, UNEXPLAINED),
        measures={},
    )
    take(opened, "submit", by=staff.heads[code])
    take(opened, "acknowledge", by=staff.officer_for(code), assessment=ASSESSMENT)


def words(figures: Sequence[LineFigure]) -> dict[str, str]:
    """How the plan stands: the score that its figures suggest, by the bounds of health."""
    score = goals_told(figures).score
    if score is None:
        return {**NOTHING_SAID, "obstacles": NOTHING_KNOWN, "health": Health.WARN}
    return {**NOTHING_SAID, "health": standing(score)}


def standing(score: Decimal) -> str:
    if score >= GREEN * HUNDRED:
        return Health.GOOD
    return Health.WARN if score >= AMBER * HUNDRED else Health.BAD
