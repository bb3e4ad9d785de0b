"""Pages of a draft's way: where it stands, what is asked of another department, the setting."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.acts import steps_for
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours
from improvement.organization.models import Department
from plans.forms.routing import RouteForm
from plans.lifecycle import PlanStatus
from plans.models import Countersign, Goal, Plan, TargetLine
from plans.models.route import route_of
from plans.route import acts
from plans.route.concern import Concern, concerns
from plans.sheet import Card
from plans.views.reading import frame, require_drafts, visible


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where the draft stands, what holds it up, who has said what."""
    plan = visible(request, public_id)
    require_drafts(request.user, plan)
    framed = frame(request, plan, "route")
    return render(
        request,
        "plans/route.html",
        {
            **framed,
            "route": plan.route,
            "lines": lines(plan),
            "check_steps": steps_for(request.user, plan.route.check) if plan.route.check else [],
            "can_ready": framed["can_draft"] and begins_check(plan),
            "can_ask": framed["can_draft"] and bool(plan.route.to_ask),
        },
    )


def begins_check(plan: Plan) -> bool:
    """Whether the first check can be asked for; later ones are steps of its row."""
    return plan.route.check is None


def lines(plan: Plan) -> list[dict[str, Any]]:
    """Each department, what of the draft concerns it, and its answer; asked or concerned today."""
    drafted = plan.status == PlanStatus.DRAFT
    found = concerns(plan) if drafted and plan.route.concerned else {}
    answers = {
        row.department_id: row
        for row in Countersign.objects.filter(plan=plan).with_names().select_related("answered_by")
    }
    here = {one.pk: one for one in plan.route.concerned} if drafted else {}
    here |= {pk: row.department for pk, row in answers.items()}
    return [
        {
            "department": department,
            "codes": found[pk].codes if pk in found else [],
            "countersign": answers.get(pk),
        }
        for pk, department in sorted(here.items(), key=lambda pair: pair[1].path)
    ]


@require_POST
def ready(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Whoever drafts says that the draft can be checked."""
    plan = visible(request, public_id)
    acts.ready(by=request.user, plan=plan, key=request.POST.get("key") or None)
    messages.success(request, _("The draft is under check; whoever checks has been told."))
    return redirect(plan.route.link)


@require_POST
def ask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the departments concerned to countersign."""
    plan = visible(request, public_id)
    wanted = Countersign(plan=plan, department=plan.department)
    if not request.user.has_perm("plans.add_countersign", wanted):
        raise NotYours(
            _("The department whose draft it is asks."), who_may("plans.add_countersign", wanted)
        )
    asked = acts.ask(by=request.user, plan=plan, key=request.POST.get("key") or None)
    if asked:
        told = ngettext(
            "%(n)d department has been asked.", "%(n)d departments have been asked.", len(asked)
        )
        messages.success(request, told % {"n": len(asked)})
    return redirect(plan.route.link)


@require_GET
def countersign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What concerns the department asked, and its answer."""
    rows = Countersign.objects.with_names().select_related("answered_by", "plan__goal_set")
    found = get_object_or_404(rows, public_id=public_id)
    user: Any = request.user
    if not user.has_perm("plans.view_countersign", found):
        raise Invisible()
    reads = user.has_perm("plans.view_plan", found.plan)
    concern = concerns(found.plan).get(found.department_id) if reads else None
    concern = concern or Concern()
    return render(
        request,
        "plans/countersign.html",
        {
            "countersign": found,
            "plan": found.plan,
            "reads": reads,
            "concern": concern,
            "goals": [Card(goal, [], lines_of(goal)) for goal in concern.goals],
            "steps": {arrow.name: arrow for arrow in steps_for(user, found)},
        },
    )


def lines_of(goal: Goal) -> list[TargetLine]:
    return [line for line in goal.target_lines.all() if not line.archived]


@require_http_methods(["GET", "POST"])
def setting(request: HttpRequest, code: str) -> HttpResponse:
    """How the drafts of one department go; everybody reads it, its head changes it."""
    department = get_object_or_404(
        Department.objects.select_related("drafting_route__checker"), code=code
    )
    route = route_of(department)
    changes = request.user.has_perm("plans.change_draftingroute", route)
    form = RouteForm(request.POST or None, instance=route) if changes else None
    if request.method == "POST":
        if form is None:
            raise NotYours(
                _("The head says how the drafts of the department go."),
                who_may("plans.change_draftingroute", route),
            )
        if form.is_valid():
            version = form.cleaned_data["version"] if route.pk else None
            acts.set_route(by=request.user, route=route, changes=form.changes, version=version)
            messages.success(request, _("Saved."))
            return redirect(route)
    return render(
        request,
        "plans/drafting_route.html",
        {"route": route, "department": department, "form": form},
        status=409 if form and form.errors else 200,
    )
