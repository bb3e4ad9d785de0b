"""Begin a draft with what is there already: last year's plan, a template, a practice."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.door.views import version_of
from plans import carrying
from plans.copying import copy_template, preview
from plans.forms.templating import ChooseForm
from plans.kits import kit_of_template
from plans.models import Plan, PlanTemplate
from plans.views.drafting import drafts, key_of
from plans.views.reading import frame, visible

SAID = "copied"
"""Where the report waits for its reader: plan and lines."""


@require_GET
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The three sources side by side."""
    plan = open_draft(request, public_id)
    source = carrying.last_plan(plan)
    return render(
        request,
        "plans/start.html",
        {
            **frame(request, plan, "edit"),
            "source": source,
            "fits": bool(source) and carrying.untouched(plan),
            "templates": PlanTemplate.objects.offered(plan.round).with_sums(),
        },
    )


@require_http_methods(["GET", "POST"])
def from_template(request: HttpRequest, public_id: uuid.UUID, template: uuid.UUID) -> HttpResponse:
    """Tick what to take, look at what it will be, add it."""
    plan = open_draft(request, public_id)
    found = get_object_or_404(PlanTemplate.objects.offered(plan.round), public_id=template)
    form = ChooseForm(request.POST or None, kit=kit_of_template(found), plan=plan)

    def act(**more: Any) -> list[carrying.Line]:
        return copy_template(
            by=request.user,
            plan=plan,
            template=found,
            chosen=form.chosen,
            version=version_of(request),
            **more,
        )

    context = {
        "chosen_from": found.name,
        "read_version": found.version,
        "read_it": found.get_absolute_url(),
    }
    return choose(request, plan, form, act, context)


def choose(
    request: HttpRequest, plan: Plan, form: Any, act: Any, context: dict[str, Any]
) -> HttpResponse:
    """The one way in which something is chosen for a draft, whatever it comes from."""
    tried: list[carrying.Line] = []
    if request.method == "POST" and form.is_valid():
        try:
            if "add" in request.POST:
                return added(request, plan, act(key=key_of(request)))
            tried = preview(act)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
    return render(
        request,
        "plans/start_choose.html",
        {
            **frame(request, plan, "edit"),
            "form": form,
            "tried": tried,
            **context,
        },
        status=409 if form.errors else 200,
    )


def added(request: HttpRequest, plan: Plan, lines: list[carrying.Line]) -> HttpResponse:
    """Go on to the page that says line by line what was added."""
    if lines:
        request.session[SAID] = [str(plan.public_id), carrying.as_said(lines)]
    return redirect("plans:started", plan.public_id)


@require_GET
def started(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What this person has added to this draft last, each with what it still lacks."""
    plan = visible(request, public_id)
    about, rows = request.session.get(SAID, ["", []])
    lines = [carrying.Line(**row) for row in rows] if about == str(plan.public_id) else []
    return render(request, "plans/started.html", {**frame(request, plan, "edit"), "lines": lines})


def open_draft(request: HttpRequest, public_id: uuid.UUID) -> Plan:
    """The plan while its department writes it; else the sentence that says why not."""
    plan = visible(request, public_id)
    if not request.user.has_perm("plans.change_plan", plan):
        raise NotYours(_("The department writes its plan."), who_may("plans.change_plan", plan))
    if not drafts(request.user, plan):
        sentence = plan.closed() or _("The department writes its plan.")
        raise StepRefused(sentence, plan.get_absolute_url())
    return plan
