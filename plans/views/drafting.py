"""Drafting: begin a plan, check it and hand it in; what the pages that write in it share."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, Stale, StepRefused
from improvement.door.views import version_of
from plans import carrying
from plans.beginning import pairs
from plans.forms.drafting import (
    BeginForm,
    WordForm,
)
from plans.lifecycle import PlanStatus
from plans.models import (
    Gate,
    Goal,
    Measure,
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


def writes(reader: Any, row: Goal | Measure) -> bool:
    name = f"plans.change_{row._meta.model_name}"
    return reader.has_perm(name, row) and row.closed() is None


def require_drafting(reader: Any, row: Goal | Measure) -> None:
    """A form for a new row is not shown to whoever could not save it."""
    name = f"plans.add_{row._meta.model_name}"
    if not reader.has_perm(name, row):
        raise NotYours(_("This is not yours to do."), who_may(name, row))
    if sentence := row.closed():
        raise StepRefused(sentence, row.plan.get_absolute_url())


def live(rows: Any, number: int) -> Any:
    return get_object_or_404(rows, number=number)


def key_of(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None


def after_row(request: HttpRequest, row: Goal | Measure, key: str) -> str:
    """Stay on the row, or back to its section where the button said so."""
    return row.plan.section_url(key) if "go_on" in request.POST else row.get_absolute_url()


def with_all_typed(stale: Stale, form: Any, *formsets: Any) -> Stale:
    """Keep the answers of the whole page, not only those of the row that was stale."""
    linked = {field.name for field in stale.row._meta.many_to_many}
    typed = {name: text for name, text in stale.typed.items() if name not in linked}
    if stale.row != form.instance:
        typed |= dict(form.labelled)
    for formset in formsets:
        typed |= dict(formset.labelled)
    return Stale(stale.row, typed)


def archive(request: HttpRequest, row: Any, act: Any, noun: str, key: str) -> HttpResponse:
    """Ask once, then take the row out; the record keeps it."""
    if not writes(request.user, row):
        raise NotYours(
            row.closed() or _("This is not yours to do."), who_may(f"plans.change_{noun}", row)
        )
    if request.method == "POST":
        act(by=request.user, version=version_of(request), key=key_of(request), **{noun: row})
        messages.success(request, _("%(row)s is taken out of the plan.") % {"row": row.code})
        return redirect(row.plan.section_url(key))
    return render(
        request,
        "plans/archive.html",
        {**frame(request, row.plan, "edit"), "row": row, "section": key},
    )
