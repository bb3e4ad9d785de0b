"""The strategy and overall goals of a planning year (2.1.1)."""

from __future__ import annotations

import uuid

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
from plans.forms.rounds import OverallGoalFormSet, StrategyForm
from plans.models import OverallGoal, OverallGoalSet


@require_GET
def overall_goals(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    goal_set = visible(request, public_id)
    return render(
        request,
        "plans/overall_goals.html",
        {
            "goal_set": goal_set,
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
    goals = OverallGoalFormSet(request.POST or None, queryset=goal_set.goals.live(), prefix="goals")
    if request.method == "POST" and form.is_valid() and goals.is_valid():
        try:
            save(request, goal_set, form, goals)
        except StepRefused as stop:
            form.add_error(None, str(stop.sentence))
        else:
            return redirect(goal_set)
    refused = form.is_bound and bool(form.errors or goals.total_error_count())
    return render(
        request,
        "plans/overall_goals_form.html",
        {"form": form, "goals": goals, "goal_set": goal_set},
        status=409 if refused else 200,
    )


def save(
    request: HttpRequest, goal_set: OverallGoalSet, form: StrategyForm, goals: OverallGoalFormSet
) -> None:
    """The text, every changed goal and every new one, in one act."""
    with unit():
        record(goal_set, form.cleaned_data, by=request.user, version=version_of(request))
        for row in goals.initial_forms:
            if row.has_changed():
                record(OverallGoal.objects.get(pk=row.instance.pk), row.changes(), by=request.user)
        for row in goals.extra_forms:
            if row.has_changed():
                create(
                    OverallGoal(
                        goal_set=goal_set,
                        number=steps.next_number(goal_set.goals.all()),
                        **row.changes(),
                    ),
                    by=request.user,
                )


def visible(request: HttpRequest, public_id: uuid.UUID) -> OverallGoalSet:
    found = get_object_or_404(OverallGoalSet.objects.select_related("round"), public_id=public_id)
    if not request.user.has_perm("plans.view_overallgoalset", found):
        raise Invisible()
    return found
