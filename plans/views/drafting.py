"""Drafting: begin a plan, check it and hand it in; what the pages that write in it share."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from plans import carrying
from plans.beginning import pairs
from plans.forms.drafting import (
    BeginForm,
    WordForm,
)
from plans.lifecycle import PlanStatus
from plans.models import (
    Gate,
    Plan,
    SectionKey,
)
from plans.sheet import Sheet
from plans.steps import begin_plan
from plans.views.reading import frame, visible


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Choose a year and an own department; where only one pair is possible, one button."""
    user: Any = request.user
    if not user.has_perm("plans.add_plan"):
        raise NotYours(_("Plans are begun by the departments."), who_may("plans.add_plan"))
    possible = {f"{r.public_id}/{d.public_id}": (r, d) for r, d in pairs(user)}
    form = BeginForm(request.POST or None, choices=possible)
    if request.method == "POST" and form.is_valid():
        planning_round, department = possible[form.cleaned_data["choice"]]
        try:
            begun = begin_plan(
                by=user, planning_round=planning_round, department=department, key=key_of(request)
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            if "carry" in request.POST:
                return redirect("plans:carry", begun.public_id)
            if "start" in request.POST:
                return redirect("plans:start", begun.public_id)
            return redirect(begun.section_url(SectionKey.OVERVIEW))
    only = next(iter(possible.items())) if len(possible) == 1 else None
    departments = [department for _round, department in possible.values()]
    return render(
        request,
        "plans/new.html",
        {
            "form": form,
            "possible": possible,
            "only": only,
            "due": only and only[1][0].due_for(only[1][1]),
            "can_carry": carrying.any_issued(departments),
        },
        status=409 if form.errors else 200,
    )


# Check and hand in


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Everything that is missing, each with its place; the word on warnings; handing in."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        raise NotYours(_("The plan is checked while it is drafted."), who_may("plans.change_plan"))
    form = WordForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        record(plan, form.changes, by=request.user, version=version, key=key_of(request))
        messages.success(request, _("Saved."))
        return redirect("plans:check", plan.public_id)
    sheet = Sheet(plan)
    user: Any = request.user
    return render(
        request,
        "plans/check.html",
        {
            **frame(request, plan, "check"),
            "sheet": sheet,
            "form": form,
            "goals_wait": sheet.goals_open,
            "goals_folded": plan.round.off.get(Gate.GOALS, ""),
            "clean": not sheet.errors and (not sheet.warnings or plan.word_on_warnings),
            "can_submit": user.has_perm("plans.submit_plan", plan),
            "who_submits": who_may("plans.submit_plan", plan),
        },
    )


# What several pages share


def drafts(reader: Any, plan: Plan) -> bool:
    """Whether this person can write in the plan as it stands."""
    return plan.status == PlanStatus.DRAFT and reader.has_perm("plans.change_plan", plan)


def key_of(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None
