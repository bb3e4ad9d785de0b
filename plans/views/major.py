"""The page of a major project: what is asked, how it was decided, what is done next (2.1.1)."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from improvement.door.refusals import Invisible
from plans.adjusting import as_adjusted
from plans.models import Gate, MajorProject, Measure, Milestone, ResourceNeed


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    project = visible(request, public_id)
    measures = Measure.objects.select_related("plan__department", "plan__round", "department")
    measure = (
        measures.select_related("post", "person")
        .prefetch_related("goals")
        .with_numbers()
        .along("milestones", Milestone.objects.all())
        .along("resource_needs", ResourceNeed.objects.all(), "post")
        .get(pk=project.measure_id)
    )
    still_major, asked_by = measure.is_major, project.adjusted_by
    if asked_by:
        measure = as_adjusted(measure, asked_by)
    return render(
        request,
        "plans/major_project.html",
        {
            "project": project,
            "measure": measure,
            "plan": measure.plan,
            "departments": list(project.concerned(measure)),
            "still_major": still_major or asked_by,
            "asked_by": asked_by,
            "switched_off": measure.plan.round.off.get(Gate.MAJOR, ""),
            "ballot": project.ballot,
        },
    )


def visible(request: HttpRequest, public_id: uuid.UUID) -> MajorProject:
    rows = MajorProject.objects.select_related(
        "adjustment", "measure__plan__department", "measure__plan__round"
    )
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("plans.view_majorproject", found):
        raise Invisible()
    return found
