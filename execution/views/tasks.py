"""Tasks: one's own, one of them with its thread, a plan broken down, handing on."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from execution import breakdown, mine, steps
from execution.forms.tasks import ReassignForm, TaskForm
from execution.models import Task
from execution.models.task import left, others
from execution.timeline import timeline
from improvement.audit.models import Entry
from improvement.door.acts import steps_for
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, Stale, StepRefused
from improvement.door.typed import whole
from improvement.door.views import one_time_key, require_takeable, version_of
from improvement.files.models import Attachment
from plans.history import chronicle
from plans.lifecycle import ISSUED
from plans.models.measure import served
from plans.views.drafting import key_of
from plans.views.reading import frame
from plans.views.reading import visible as visible_plan


@require_GET
def my_tasks(request: HttpRequest) -> HttpResponse:
    """What one has to do, by date, with the goal each task serves."""
    today = timezone.localdate()
    groups = mine.groups(request.user, today)
    return render(
        request,
        "execution/my_tasks.html",
        {
            "groups": groups,
            "any": any(group.tasks for group in groups),
            "today": today,
        },
    )


@require_GET
def task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One task: what is to be done, what can be done now, and what happened."""
    found = visible(request, public_id)
    entries = Entry.objects.about(Task._meta.label_lower, found.pk)
    told = entries.order_by("-id").select_related("actor")[:60].with_particulars()
    user: Any = request.user
    return render(
        request,
        "execution/task.html",
        {
            "task": found,
            "plan": found.plan,
            "steps": arranged(user, found),
            "events": list(chronicle.events(told, user)),
            "can_change": user.has_perm("execution.change_task", found) and not found.closed(),
            "files": list(Attachment.objects.of(found)),
            "can_attach": user.has_perm("execution.attach_task", found) and not found.closed(),
            "reassign_url": found.step_url("reassign"),
        },
    )


def arranged(user: Any, found: Task) -> dict[str, Any]:
    """The step that brings the task on as the one filled button, the others beside it."""
    order = [*mine.NEXT.values(), "confirm", "reassign"]
    open_steps = [
        {
            "name": arrow.name,
            "label": arrow.label,
            "url": found.step_url(arrow.name),
            "at_once": arrow.name in mine.AT_ONCE,
            "icon": ICONS.get(arrow.name, "arrow-right"),
        }
        for arrow in steps_for(user, found)
    ]
    open_steps.sort(key=lambda one: order.index(one["name"]) if one["name"] in order else 99)
    forward = open_steps[:1] if open_steps and open_steps[0]["name"] in order else []
    return {"first": forward[0] if forward else None, "others": open_steps[len(forward) :]}


ICONS = {
    "accept": "check",
    "decline": "x",
    "start": "player-play",
    "block": "hand-stop",
    "resume": "player-play",
    "submit": "send",
    "confirm": "circle-check",
    "send_back": "arrow-back-up",
    "reassign": "users",
    "cancel": "ban",
}


@require_http_methods(["GET", "POST"])
def plan_tasks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A plan broken down: each measure with its tasks; one form opens where a task is added."""
    plan = visible_plan(request, public_id)
    if plan.status not in ISSUED:
        raise StepRefused(_("Tasks follow when the plan is issued."), plan.get_absolute_url())
    sheet = breakdown.Breakdown(plan, request.user)
    asked = request.POST.get("measure", request.GET.get("add", ""))
    card = sheet.card(whole(asked)) if asked else None
    form = None
    if card is not None:
        if not card.can_add:
            raise NotYours(
                _("The tasks of a measure are given by its department."),
                who_may("execution.add_task"),
            )
        form = TaskForm(
            request.POST or None,
            measure=card.measure,
            instance=Task(measure=card.measure, assigned_by=request.user),
            initial={"starts": card.measure.starts, "due": card.measure.ends},
        )
        if request.method == "POST" and form.is_valid():
            try:
                made = steps.break_down(
                    by=request.user,
                    measure=card.measure,
                    key=key_of(request),
                    **form.changes,
                )
            except StepRefused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                messages.success(request, _("%(row)s is assigned.") % {"row": made.code})
                return redirect(f"{request.path}?add={card.measure.number}#{card.measure.code}")
    return render(
        request,
        "execution/plan_tasks.html",
        {
            **frame(request, plan, "tasks"),
            "sheet": sheet,
            "form": form,
            "open": card,
            "today": timezone.localdate(),
        },
        status=409 if form and form.non_field_errors() else 200,
    )


@require_GET
def plan_timeline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Measures and tasks on a timeline against the approved plan, and the same as a list."""
    plan = visible_plan(request, public_id)
    if plan.status not in ISSUED:
        raise StepRefused(_("Tasks follow when the plan is issued."), plan.get_absolute_url())
    show = request.GET.get("show", "")
    return render(
        request,
        "execution/timeline.html",
        {
            **frame(request, plan, "timeline"),
            "timeline": timeline(plan, request.user, timezone.localdate(), show),
        },
    )


@require_http_methods(["GET", "POST"])
def edit_task(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a task that has neither ended nor been handed in."""
    found = visible(request, public_id)
    if not request.user.has_perm("execution.change_task", found):
        raise NotYours(_("This is not yours to do."), who_may("execution.change_task"))
    if sentence := found.closed():
        raise StepRefused(sentence, found.get_absolute_url())
    form = TaskForm(request.POST or None, measure=found.measure, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            kept = steps.change_task(
                by=request.user,
                task=found,
                changes=form.changes,
                version=form.cleaned_data["version"],
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        except Stale as stale:
            raise Stale(stale.row, dict(form.labelled)) from stale
        else:
            messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
            return redirect(kept)
    return render(
        request,
        "execution/task_form.html",
        {"task": found, "plan": found.plan, "form": form},
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a task to somebody else: it was declined, or who had it left or has no time."""
    found = visible(request, public_id)
    form = ReassignForm(request.POST or None, task=found)
    if request.method == "POST":
        person, post = None, None
        if form.is_valid():
            person, post = form.cleaned_data["person"], form.cleaned_data["post"]
        if form.is_valid() or found.closed():
            try:
                kept = steps.reassign(
                    by=request.user,
                    task=found,
                    reason=form.cleaned_data.get("reason", ""),
                    person=person,
                    post=post,
                    version=version_of(request),
                    key=key_of(request),
                )
            except StepRefused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                messages.success(request, _("%(row)s is assigned.") % {"row": kept.code})
                return redirect(kept)
    require_takeable(request.user, found, "reassign")
    return render(
        request,
        "execution/reassign.html",
        {"task": found, "plan": found.plan, "form": form, "key": one_time_key()},
        status=409 if form.non_field_errors() else 200,
    )


def visible(request: HttpRequest, public_id: uuid.UUID) -> Task:
    """The task with what its page names, if this person may know of it."""
    rows = (
        Task.objects.with_names()
        .select_related("person", "post", "assigned_by", "measure__department", "finding")
        .annotate(serves=served("measure"), left=left())
        .prefetch_related(others("depends_on"), others("needed_by"))
    )
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("execution.view_task", found):
        raise Invisible()
    return found
