"""Requests for data: the list of them, one with its answer, asking."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from evidence.asking import ask
from evidence.forms import DataRequestForm
from evidence.lifecycle import RequestStatus
from evidence.models import DataRequest
from evidence.models.data_request import DataRequestQuerySet
from improvement.door.acts import steps_for
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours
from improvement.door.views import one_time_key
from improvement.files.models import Attachment
from improvement.organization.models import Department

ASKED = ("department", "status")
LATE = "late"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What is asked of the departments one may read of, by what is due next."""
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ASKED}
    rows = matching(DataRequest.objects.visible_to(request.user), asked)
    rows = rows.select_related("department").nearest_first()
    context = {
        "rows": page_of(request, rows, "requests"),
        "asked": asked,
        "filtered": any(asked.values()),
        "statuses": [*RequestStatus.choices, (LATE, _("Late"))],
        "departments": Department.objects.active(),
        "may_ask": request.user.has_perm("evidence.add_datarequest"),
    }
    return render(request, "evidence/requests/list.html", context)


def matching(rows: DataRequestQuerySet, asked: dict[str, str]) -> DataRequestQuerySet:
    """The rows that answer to everything asked."""
    if asked["department"]:
        rows = rows.filter(department__code=asked["department"])
    if asked["status"] == LATE:
        return rows.late(timezone.localdate())
    return rows.filter(status=asked["status"]) if asked["status"] else rows


@require_GET
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is asked, what was answered and when, and what can be done now."""
    user: Any = request.user
    rows = DataRequest.objects.select_related("department", "indicator", "asked_by", "answered_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not user.has_perm("evidence.view_datarequest", found):
        raise Invisible()
    may_attach = user.has_perm("evidence.attach_datarequest", found) and not found.closed()
    context = {
        "asked": found,
        "steps": steps_for(user, found),
        "files": list(Attachment.objects.of(found)),
        "can_attach": may_attach,
    }
    return render(request, "evidence/requests/one.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One form asks as many departments as are ticked."""
    user: Any = request.user
    if not user.has_perm("evidence.add_datarequest"):
        raise NotYours(
            _("Data are asked for by the improvement office."),
            who_may("evidence.add_datarequest"),
        )
    form = DataRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key") or None
        departments = form.cleaned_data["departments"]
        rows = ask(by=user, departments=departments, key=key, **form.asked)
        said = ngettext("%(n)d department is asked.", "%(n)d departments are asked.", len(rows))
        messages.success(request, said % {"n": len(rows)})
        return redirect("evidence:requests")
    context = {"form": form, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/requests/new.html", context, status=status)
