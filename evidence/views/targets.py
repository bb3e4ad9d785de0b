"""The targets of an indicator in a department, period by period, beside what was reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.forms import TargetForm
from evidence.models import Indicator, PeriodTarget, Value
from evidence.periods import Period
from evidence.statistics import meets
from evidence.targets import Bound, bound, periods_in, set_targets
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, Stale
from improvement.door.typed import whole
from improvement.organization.models import Department

YEARS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A period: what it is to reach, what it has reached, and the form where one may set it."""

    period: Period
    bound: Bound | None
    actual: Decimal | None
    met: bool | None
    form: TargetForm | None

    @property
    def own(self) -> bool:
        return self.bound is not None and self.bound.set_for == self.period


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody reads them; the office sets them, all of a year with one form."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    departments = list(Department.objects.active().order_by("path"))
    department = department_of(request, departments, indicator)
    year = year_of(request)
    empty = PeriodTarget(indicator=indicator, department=department)
    may_set = request.user.has_perm("evidence.add_periodtarget", empty) and indicator.in_use
    if request.method == "POST" and not may_set:
        raise NotYours(_("Targets are set by the office."), who_may("evidence.add_periodtarget"))
    rows = {
        row.period: row
        for row in PeriodTarget.objects.filter(indicator=indicator, department=department)
    }
    forms = {
        period.key: TargetForm(
            request.POST or None, indicator=indicator, period=period, row=rows.get(period.key)
        )
        for period in periods_in(year, indicator.rhythm)
        if may_set
    }
    if request.method == "POST" and kept(request, indicator, department, list(forms.values())):
        messages.success(request, _("The targets are set."))
        return redirect(indicator.targets_url(department.code, year))
    lines = read(indicator, department, year, list(rows.values()), forms)
    this_year = timezone.localdate().year
    wrong = any(form.errors for form in forms.values())
    return render(
        request,
        "evidence/indicators/targets.html",
        {
            "indicator": indicator,
            "departments": departments,
            "department": department,
            "year": year,
            "years": range(this_year + 1, this_year - YEARS, -1),
            "lines": lines,
            "errors": [error for form in forms.values() for error in form.told_errors],
            "may_set": may_set,
            "wrong": wrong,
        },
        status=409 if wrong else 200,
    )


def kept(
    request: HttpRequest, indicator: Indicator, department: Department, forms: list[TargetForm]
) -> bool:
    """Whether all of it was set; if not, a form says why."""
    if any(form.errors for form in forms):
        return False
    wanted = [form.wanted for form in forms]
    try:
        set_targets(by=request.user, indicator=indicator, department=department, wanted=wanted)
    except Stale:
        forms[0].add_error(
            None, _("Somebody has changed these targets meanwhile. Load the page again.")
        )
        return False
    return True


def read(
    indicator: Indicator,
    department: Department,
    year: int,
    rows: list[PeriodTarget],
    forms: dict[str, TargetForm],
) -> list[Line]:
    told = Value.objects.told().of([indicator], [department]).filter(ends__year=year)
    figures = {row.period: row for row in told}
    found = []
    for period in periods_in(year, indicator.rhythm):
        held, row = bound(indicator.path, rows, period), figures.get(period.key)
        met = (
            meets(indicator.direction, row.value, held.target, held.upper) if held and row else None
        )
        actual = row.figure if row else None
        found.append(Line(period, held, actual, met, forms.get(period.key)))
    return found


def department_of(
    request: HttpRequest, departments: list[Department], indicator: Indicator
) -> Department:
    asked: Any = request.GET.get("department", "")
    named = [one for one in departments if one.code == asked]
    owning = [one for one in departments if one.pk == indicator.owner_id]
    return (named or owning or departments)[0]


def year_of(request: HttpRequest) -> int:
    """The year asked for, of those on offer; else this one."""
    this_year = timezone.localdate().year
    asked = whole(request.GET.get("year", ""))
    return asked if asked and this_year - YEARS < asked <= this_year + 1 else this_year
