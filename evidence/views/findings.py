"""Findings: the register of them, one with what shows it, adding by hand, and its words."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence.fieldwork import note_of
from evidence.forms import FindingForm, FindingWordsForm
from evidence.inspecting import inspection_of
from evidence.lifecycle import FindingStatus
from evidence.models import Finding, Proof, ProofKind
from evidence.models.finding import FindingQuerySet
from improvement.door.acts import create, record, require_open
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.views import one_time_key, version_of
from improvement.files.models import Attachment
from improvement.organization.models import Department

from .records import departments_of

ASKED = ("q", "department", "status")


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What is still to be reached and what was, the latest first; everybody may read it."""
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ASKED}
    shown: FindingQuerySet = Finding.objects.visible_to(request.user)
    rows = matching(shown, asked).select_related("department", "found_by").newest_first()
    context = {
        "rows": page_of(request, rows, "findings"),
        "asked": asked,
        "filtered": any(asked.values()),
        "statuses": FindingStatus.choices,
        "departments": Department.objects.active(),
        "may_add": request.user.has_perm("evidence.add_finding"),
    }
    return render(request, "evidence/findings.html", context)


def matching(rows: FindingQuerySet, asked: dict[str, str]) -> FindingQuerySet:
    """The rows that answer to everything asked."""
    if asked["department"]:
        rows = rows.filter(department__code=asked["department"])
    if asked["status"]:
        rows = rows.filter(status=asked["status"])
    return rows.about(asked["q"]) if asked["q"] else rows


def one(public_id: uuid.UUID) -> Finding:
    rows = Finding.objects.select_related(
        "department", "indicator", "found_by", "on_site__responsible", "on_site__inspection"
    )
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def finding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was not reached or found; everybody may read it, as the plan that answers it."""
    found = one(public_id)
    keeps = request.user.has_perm("evidence.change_finding", found)
    proofs = list(Proof.objects.live().with_names().filter(finding=found))
    for proof in proofs:
        proof.finding = found
    context = {
        "finding": found,
        "may_change": keeps and not found.closed(),
        "note": note_of(found, request.user),
        "inspection": inspection_of(found, request.user),
        "files": list(Attachment.objects.of(found)),
        "can_attach": keeps and not found.closed(),
        "may_give_tasks": request.user.has_perm("evidence.take_up_finding", found),
        "keeps": keeps,
        "proofs": proofs,
        "may_show": keeps and found.still_open,
        "kinds": ProofKind,
    }
    return render(request, "evidence/finding.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One finding by hand: a department keeps looking for its problems (1.3.2)."""
    user: Any = request.user
    if not user.has_perm("evidence.add_finding"):
        raise NotYours(
            _("Findings are added by the department's head, deputy or clerk."),
            who_may("evidence.add_finding"),
        )
    form = FindingForm(
        request.POST or None, departments=departments_of(user), host=request.get_host()
    )
    if request.method == "POST" and form.is_valid():
        row = begun(form, user)
        create(row, by=user, key=request.POST.get("key") or None)
        messages.success(request, _("The finding is added."))
        return redirect(row if row.pk else "evidence:findings")
    context = {"form": form, "finding": None, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/finding_form.html", context, status=status)


def begun(form: FindingForm, user: Any) -> Finding:
    row: Finding = form.save(commit=False)
    row.found_by, row.link = user, form.cleaned_data["link"]
    row.origin = row.named_by_hand
    return row


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it better while it is open; what it said before stays in the record."""
    require_open(request.user, "change", one(public_id), None)
    shown = one(public_id)
    form = FindingWordsForm(request.POST or None, instance=one(public_id))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        kept = record(shown, changes, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect(kept)
    context = {"form": form, "finding": shown, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/finding_form.html", context, status=status)
