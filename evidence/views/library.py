"""The library of indicators in four families, its coverage, and the cards the office keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence.defining import define, redefine
from evidence.forms import IndicatorForm
from evidence.freshness import Freshness
from evidence.library import Library, matches
from evidence.models import Family, Indicator, Rhythm
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.door.views import version_of

FILTERS = ("q", "family", "rhythm", "state", "department")


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Every indicator under its family; filters narrow the list and never the counts above it."""
    shown = Indicator.objects.visible_to(request.user)
    retired = "retired" in request.GET
    cards = shown.exclude(pk__in=shown.in_use()) if retired else shown.in_use()
    found = Library(cards.select_related("owner").order_by("code"), timezone.localdate())
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    entries = [entry for entry in found.entries.values() if matches(entry, asked)]
    shelves = [
        (cell, [entry for entry in entries if entry.indicator.family == cell.family])
        for cell in found.families
    ]
    return render(
        request,
        "evidence/indicators/library.html",
        {
            "shelves": shelves,
            "asked": asked,
            "filtered": any(asked.values()),
            "retired": retired,
            "count": len(entries),
            "families": Family.choices,
            "rhythms": Rhythm.choices,
            "states": Freshness.choices,
            "departments": found.departments.values(),
            "may_add": request.user.has_perm("evidence.add_indicator"),
        },
    )


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which family each department measures, and where values are missing or old (D82)."""
    cards = Indicator.objects.visible_to(request.user).in_use().select_related("owner")
    found = Library(cards.order_by("code"), timezone.localdate())
    rows = found.coverage
    context = {
        "rows": page_of(request, rows, "coverage"),
        "families": found.families,
        "gaps": sum(bool(row.missing) for row in rows),
        "states": Freshness,
    }
    return render(request, "evidence/indicators/coverage.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take an indicator into the library."""
    require_office(request, "evidence.add_indicator")
    form = IndicatorForm(request.POST or None, initial={"family": request.GET.get("family", "")})
    if request.method == "POST" and form.is_valid():
        made = define(by=request.user, key=request.POST.get("key") or None, **form.changes())
        messages.success(request, _("%(name)s is in the library.") % {"name": made.local_name})
        return redirect("evidence:library")
    return answer(request, {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a definition, with the day from which it counts and the reason."""
    card = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    require_office(request, "evidence.change_indicator")
    shown = {"valid_from": None, "change_reason": ""}
    form = IndicatorForm(request.POST or None, instance=card, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            redefine(
                card,
                by=request.user,
                version=version_of(request),
                key=request.POST.get("key") or None,
                **form.changes(),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("The definition is changed; the one before is kept."))
            return redirect("evidence:indicator", code)
    return answer(request, {"form": form, "indicator": card})


def answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 409 if context["form"].errors else 200
    return render(request, "evidence/indicators/form.html", context, status=status)


def require_office(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise NotYours(_("The library is kept by the office."), who_may(right))
