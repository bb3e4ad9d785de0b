"""Notices of criticism and rectifications: what only their circle sees."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import whole
from improvement.door.views import version_of
from incentives import steps
from incentives.facts import facts_of
from incentives.forms.awards import DepartmentForm
from incentives.forms.criticisms import ProposalForm, RectificationForm, ReportForm, open_to
from incentives.lifecycle import AT_WORK, FORWARD, RectificationStatus
from incentives.models import Criticism, Rectification

PAGE = 50
SIMILAR = 5


@require_GET
def criticisms(request: HttpRequest) -> HttpResponse:
    """The notices whose circle the reader belongs to, with their rectifications."""
    rows = Criticism.objects.visible_to(request.user).with_names().select_related("rectification")
    rows = rows.order_by("-pk")
    if (before := whole(request.GET.get("before", ""))) is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    here = reverse("incentives:criticisms")
    return render(
        request,
        "incentives/criticisms.html",
        {
            "criticisms": found[:PAGE],
            "older": f"{here}?before={found[PAGE - 1].pk}" if more else "",
            "newer": here if before is not None else "",
        },
    )


@require_http_methods(["GET", "POST"])
def new_criticism(request: HttpRequest) -> HttpResponse:
    """The department first; then what the record says against it, beside the form."""
    if not request.user.has_perm("incentives.add_criticism"):
        who = who_may("incentives.add_criticism")
        raise NotYours(_("The office proposes notices of criticism."), who)
    chosen = DepartmentForm(request.GET or None, departments=open_to(request.user))
    if not chosen.is_valid():
        return render(request, "incentives/criticism_department.html", {"form": chosen})
    department = chosen.cleaned_data["department"]
    form = ProposalForm(request.POST or None, department=department, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = steps.propose(
            by=request.user,
            department=department,
            key=request.POST.get("key") or None,
            **form.cleaned_data,
        )
        messages.success(request, _("Proposed. Those concerned are asked for their reply."))
        return redirect(made if made.pk else "incentives:criticisms")
    context = {
        "form": form,
        "department": department,
        "facts": facts_of(department, timezone.localdate()),
        "similar": Criticism.objects.visible_to(request.user).ended()[:SIMILAR],
    }
    return render(
        request, "incentives/criticism_form.html", context, status=409 if form.is_bound else 200
    )


@require_GET
def criticism(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One notice; that it was read is written down."""
    rows = Criticism.objects.with_names().select_related("rectification")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("incentives.view_criticism", found):
        raise Invisible()
    steps.note_reading(found, request.user)
    handles = request.user.has_perm("incentives.drop_criticism", found)
    return render(
        request,
        "incentives/criticism.html",
        {
            "criticism": found,
            "rectification": getattr(found, "rectification", None),
            "ballot": found.ballot,
            "forward": FORWARD,
            "readings": found.readings.select_related("reader")[:PAGE] if handles else [],
        },
    )


@require_GET
def rectification(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = visible(request, public_id)
    steps.note_reading(found.criticism, request.user)
    return render(
        request,
        "incentives/rectification.html",
        {
            "rectification": found,
            "criticism": found.criticism,
            "writes": form_for(found),
            "forward": FORWARD,
        },
    )


@require_http_methods(["GET", "POST"])
def edit_rectification(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The plan while it is opened, the report while it is worked on."""
    found = visible(request, public_id)
    if not request.user.has_perm("incentives.change_rectification", found):
        who = who_may("incentives.change_rectification")
        raise NotYours(_("Those concerned write it."), who)
    form_class = form_for(found)
    if form_class is None:
        raise StepRefused(found.closed() or "")
    form = form_class(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        record(found, form.cleaned_data, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(
        request,
        "incentives/rectification_form.html",
        {"form": form, "rectification": found},
        status=409 if form.is_bound else 200,
    )


def form_for(found: Rectification) -> Any:
    if found.status == RectificationStatus.OPENED:
        return RectificationForm
    return ReportForm if found.status in AT_WORK else None


def visible(request: HttpRequest, public_id: uuid.UUID) -> Rectification:
    found = get_object_or_404(Rectification.objects.with_names(), public_id=public_id)
    if not request.user.has_perm("incentives.view_rectification", found):
        raise Invisible()
    return found
