"""Year end: the plans of a round, the goals of a plan, the verdict on one goal (5.4)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evaluation.before_after import before_and_after
from evaluation.lifecycle import VerificationStatus
from evaluation.models import Practice, Verification
from evidence.charting import picture
from evidence.models import Value
from evidence.relevance import Aim
from improvement.door.refusals import Invisible
from plans.attainment import LineFigure, figures_of
from plans.lifecycle import PlanStatus
from plans.models import Plan, Round

PAGE = 50
AT_YEAR_END = [PlanStatus.EVALUATION, PlanStatus.CLOSED]


@require_GET
def of_round(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far the verdicts of a round are, department by department."""
    found = get_object_or_404(Round, public_id=public_id)
    after = request.GET.get("after", "")
    judged = "goals__verification_at_year_end__status"
    plans = (
        Plan.objects.visible_to(request.user)
        .filter(round=found, status__in=AT_YEAR_END)
        .annotate(
            **{
                status: Count("goals", filter=Q(**{judged: status}))
                for status in VerificationStatus.values
            }
        )
        .order_by("department__path")
    )
    if after:
        plans = plans.filter(department__path__gt=after)
    rows = list(plans[: PAGE + 1])
    return render(
        request,
        "evaluation/year_end.html",
        {
            "round": found,
            "rows": rows[:PAGE],
            "older": f"?after={rows[PAGE - 1].department.path}" if len(rows) > PAGE else "",
            "newer": "?" if after else "",
        },
    )


@require_GET
def of_plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Every goal of a plan with its figures and verdict; before and after by family."""
    found = get_object_or_404(Plan.objects.with_names(), public_id=public_id)
    if not request.user.has_perm("plans.view_plan", found):
        raise Invisible()
    figures = figures_of(found, on=found.round.ends)
    verdicts = {v.goal_id: v for v in Verification.objects.filter(goal__plan=found)}
    goals = []
    for goal in found.goals.live():
        goal.plan = found
        mine = [figure for figure in figures if figure.line.goal_id == goal.pk]
        verdict = verdicts.get(goal.pk)
        if verdict:
            verdict.goal = goal
        goals.append({"goal": goal, "figures": mine, "verification": verdict})
    return render(
        request,
        "evaluation/plan_year_end.html",
        {"plan": found, "goals": goals, "families": before_and_after(figures)},
    )


@require_GET
def verification(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was promised and how it was to be verified, beside what happened."""
    found = get_object_or_404(
        Verification.objects.select_related(
            "goal__plan__department", "goal__plan__round", "revision", "verified_by"
        ),
        public_id=public_id,
    )
    return render(
        request,
        "evaluation/verification.html",
        {
            "verification": found,
            "goal": found.goal,
            "promised": found.promised,
            "figures": found.figures,
            "pictures": pictures(found.figures),
            "can_showcase": can_showcase(request.user, found),
        },
    )


def can_showcase(reader: Any, found: Verification) -> bool:
    """Whether the reader could show others what was behind this effect (5.4.2)."""
    reached = found.status == VerificationStatus.EFFECTIVE
    return reached and reader.has_perm("evaluation.add_practice", Practice(verification=found))


def pictures(figures: list[LineFigure]) -> list[Any]:
    """The series behind each line, with its target; one query for all."""
    lines = [figure.line for figure in figures if figure.line.indicator]
    if not lines:
        return []
    department = lines[0].goal.plan.department
    indicators = {line.indicator_id: line.indicator for line in lines}
    told = Value.objects.many_series(indicators.values(), [department])
    drawn = []
    for line in lines:
        points = told.get((line.indicator_id, department.pk), [])
        aim = Aim(line.direction, line.target, line.upper, str(line.goal), "")
        if points and line.indicator_id in indicators:
            drawn.append(picture(indicators.pop(line.indicator_id), department, points, aim))
    return drawn
