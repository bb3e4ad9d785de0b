"""The tasks by which a finding is put right; each hangs on a measure of the plan in force (4.1)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.models import Finding
from execution import steps
from execution.conditions import RESTING
from execution.forms.tasks import TaskForm
from execution.models import Task
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.door.typed import whole
from plans.lifecycle import IN_FORCE
from plans.models import Measure
from plans.views.drafting import key_of


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is done about a finding; whoever gives tasks in its department chooses a measure."""
    finding = get_object_or_404(
        Finding.objects.visible_to(request.user).select_related("on_site__responsible"),
        public_id=public_id,
    )
    measures = [one for one in measures_for(finding) if may_give(request.user, one)]
    chosen = chosen_of(request, measures)
    form = task_form(request, finding, chosen) if chosen else None
    if request.method == "POST":
        if form is None:
            raise NotYours(
                _("The tasks of a measure are given by its department."),
                who_may("execution.add_task"),
            )
        if form.is_valid():
            try:
                made = steps.break_down(
                    by=request.user,
                    measure=form.measure,
                    key=key_of(request),
                    finding=finding,
                    **form.changes,
                )
            except StepRefused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                messages.success(request, _("%(row)s is assigned.") % {"row": made.code})
                return redirect("execution:tasks_of_finding", finding.public_id)
    shown: Any = Task.objects.visible_to(request.user)
    context = {
        "finding": finding,
        "tasks": list(shown.for_finding(finding).select_related("person", "post")),
        "measures": measures,
        "chosen": chosen,
        "form": form,
    }
    status = 409 if form and form.is_bound else 200
    return render(request, "execution/tasks_of_finding.html", context, status=status)


def measures_for(finding: Finding) -> list[Measure]:
    """What the department is carrying out now, and a task can hang on."""
    rows = Measure.objects.running().exclude(status__in=RESTING)
    rows = rows.filter(plan__department=finding.department_id, plan__status__in=IN_FORCE)
    return list(rows.select_related("plan__department", "plan__round").order_by("plan", "number"))


def may_give(user: Any, measure: Measure) -> bool:
    return bool(user.has_perm("execution.add_task", Task(measure=measure)))


def chosen_of(request: HttpRequest, measures: list[Measure]) -> Measure | None:
    wanted = whole(request.GET.get("measure", ""))
    return next((one for one in measures if one.pk == wanted), None)


def task_form(request: HttpRequest, finding: Finding, measure: Measure) -> TaskForm:
    """It begins with what the finding says: the title, and the day and person of an inspection."""
    today = timezone.localdate()
    on_site = getattr(finding, "on_site", None)
    begun = {
        "title": finding.title,
        "description": finding.proof,
        "starts": max(measure.starts or today, today),
        "due": on_site.due if on_site else measure.ends,
        "person": on_site.responsible_id if on_site else None,
    }
    row = Task(measure=measure, assigned_by=request.user)
    return TaskForm(request.POST or None, measure=measure, instance=row, initial=begun)
