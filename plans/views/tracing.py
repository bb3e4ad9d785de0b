"""The traceability matrix of a department and a year: page, file, print."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from improvement.documents.handing_out import disposition
from improvement.door.packed import columns, side_by_side
from improvement.door.paging import page_of
from improvement.organization.models import Department
from plans import traceability
from plans.models import Plan, Round
from plans.traceability import GAPS, Matrix

LINES = 25


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """What is known, what follows from it, and what has come of it; everybody may read it."""
    found, offered = chosen(request)
    if found is None:
        return render(request, "plans/tracing/matrix.html", offered)
    show = request.GET.get("show", "")
    lines = found.with_gap(show)
    asked = {"department": found.department.code, "round": found.round.label}
    context = {
        "matrix": found,
        "rows": page_of(request, lines, "lines", LINES),
        "show": show if show in GAPS else "",
        "base": urlencode(asked),
        **offered,
    }
    return render(request, "plans/tracing/matrix.html", context)


@require_GET
def matrix_file(request: HttpRequest) -> HttpResponse:
    """The same lines, as a table to work on."""
    found, _offered = chosen(request)
    if found is None:
        raise Http404
    lines = found.with_gap(request.GET.get("show", ""))
    answer = HttpResponse(traceability.as_csv(found, lines), "text/csv; charset=utf-8")
    name = f"{found.round.label}-{found.department.code}-{_('traceability')}.csv"
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


def chosen(request: HttpRequest) -> tuple[Matrix | None, dict[str, Any]]:
    """Of the department and year that are asked for; else one's own, in its latest plan."""
    user: Any = request.user
    parts = {
        "departments": (Department.objects.active(), columns(Department)),
        "rounds": (Round.objects.order_by("-starts"), columns(Round)),
    }
    offered = side_by_side(user, parts)
    department = named(offered["departments"], "code", request.GET.get("department", ""))
    if department is None:
        mine = user.standing.departments
        own = [one for one in offered["departments"] if one.pk in mine]
        department = next(iter(own or offered["departments"]), None)
    year = named(offered["rounds"], "label", request.GET.get("round", ""))
    if department is None or not offered["rounds"]:
        return None, offered
    rows = Plan.objects.visible_to(user).with_names().filter(department=department)
    rows = rows.filter(round=year) if year else rows.order_by("-round__starts")
    plan = rows.first()
    planning_round = year or (plan.round if plan else offered["rounds"][0])
    return Matrix(department, planning_round, plan), offered


def named(rows: list[Any], attribute: str, text: str) -> Any:
    """The row that is called so; None where nothing was asked, 404 where nothing is."""
    if not text:
        return None
    for row in rows:
        if getattr(row, attribute) == text:
            return row
    raise Http404
