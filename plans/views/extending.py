"""Pages of extensions: ask for a later date, grant it, refuse it, see what was said (3.4.2)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import steps_for
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import version_of
from improvement.organization.models import Department
from plans.forms.extending import AskForm, GrantForm
from plans.models import Extension, Round
from plans.round import extending
from plans.views.rounds import visible as visible_round


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, public_id: uuid.UUID, code: str) -> HttpResponse:
    """A department asks for a later date; the office grants one of itself on the same page."""
    planning_round = visible_round(request, public_id)
    department = get_object_or_404(Department.objects.must_plan(), code=code)
    wanted = Extension(round=planning_round, department=department)
    require_add(request, wanted)
    gives = request.user.has_perm("plans.grant_extension", wanted)
    form = AskForm(request.POST or None, instance=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            made = asked_or_given(request, planning_round, department, form, gives)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(made)
    return render(
        request,
        "plans/extension_form.html",
        {
            "form": form,
            "round": planning_round,
            "department": department,
            "gives": gives,
            "due": planning_round.due_for(department),
        },
        status=409 if form.errors else 200,
    )


def asked_or_given(
    request: HttpRequest, planning_round: Round, department: Department, form: AskForm, gives: bool
) -> Extension:
    typed = {"planning_round": planning_round, "department": department, **form.cleaned_data}
    if gives:
        made = extending.give(by=request.user, **typed)
        messages.success(request, _("The extension is granted; the department has been told."))
        return made
    made = extending.ask(by=request.user, key=request.POST.get("key") or None, **typed)
    messages.success(request, _("The office has been asked."))
    return made


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was asked and answered; the office grants here, with this date or another."""
    extension = visible(request, public_id)
    user: Any = request.user
    steps = {arrow.name: arrow for arrow in steps_for(user, extension)}
    form = GrantForm(request.POST or None, instance=extension) if "grant" in steps else None
    if request.method == "POST":
        if form is None:
            raise NotYours(
                _("The office answers requests."), who_may("plans.grant_extension", extension)
            )
        if form.is_valid():
            try:
                granted = extending.grant(
                    by=user,
                    extension=extension,
                    version=version_of(request),
                    key=request.POST.get("key") or None,
                    **form.cleaned_data,
                )
            except StepRefused as refused:
                form.add_error(None, str(refused.sentence))
            else:
                messages.success(request, _("The extension is granted."))
                return redirect(granted)
    kept = visible(request, public_id)  # the form has written what was typed into its row
    return render(
        request,
        "plans/extension.html",
        {
            "extension": kept,
            "form": form,
            "steps": [arrow for name, arrow in steps.items() if name != "grant"],
        },
        status=409 if form and form.errors else 200,
    )


def require_add(request: HttpRequest, wanted: Extension) -> None:
    if not request.user.has_perm("plans.add_extension", wanted):
        raise NotYours(
            _("The department asks for a later date, or the office grants one."),
            who_may("plans.add_extension", wanted),
        )


def visible(request: HttpRequest, public_id: uuid.UUID) -> Extension:
    rows = Extension.objects.select_related("department", "round", "asked_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("plans.view_extension", found):
        raise Invisible()
    return found
