"""Measures while they are drafted: the form with what hangs on it, and the page to read."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from improvement.door.packed import hang
from plans import drafting
from plans.checking.check import check_measure
from plans.forms.measures import MeasureForm, Milestones, Offered, Resources
from plans.forms.waiting import offered, waits_of
from plans.models import Dependency, Measure, Milestone, Plan, ResourceNeed, SectionKey
from plans.templatetags.briefs import currency
from plans.views.reading import frame, visible
from plans.views.rows import archive, live, require_drafting, saved, writes


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

    def write(**typed: Any) -> Measure:
        return drafting.write_measure(
            plan=plan,
            measure=found,
            milestones=formset.below(),
            resources=resources.below(),
            waits=waits.below(),
            **typed,
        )

    below = [formset, resources, waits]
    if answer := saved(request, plan, form, below, write, SectionKey.MEASURES):
        return answer
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
