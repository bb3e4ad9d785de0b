"""Saved views of the register: save what is asked, open, rename, take away."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.forms.saving import NOTHING_ASKED, RenameForm, SaveForm
from evidence.models import Reach, SavedView
from evidence.recording import ASKED
from improvement.door.acts import create, record
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours
from improvement.door.views import one_time_key, version_of
from improvement.organization.models import Department


def kept(query: str) -> str:
    """The filters of an address, without what is none and without the place in the list."""
    asked = dict(parse_qsl(query[:4000]))
    return urlencode({name: asked[name] for name in ASKED if asked.get(name, "").strip()})


def departments_of(user: Any) -> QuerySet[Department]:
    return Department.objects.active().filter(pk__in=user.standing.departments)


@require_http_methods(["GET", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """The views one sees; and a form for the filters that the address brings along."""
    user: Any = request.user
    asked = kept(request.POST.get("asked", "") or request.GET.urlencode())
    form = SaveForm(
        request.POST or None,
        departments=departments_of(user),
        with_all=user.has_perm("evidence.add_savedview", SavedView(reach=Reach.ALL)),
    )
    if request.method == "POST" and not asked:
        form.add_error(None, NOTHING_ASKED)
    if "share" in form.errors:
        who = who_may("evidence.add_savedview")
        raise NotYours(_("A view is shared with your own department, by the office with all."), who)
    if request.method == "POST" and form.is_valid():
        view = SavedView(name=form.cleaned_data["name"], asked=asked, owner=user, **form.reach())
        create(view, by=user, key=request.POST.get("key") or None)
        messages.success(request, _("Saved."))
        return redirect(view.opens)
    seen = SavedView.objects.visible_to(user).in_use()
    context = {
        "page": page_of(request, seen, "page"),
        "form": form if asked or form.errors else None,
        "asked": asked,
        "key": one_time_key(),
    }
    status = 409 if form.errors else 200
    return render(request, "evidence/saving/views.html", context, status=status)


@require_http_methods(["GET", "POST"])
def saved_view(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One of them: who saved it for whom, another name, and away with it."""
    user: Any = request.user
    found = get_object_or_404(
        SavedView.objects.select_related("owner", "department"), public_id=public_id
    )
    if not user.has_perm("evidence.view_savedview", found):
        raise Invisible()
    may_change = user.has_perm("evidence.change_savedview", found) and not found.closed()
    form = RenameForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept_row = SavedView.objects.get(pk=found.pk)
        record(kept_row, {"name": form.cleaned_data["name"]}, by=user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect("evidence:saved_views")
    found.refresh_from_db()
    context = {"view": found, "form": form if may_change else None}
    status = 409 if form.errors else 200
    return render(request, "evidence/saving/view.html", context, status=status)
