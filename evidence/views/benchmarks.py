"""Figures of competitors and peers beside our own: read, add one, withdraw one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evidence.benchmarking import chart_of, read
from evidence.forms.benchmark import BenchmarkForm
from evidence.models import Benchmark, Indicator
from improvement.door.acts import create, record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.views import one_time_key, version_of
from improvement.organization.models import Department


@require_http_methods(["GET", "POST"])
def benchmarks(request: HttpRequest, code: str) -> HttpResponse:
    """The dot plot, the table with sources, and below them the form of who may add."""
    user: Any = request.user
    indicators = Indicator.objects.visible_to(user).select_related("owner")
    indicator = get_object_or_404(indicators, code=code)
    may_add = user.has_perm("evidence.add_benchmark") and indicator.in_use
    form = None
    if may_add:
        today = timezone.localdate()
        form = BenchmarkForm(
            request.POST or None,
            instance=Benchmark(indicator=indicator, entered_by=user),
            indicator=indicator,
            today=today,
        )
    if request.method == "POST":
        if form is None:
            raise NotYours(
                _("Figures of others are brought by those who draft and by the office."),
                who_may("evidence.add_benchmark"),
            )
        if form.is_valid():
            create(form.save(commit=False), by=user, key=request.POST.get("key") or None)
            messages.success(request, _("The figure stands beside ours."))
            return redirect("evidence:benchmarks", indicator.code)
    return page(request, indicator, form)


def page(request: HttpRequest, indicator: Indicator, form: BenchmarkForm | None) -> HttpResponse:
    user: Any = request.user
    departments = list(Department.objects.active().order_by("path"))
    department = department_of(request, departments, indicator)
    lines = read(indicator, department)
    context = {
        "indicator": indicator,
        "departments": departments,
        "department": department,
        "lines": lines,
        "yours": {
            line.benchmark.pk
            for line in lines
            if user.has_perm("evidence.change_benchmark", line.benchmark)
            and not line.benchmark.closed()
        },
        "chart": chart_of(indicator, department, lines) if lines else None,
        "form": form,
        "key": one_time_key(),
    }
    status = 409 if form and form.errors else 200
    return render(request, "evidence/indicators/benchmarks.html", context, status=status)


def department_of(
    request: HttpRequest, departments: list[Department], indicator: Indicator
) -> Department | None:
    """The one asked for, else one's own, else the one that keeps the indicator."""
    user: Any = request.user
    asked = request.GET.get("department", "")
    named = [one for one in departments if one.code == asked]
    own = [one for one in departments if one.pk in user.standing.departments]
    owning = [one for one in departments if one.pk == indicator.owner_id]
    return next(iter(named or owning or own or departments), None)


@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A figure that was wrong counts no longer; it stays in the record."""
    row = get_object_or_404(
        Benchmark.objects.visible_to(request.user).select_related("indicator"), public_id=public_id
    )
    record(row, {"withdrawn": True}, by=request.user, version=version_of(request))
    messages.success(request, _("The figure is withdrawn."))
    return redirect("evidence:benchmarks", row.indicator.code)
