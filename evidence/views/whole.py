"""An indicator over the whole organization."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evidence.models import Indicator, Value
from evidence.targets import aims_on
from evidence.whole import Whole, side_by_side
from improvement.door.paging import page_of

from .indicators import ON_OVERVIEW, SIDE_BY_SIDE


@require_GET
def organization(request: HttpRequest, code: str) -> HttpResponse:
    """What all departments told together, and their charts side by side, the worst first."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    today = timezone.localdate()
    whole = Whole(indicator, today)
    rows = page_of(
        request, whole.worst_first.select_related("department"), "departments", SIDE_BY_SIDE
    )
    shown = [row.department for row in rows]
    series = Value.objects.many_series([indicator], [one.pk for one in shown])
    aims = aims_on(today, [indicator], shown)
    context = {
        "indicator": indicator,
        "whole": whole,
        "picture": whole.picture(),
        "rows": rows,
        "beside": list(side_by_side(indicator, shown, series, aims, ON_OVERVIEW)),
    }
    return render(request, "evidence/rolling/organization.html", context)
