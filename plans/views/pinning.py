"""Pin charts of indicators and of the register into a section of one's plan; take them out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from evidence.analysis.asking import read
from evidence.analysis.drawing import filter_of, title_of
from evidence.analysis.keeping import CHARTS, keep
from evidence.models import Indicator
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models import Department
from plans import pinning
from plans.forms.pinning import PinChartsForm, PinForm
from plans.lifecycle import PlanStatus
from plans.models import Plan, Section
from plans.views.drafting import key_of
from plans.views.reading import visible


@require_http_methods(["GET", "POST"])
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the section; the chart stands above with the values it will keep."""
    user: Any = request.user
    indicators = Indicator.objects.visible_to(user).select_related("owner")
    indicator = get_object_or_404(indicators, code=code)
    require_drafter(user)
    asked = request.POST.get("department") or request.GET.get("department") or ""
    department = Department.objects.filter(code=asked).first() or indicator.owner
    form = PinForm(request.POST or None, plans=drafts_of(user))
    if request.method == "POST" and form.is_valid():
        chosen = {"indicator": indicator, "department": department}
        if answer := kept_in(request, form, lambda at: pinning.pin(**at, **chosen)):
            return answer
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


@require_http_methods(["GET", "POST"])
def pin_analysis(request: HttpRequest) -> HttpResponse:
    """Choose the charts and the section; the question to the register stands in the address."""
    user: Any = request.user
    require_drafter(user)
    question = read(request.GET.dict(), user, timezone.localdate())
    shown = {one["chart"]: one for one in keep(question, list(CHARTS))}
    form = PinChartsForm(
        request.POST or None,
        plans=drafts_of(user),
        charts=[(name, title_of(one)) for name, one in shown.items()],
    )
    if request.method == "POST" and form.is_valid():
        chosen = {"question": question, "charts": form.cleaned_data["charts"]}
        if answer := kept_in(request, form, lambda at: pinning.pin_analysis(**at, **chosen)):
            return answer
    context = {"form": form, "question": question, "shown": pinning.drawn(shown.values())}
    context["asked"] = filter_of(next(iter(shown.values()))) if shown else ""
    status = 409 if form.errors else 200
    return render(request, "plans/pin_analysis.html", context, status=status)


def require_drafter(user: Any) -> None:
    if not user.has_perm("plans.add_plan"):
        raise NotYours(_("Charts are pinned by those who draft."), who_may("plans.add_plan"))


def drafts_of(user: Any) -> QuerySet[Plan]:
    drafts = Plan.objects.for_action("change", user).filter(status=PlanStatus.DRAFT)
    return drafts.with_names().order_by("-round__starts", "pk")  # type: ignore[no-any-return]


def kept_in(
    request: HttpRequest, form: PinForm, keep_at: Callable[[dict[str, Any]], Section]
) -> HttpResponse | None:
    """To the section with its charts; or back to the form with what stands against it."""
    plan, key = form.place
    try:
        section = plan.sections.get(key=key)
        kept = keep_at({"by": request.user, "section": section, "key": key_of(request)})
    except StepRefused as refused:
        form.add_error(None, str(refused.sentence))
        return None
    added = len(kept.charts) - len(section.charts)
    told = ngettext(
        "The chart is pinned with its data as of today.",
        "%(n)d charts are pinned with their data as of today.",
        added,
    )
    messages.success(request, told % {"n": added})
    return redirect(plan.section_url(key))


@require_POST
def unpin(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """Take one chart out of a section."""
    plan = visible(request, public_id)
    section = get_object_or_404(plan.sections, key=key)
    pinning.unpin(by=request.user, section=section, pinned=request.POST.get("chart", ""))
    messages.success(request, _("The chart is taken out of the section."))
    return redirect(plan.section_url(key))
