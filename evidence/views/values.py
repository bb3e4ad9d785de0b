"""Values: a department enters and hands in, the office accepts, everybody reads one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from evidence import chronicle
from evidence.entering import Sheet, choices, chosen, waiting
from evidence.judging import judged
from evidence.models import Value
from evidence.steps import accept_values
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, Refused
from improvement.organization.models import Department

AT_ONCE = 100


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """All indicators of a department for one period; one form, by keyboard."""
    mine = list(Department.objects.active().filter(pk__in=request.user.standing.drafted))
    if not mine:
        raise NotYours(_("You tell no values."), who_may("evidence.add_value"))
    asked = request.GET.get("department", "")
    department = next((one for one in mine if one.code == asked), mine[0])
    offered = choices(department)
    period = chosen(request.GET.get("period", ""), offered)
    sheet = Sheet(department, period, request.POST or None) if period else None
    if request.method == "POST" and sheet:
        submit = request.POST.get("act") == "submit"
        kept = sheet.keep(by=request.user, submit=submit)
        if not sheet.errors:
            messages.success(request, told(len(kept), submit))
            query = urlencode({"department": department.code, "period": sheet.period.key})
            return redirect(f"{reverse('evidence:values')}?{query}")
    context = {"departments": mine, "department": department, "offered": offered, "sheet": sheet}
    return render(request, "evidence/values.html", context | {"errors": sheet and sheet.errors})


def told(count: int, submit: bool) -> str:
    if not count:
        return _("There was nothing to keep.")
    if submit:
        return ngettext("%(n)d value submitted.", "%(n)d values submitted.", count) % {"n": count}
    return ngettext("%(n)d value saved.", "%(n)d values saved.", count) % {"n": count}


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """What departments have handed in; the office accepts many at once and returns one by one."""
    if not request.user.has_perm("evidence.accept_value"):
        raise NotYours(_("Values are accepted by the office."), who_may("evidence.accept_value"))
    refused = None
    if request.method == "POST":
        named = request.POST.getlist("shown" if "all" in request.POST else "value")
        wanted = {key for text in named if (key := as_uuid(text))}
        try:
            rows = waiting(request.user).filter(public_id__in=wanted)
            done = accept_values(by=request.user, values=rows)
        except Refused as refusal:
            refused = refusal
        else:
            words = ngettext("%(n)d value accepted.", "%(n)d values accepted.", len(done))
            messages.success(request, words % {"n": len(done)} if done else _("Nothing chosen."))
            return redirect("evidence:accept")
    rows = list(waiting(request.user)[: AT_ONCE + 1])
    context: dict[str, Any] = {"rows": judged(rows[:AT_ONCE]), "more": len(rows) > AT_ONCE}
    return render(request, "evidence/accept.html", context | {"refused": refused})


def as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_GET
def value(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The figure of one period: what it is, every figure it was, and what can be done."""
    found = get_object_or_404(
        Value.objects.select_related("indicator", "department", "entered_by", "brought_by"),
        public_id=public_id,
    )
    if not request.user.has_perm("evidence.view_value", found):
        raise Invisible()
    context = {"value": found, "events": chronicle.events(found)}
    if found.brought_by:
        context["import_seen"] = request.user.has_perm("evidence.view_dataimport", found.brought_by)
    return render(request, "evidence/value.html", context)
