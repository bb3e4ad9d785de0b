"""Goals while they are drafted: the form with its target lines, and the page to read."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evidence.models import Finding, Indicator
from plans import drafting
from plans.attainment import figures_of, pictures_of
from plans.checking.reach import reaches
from plans.checking.smart import smart
from plans.forms.goals import GoalForm, TargetLines
from plans.lifecycle import ISSUED
from plans.models import Goal, Plan, SectionKey, TargetLine
from plans.sheet import Card
from plans.views.reading import frame, visible
from plans.views.rows import archive, live, require_drafting, saved, writes


@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = visible(request, public_id)
    require_drafting(request.user, Goal(plan=plan))
    return goal_page(request, plan, None)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """A goal with its target lines: a form while it can be written, else to read."""
    plan = visible(request, public_id)
    found = opened(plan, number)
    if request.method == "GET" and not writes(request.user, found):
        return read_goal(request, plan, found)
    return goal_page(request, plan, found)


def opened(plan: Plan, number: int) -> Goal:
    lines = TargetLine.objects.filter(archived=False)
    rows = plan.goals.live().select_related("overall_goal").prefetch_related("joint_with")
    rows = rows.along("answers", Finding.objects.all())
    found: Goal = live(rows.along("target_lines", lines, "indicator"), number)
    return found


def forms_of(data: Any, plan: Plan, found: Goal | None) -> tuple[GoalForm, Any]:
    """The form of the goal, and those of its target lines."""
    form = GoalForm(data, instance=found or Goal(plan=plan), plan=plan)
    formset = TargetLines(
        data,
        prefix="lines",
        queryset=found.target_lines.all() if found else TargetLine.objects.none(),
        form_kwargs={"indicators": [(i.pk, str(i)) for i in Indicator.objects.all()]},
    )
    return form, formset


def read_goal(request: HttpRequest, plan: Plan, found: Goal) -> HttpResponse:
    """The goal as it was approved; from issue with how it stands, and the chart behind it."""
    found.plan = plan
    figures = figures_of(found) if plan.status in ISSUED else []
    card = Card(
        found,
        smart(found, plan.round, reaches(plan, [found])),
        list(found.target_lines.all()),
        {figure.line.pk: figure for figure in figures},
    )
    pictures = pictures_of(figures)
    return render(
        request,
        "plans/goal.html",
        {**frame(request, plan, "goals"), "card": card, "pictures": pictures},
    )


def goal_page(request: HttpRequest, plan: Plan, found: Goal | None) -> HttpResponse:
    form, formset = forms_of(request.POST or None, plan, found)

    def write(**typed: Any) -> Goal:
        return drafting.write_goal(plan=plan, goal=found, lines=formset.below(), **typed)

    if answer := saved(request, plan, form, [formset], write, SectionKey.GOALS):
        return answer
    return render(
        request,
        "plans/goal_form.html",
        {
            **frame(request, plan, "edit"),
            "goal": found,
            "form": form,
            "formset": formset,
            "verdicts": smart(found, plan.round, reaches(plan, [found])) if found else [],
        },
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def archive_goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    plan = visible(request, public_id)
    found = live(plan.goals.live(), number)
    return archive(request, found, drafting.archive_goal, "goal", SectionKey.GOALS)
