"""Goals and measures from a workbook: look through what it would change, then take all of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from improvement.documents.reading import NotRead, Rows
from improvement.documents.reading import workbook as read_workbook
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.door.views import one_time_key
from plans.forms.importing import LONGEST, Looked, WorkbookForm
from plans.models import Plan
from plans.views.drafting import drafts, key_of
from plans.views.reading import frame, visible
from plans.workbook import importing
from plans.workbook.comparison import Fault, Proposal


@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Without a file: how to. With one: what it would change. With that sealed: done."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        raise NotYours(
            plan.closed() or _("The department writes its plan."),
            who_may("plans.change_plan", plan),
        )
    if "looked" in request.POST:
        return take_over(request, plan)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_workbook(form.cleaned_data["workbook"])
        except NotRead as refused:
            form.add_error("workbook", str(refused.sentence))
        else:
            return look_through(request, plan, rows)
    return page(request, plan, form, status=409 if form.errors else 200)


def look_through(
    request: HttpRequest, plan: Plan, rows: list[Rows], *, note: str = ""
) -> HttpResponse:
    """What would be added and changed, or what is wrong, cell by cell."""
    found = importing.propose(plan, rows)
    sealed = Looked(rows, found.seen).sealed(plan, request.user) if found.lines else ""
    if len(sealed) > LONGEST:
        found.faults.append(Fault("", _("The workbook holds too much text to take over at once.")))
    return page(
        request,
        plan,
        WorkbookForm(),
        found=found,
        sealed=sealed,
        note=note,
        status=409 if found.faults or note else 200,
    )


def take_over(request: HttpRequest, plan: Plan) -> HttpResponse:
    looked = Looked.opened(request.POST["looked"], plan, request.user)
    if looked is None:
        form = WorkbookForm()
        note = _("More than an hour has passed. Choose the workbook again.")
        return page(request, plan, form, note=note, status=409)
    try:
        done = importing.apply(
            plan, looked.rows, by=request.user, seen=looked.seen, key=key_of(request)
        )
    except StepRefused as refused:
        return look_through(request, plan, looked.rows, note=str(refused.sentence))
    said = ngettext(
        "%(count)d row was taken over from the workbook.",
        "%(count)d rows were taken over from the workbook.",
        len(done.lines),
    )
    messages.success(request, said % {"count": len(done.lines)})
    return redirect(plan)


def page(
    request: HttpRequest,
    plan: Plan,
    form: Any,
    *,
    found: Proposal | None = None,
    sealed: str = "",
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **frame(request, plan, "edit"),
        "form": form,
        "found": found,
        "sealed": sealed,
        "note": note,
        "key": one_time_key(),
        "added": sum(line.added for line in found.lines) if found else 0,
    }
    return render(request, "plans/import.html", context, status=status)
