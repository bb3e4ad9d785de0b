"""Indicators: one with its chart, and all of a department as small multiples."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from evidence.charting import picture
from evidence.defining import editions
from evidence.library import Library
from evidence.models import Indicator, Value
from evidence.relevance import aims_of, indicators_of
from improvement.organization.models import Department

ON_OVERVIEW = 24
"""How many of the last points a small chart shows."""


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The indicators of a department as charts side by side, drawn to one pattern."""
    departments = list(Department.objects.active())
    department = asked_for(request, departments)
    indicators, pictures, silent = [], [], []
    if department:
        indicators = list(indicators_of([department.pk]).order_by("family", "code"))
        keys = [indicator.pk for indicator in indicators]
        series = Value.objects.many_series(indicators, [department.pk])
        aims = aims_of(keys, [department.pk])
        for indicator in indicators:
            key = indicator.pk, department.pk
            points = series.get(key, [])[-ON_OVERVIEW:]
            if points:
                pictures.append(picture(indicator, department, points, aims.get(key), small=True))
            else:
                silent.append(indicator)
    return render(
        request,
        "evidence/overview.html",
        {
            "departments": departments,
            "department": department,
            "pictures": pictures,
            "silent": silent,
            "may_enter": request.user.has_perm("evidence.add_value"),
            "may_accept": request.user.has_perm("evidence.accept_value"),
        },
    )


def asked_for(request: HttpRequest, departments: list[Department]) -> Department | None:
    """The department of the address, else one's own, else the first."""
    asked = request.GET.get("department", "")
    own = request.user.standing.departments
    found = [d for d in departments if d.code == asked] or [d for d in departments if d.pk in own]
    return next(iter(found or departments), None)


@require_GET
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The definition card with its versions, and the control chart of one department."""
    found = get_object_or_404(
        Indicator.objects.visible_to(request.user).select_related("owner"), code=code
    )
    entry = Library([found], timezone.localdate()).entries[found.pk]
    telling = {one.department.pk: one for one in entry.tellings}
    departments = [one.department for one in entry.tellings]
    department = asked_for(request, departments)
    drawn = None
    if department:
        points = Value.objects.series(found, department)
        drawn = picture(found, department, points, telling[department.pk].aim)
    context = {
        "indicator": found,
        "entry": entry,
        "editions": editions(found),
        "departments": departments,
        "department": department,
        "stale": telling[department.pk] if department else None,
        "may_change": request.user.has_perm("evidence.change_indicator"),
        "may_pin": request.user.has_perm("plans.add_plan"),
        "enter_at": reverse("evidence:values")
        if request.user.has_perm("evidence.add_value")
        else "",
    }
    return render(request, "evidence/indicator.html", context | {"picture": drawn})
