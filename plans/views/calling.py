"""The call for plans: written by the office before drafting opens, read by everybody after."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import record
from improvement.door.refusals import StepRefused
from improvement.door.views import version_of
from improvement.notifications.models import Message
from plans.forms.rounds import CallForm
from plans.lifecycle import RoundStatus
from plans.models import Gate, Round
from plans.round import calling
from plans.views.rounds import require_office, visible


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The call as it will go out, or as it went out; until then its words can be written here."""
    planning_round = visible(request, public_id)
    form = None
    preparing = planning_round.status == RoundStatus.PREPARING
    if request.method == "POST":
        require_office(request)
    if preparing and request.user.has_perm("plans.change_round", planning_round):
        form = CallForm(request.POST or None, instance=planning_round)
    if form and request.method == "POST" and form.is_valid():
        try:
            record(planning_round, form.cleaned_data, by=request.user, version=version_of(request))
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:call", planning_round.public_id)
    return render(
        request,
        "plans/call.html",
        {"round": planning_round, "form": form, **read(planning_round)},
        status=409 if form and form.errors else 200,
    )


def read(planning_round: Round) -> dict[str, Any]:
    """The content of the call, and when and to how many it went."""
    sent = calling.sent(planning_round)
    told = 0
    if sent:
        rows = Message.objects.filter(kind=calling.CALL.name, object_id=planning_round.pk)
        told = rows.values("recipient").distinct().count()
    content = sent.content if sent else calling.call_of(planning_round)
    off = {row["gate"]: row["reason"] for row in content["gates_off"]}
    gates = [(label, off.get(gate, "")) for gate, label in Gate.choices]
    return {"sent": sent, "told": told, "content": content, "gates": gates}
