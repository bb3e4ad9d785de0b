"""Pin the chart of an indicator into a section of one's plan, and take it out again."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evidence.models import Indicator
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models import Department
from plans import pinning
from plans.forms.pinning import PinForm
from plans.lifecycle import PlanStatus
from plans.models import Plan
from plans.views.drafting import key_of
from plans.views.reading import visible


@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the section; the chart stands above with the values it will keep."""
    user: Any = request.user
    indicators = Indicator.objects.visible_to(user).select_related("owner")
    indicator = get_object_or_404(indicators, code=code)
    if not user.has_perm("plans.add_plan"):
        raise NotYours(_("Charts are pinned by those who draft."), who_may("plans.add_plan"))
    asked = request.POST.get("department") or request.GET.get("department") or ""
    department = Department.objects.filter(code=asked).first() or indicator.owner
    drafts = Plan.objects.for_action("change", user).filter(status=PlanStatus.DRAFT).with_names()
    form = PinForm(request.POST or None, plans=drafts.order_by("-round__starts", "pk"))
    if request.method == "POST" and form.is_valid():
        plan, key = form.place
        try:
            pinning.pin(
                by=user,
                section=plan.sections.get(key=key),
                indicator=indicator,
                department=department,
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("The chart is pinned with its data as of today."))
            return redirect(plan.section_url(key))
    return render(
        request,
        "plans/pin.html",
        {
            "form": form,
            "indicator": indicator,
            "department": department,
            "shown": pinning.drawn([pinning.frozen(indicator, department)]) if department else [],
        },
        status=409 if form.errors else 200,
    )


@require_POST
def unpin(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """Take one chart out of a section."""
    plan = visible(request, public_id)
    section = get_object_or_404(plan.sections, key=key)
    pinning.unpin(by=request.user, section=section, pinned=request.POST.get("chart", ""))
    messages.success(request, _("The chart is taken out of the section."))
    return redirect(plan.section_url(key))
