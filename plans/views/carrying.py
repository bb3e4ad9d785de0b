"""Carry over from the last plan: tick what comes along, then read line by line what did."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from plans import carrying
from plans.carrying import Line
from plans.copying import preview
from plans.forms.carrying import CarryForm
from plans.models import Plan
from plans.views.drafting import drafts, key_of
from plans.views.reading import frame, visible

SAID = "carried_over"
"""Where the report waits for its reader: plan and lines."""


@require_http_methods(["GET", "POST"])
def carry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The form while the plan is untouched; afterwards what was carried and what was not."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        raise NotYours(
            plan.closed() or _("The department writes its plan."),
            who_may("plans.change_plan", plan),
        )
    source = carrying.last_plan(plan)
    fits = source is not None and carrying.untouched(plan)
    form = CarryForm(request.POST or None, source=source) if source else None
    tried: list[Line] = []
    if form and request.method == "POST" and form.is_valid():
        act = partial(carrying.carry_over, by=request.user, plan=plan, **form.cleaned_data)
        try:
            if "preview" not in request.POST:
                return carried(request, plan, act(key=key_of(request)))
            tried = preview(act)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
    return render(
        request,
        "plans/carry.html",
        {
            **frame(request, plan, "edit"),
            "source": source,
            "form": form,
            "fits": fits,
            "tried": tried,
            **report(request, plan),
        },
        status=409 if form and form.errors else 200,
    )


def carried(request: HttpRequest, plan: Plan, lines: list[Line]) -> HttpResponse:
    """Back to the page, which says once what came along."""
    if lines:
        request.session[SAID] = [str(plan.public_id), carrying.as_said(lines)]
    return redirect("plans:carry", plan.public_id)


def report(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """What this person has carried over into this plan last."""
    about, rows = request.session.get(SAID, ["", []])
    lines = [Line(**row) for row in rows] if about == str(plan.public_id) else []
    return {
        "carried": [line for line in lines if line.carried],
        "left": [line for line in lines if not line.carried],
    }
