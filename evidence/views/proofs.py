"""What shows a finding: adding one piece of evidence, taking it off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evidence.forms import ProofForm
from evidence.models import Proof, ProofKind
from improvement.door.acts import create, record, require_open
from improvement.door.views import one_time_key, version_of

from .findings import one


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """Each kind has a page with the few fields it is made of."""
    if kind not in ProofKind:
        raise Http404
    finding = one(public_id)
    require_open(request.user, "add", Proof(finding=finding), None)
    form = ProofForm(request.POST or None, kind=ProofKind(kind), finding=finding)
    if request.method == "POST" and form.is_valid():
        create(form.begun(), by=request.user, key=request.POST.get("key") or None)
        messages.success(request, _("The evidence is added."))
        return redirect(finding)
    context = {"form": form, "finding": finding, "kind": form.kind, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/proofs/new.html", context, status=status)


@require_POST
def take_off(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It is no longer shown; the record keeps it."""
    rows = Proof.objects.live().select_related("finding__department")
    row = get_object_or_404(rows, public_id=public_id)
    record(row, {"archived": True}, by=request.user, version=version_of(request))
    messages.success(request, _("The evidence is taken off."))
    return redirect(row.finding)
