"""Indicators: one with its chart, and all of a department as small multiples."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from evidence.charting import Picture, picture
from evidence.defining import editions
from evidence.library import Library, Telling
from evidence.models import Indicator, Point, Value
from evidence.relevance import indicators_of
from evidence.targets import aims_on
from improvement.door.typed import whole
from improvement.organization.models import Department

ON_OVERVIEW = 24
"""How many of the last points a small chart shows."""

SIDE_BY_SIDE, LISTED = 12, 20
"""How many other departments are drawn at once, and how many are named."""


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The indicators of a department as charts side by side, drawn to one pattern."""
    departments = list(Department.objects.active())
    department = asked_for(request, departments)
    indicators, pictures, silent = [], [], []
    if department:
        indicators = list(indicators_of([department.pk]).order_by("family", "code"))
        series = Value.objects.many_series(indicators, [department.pk])
        aims = aims_on(timezone.localdate(), indicators, [department])
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


def page_of(request: HttpRequest, count: int) -> int:
    """From which of the other departments on the small charts are shown."""
    first = whole(request.GET.get("from", "")) or 0
    return first - first % SIDE_BY_SIDE if first < count else 0


def multiples(
    found: Indicator, shown: list[Telling], series: dict[tuple[int, int], list[Point]]
) -> list[Picture]:
    """The other departments on one axis, so that heights can be compared."""
    points = {
        one.department.pk: series[found.pk, one.department.pk][-ON_OVERVIEW:] for one in shown
    }
    told = [float(p.value) for row in points.values() for p in row if p.value is not None]
    span = (min(told), max(told)) if told else ()
    return [
        picture(found, one.department, points[one.department.pk], one.aim, small=True, span=span)
        for one in shown
    ]


@require_GET
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The definition card with its versions, and the control chart of one department."""
    found = get_object_or_404(
        Indicator.objects.visible_to(request.user).select_related("owner"), code=code
    )
    library = Library([found], timezone.localdate())
    entry = library.entries[found.pk]
    telling = {one.department.pk: one for one in entry.tellings}
    departments = [one.department for one in entry.tellings]
    department = asked_for(request, departments)
    others = [one for one in entry.tellings if one.last and one.department != department]
    first = page_of(request, len(others))
    shown = others[first : first + SIDE_BY_SIDE]
    drawn, beside = None, []
    if department:
        wanted = [department.pk, *(one.department.pk for one in shown)]
        series = Value.objects.many_series([found], wanted)
        points = series.get((found.pk, department.pk), [])
        drawn = picture(found, department, points, telling[department.pk].aim)
        beside = multiples(found, shown, series)
    context = {
        "indicator": found,
        "entry": entry,
        "tellings": entry.tellings[:LISTED],
        "more_tellings": max(len(entry.tellings) - LISTED, 0),
        "beside": beside,
        "beside_from": first,
        "beside_to": first + SIDE_BY_SIDE if len(others) > first + SIDE_BY_SIDE else 0,
        "editions": editions(found, library.departments),
        "departments": departments,
        "department": department,
        "stale": telling[department.pk] if department else None,
        "targets_at": found.targets_url(department.code, timezone.localdate().year)
        if department
        else "",
        "may_change": request.user.has_perm("evidence.change_indicator"),
        "may_pin": request.user.has_perm("plans.add_plan"),
        "enter_at": reverse("evidence:values")
        if request.user.has_perm("evidence.add_value")
        else "",
    }
    return render(request, "evidence/indicator.html", context | {"picture": drawn})
