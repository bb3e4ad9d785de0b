"""The strategy and overall goals of a planning year (2.1.1)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from improvement.door.acts import create, record
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.unit import unit
from improvement.door.views import version_of
from plans import steps
from plans.forms.rounds import OverallGoalFormSet, StrategyForm, StrategyFormSet
from plans.models import OverallGoal, OverallGoalSet, Strategy
from plans.models.overall_goal import Decided


@require_GET
def overall_goals(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    goal_set = visible(request, public_id)
    return render(
        request,
        "plans/overall_goals.html",
        {
            "goal_set": goal_set,
            "strategies": goal_set.strategies.live(),
            "goals": goal_set.goals.live(),
            "ballot": goal_set.ballot,
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Strategy and goals on one page; what is typed is kept where the door refuses."""
    goal_set = visible(request, public_id)
    if not request.user.has_perm("plans.change_overallgoalset", goal_set):
        raise NotYours(
            _("The office writes the overall goals."), who_may("plans.change_overallgoalset")
        )
    form = StrategyForm(request.POST or None, instance=goal_set)
    strategies = StrategyFormSet(
        request.POST or None, queryset=goal_set.strategies.live(), prefix="strategies"
    )
    goals = OverallGoalFormSet(request.POST or None, queryset=goal_set.goals.live(), prefix="goals")
    rows = {Strategy: strategies, OverallGoal: goals}
    forms = (form, strategies, goals)
    if request.method == "POST" and all(each.is_valid() for each in forms):
        try:
            save(request, goal_set, form, rows)
        except StepRefused as stop:
            form.add_error(None, str(stop.sentence))
        else:
            return redirect(goal_set)
    refused = form.is_bound and (
        bool(form.errors) or any(each.total_error_count() for each in rows.values())
    )
    return render(
        request,
        "plans/overall_goals_form.html",
        {"form": form, "strategies": strategies, "goals": goals, "goal_set": goal_set},
        status=409 if refused else 200,
    )


def save(
    request: HttpRequest,
    goal_set: OverallGoalSet,
    form: StrategyForm,
    rows: dict[type[Decided], Any],
) -> None:
    """The text, every changed line and every new one, in one act."""
    with unit():
        record(goal_set, form.cleaned_data, by=request.user, version=version_of(request))
        for model, typed in rows.items():
            save_lines(request, goal_set, model, typed)


def save_lines(
    request: HttpRequest, goal_set: OverallGoalSet, model: type[Decided], typed: Any
) -> None:
    """The goals, or the strategies: those there are, then those added."""
    known = model._default_manager.filter(goal_set=goal_set)
    for row in typed.initial_forms:
        if row.has_changed():
            record(known.get(pk=row.instance.pk), row.changes(), by=request.user)
    for row in typed.extra_forms:
        if row.has_changed():
            number = steps.next_number(known)
            create(model(goal_set=goal_set, number=number, **row.changes()), by=request.user)


def visible(request: HttpRequest, public_id: uuid.UUID) -> OverallGoalSet:
    found = get_object_or_404(OverallGoalSet.objects.select_related("round"), public_id=public_id)
    if not request.user.has_perm("plans.view_overallgoalset", found):
        raise Invisible()
    return found
