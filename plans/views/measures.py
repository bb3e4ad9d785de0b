"""Measures while they are drafted: the form with what hangs on it, and the page to read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.packed import hang
from improvement.door.refusals import Stale, StepRefused
from plans import drafting
from plans.check import check_measure
from plans.forms.measures import MeasureForm, Milestones, Offered, Resources
from plans.forms.waiting import offered, waits_of
from plans.models import Dependency, Measure, Milestone, Plan, ResourceNeed, SectionKey
from plans.templatetags.briefs import currency
from plans.views import conflicts
from plans.views.drafting import (
    after_row,
    archive,
    key_of,
    live,
    require_drafting,
    with_all_typed,
    writes,
)
from plans.views.reading import frame, visible


@require_http_methods(["GET", "POST"])
def new_measure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = visible(request, public_id)
    require_drafting(request.user, Measure(plan=plan))
    return measure_page(request, plan, None)


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """A measure with its milestones: a form while it can be written, else to read."""
    plan = visible(request, public_id)
    found = opened(plan, number)
    if request.method == "GET" and not writes(request.user, found):
        return render(
            request, "plans/measure.html", {**frame(request, plan, "measures"), "measure": found}
        )
    return measure_page(request, plan, found)


def opened(plan: Plan, number: int) -> Measure:
    rows = plan.measures.live().select_related("department", "person", "post", "major_project")
    rows = rows.with_numbers().along("resource_needs", ResourceNeed.objects.live(), "post")
    rows = rows.along("milestones", Milestone.objects.filter(archived=False))
    rows = rows.along("waits_for", Dependency.objects.live(), "needs__plan__department")
    found: Measure = live(rows, number)
    return found


def forms_of(data: Any, plan: Plan, row: Measure) -> tuple[MeasureForm, Any, Any, Any]:
    """The form of the measure, then those of milestones, of needs, and of what it waits for."""
    known, lists = bool(row.pk), Offered(plan, row)
    if known:
        hang(row, "goals", lists.goals_served)
    form = MeasureForm(data, instance=row, plan=plan, offered=lists)
    milestones = Milestones(
        data,
        prefix="milestones",
        queryset=row.milestones.all() if known else Milestone.objects.none(),
    )
    resources = Resources(
        data,
        prefix="resources",
        queryset=row.resource_needs.all() if known else ResourceNeed.objects.none(),
        form_kwargs={"offered": lists},
    )
    return form, milestones, resources, waits_of(data, row)


def measure_page(request: HttpRequest, plan: Plan, found: Measure | None) -> HttpResponse:
    row = found or Measure(plan=plan)
    form, formset, resources, waits = forms_of(request.POST or None, plan, row)
    parts = (form, formset, resources, waits)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        below = (each for part in parts[1:] for each in part.initial_forms)
        disputed = conflicts.settled([form, *below], request.POST)
        if found and disputed:
            return conflicts.ask(request, plan, disputed, found.code)
        try:
            kept = drafting.write_measure(
                by=request.user,
                plan=plan,
                measure=found,
                changes=form.changes,
                milestones=formset.below(),
                resources=resources.below(),
                waits=waits.below(),
                version=form.cleaned_data["version"] if found else None,
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        except Stale as stale:
            raise with_all_typed(stale, form, formset, resources) from stale
        else:
            messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
            return redirect(after_row(request, kept, SectionKey.MEASURES))
    return render(
        request,
        "plans/measure_form.html",
        {
            **frame(request, plan, "edit"),
            "measure": found,
            "form": form,
            "formset": formset,
            "resources": resources,
            "waits": waits,
            "offered": offered(request.user, row),
            "gaps": check_measure(plan, found) if found else [],
            "currency": currency(),
        },
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def archive_measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    plan = visible(request, public_id)
    found = live(plan.measures.live(), number)
    return archive(request, found, drafting.archive_measure, "measure", SectionKey.MEASURES)
