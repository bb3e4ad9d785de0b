"""What is checked while it is typed: a goal's five verdicts, a measure's gaps, the key areas."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evidence.models import Indicator
from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from plans.checking.check import check_measure
from plans.checking.reach import past_of
from plans.checking.smart import smart
from plans.forms.goals import GoalForm, TargetLines
from plans.forms.measures import MeasureForm
from plans.forms.sections import KeyAreasForm
from plans.models import Goal, Measure, Plan, SectionKey, TargetLine
from plans.route.acts import read_anew
from plans.views import conflicts
from plans.views.drafting import drafts
from plans.views.reading import visible


@require_POST
@conflicts.once_more
def key_areas(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Name the key areas of the service; the check asks for a goal in each (3.2.2)."""
    plan = visible(request, public_id)
    form = KeyAreasForm(request.POST, instance=plan)
    page = plan.section_url(SectionKey.GOALS)
    if form.is_valid():
        mine = drafts(request.user, plan)
        if mine and (disputed := conflicts.settled([form], request.POST)):
            return conflicts.ask(request, plan, disputed, _("Key areas"), page)
        version, key = form.cleaned_data["version"], request.POST.get("key") or None
        record(plan, form.changes, by=request.user, version=version, key=key)
        read_anew(plan, by=request.user)
        messages.success(request, _("Saved."))
    return redirect(f"{page}#id_key_areas")


@require_POST
def typed_goal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The five verdicts on a goal as it is typed now; nothing is saved."""
    plan = drafted(request, public_id)
    found = known(plan.goals.live(), request)
    form = GoalForm(request.POST, instance=found or Goal(plan=plan, number=0), plan=plan)
    goal = as_typed(form)
    goal.plan, goal.answered = plan, list(form.cleaned_data.get("answers", ()))
    lines = typed_lines(request, found)
    verdicts = smart(goal, plan.round, past_of(plan, lines), lines)
    context = {"plan": plan, "goal": goal, "verdicts": verdicts, "live": True}
    return render(request, "plans/smart_panel.html", context)


@require_POST
def typed_measure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The gaps of a measure as it is typed now; its rows below are read as they were saved."""
    plan = drafted(request, public_id)
    found = known(plan.measures.live().with_numbers(), request) or Measure(plan=plan, number=0)
    form = MeasureForm(request.POST, instance=found, plan=plan)
    measure = as_typed(form)
    measure.goal_numbers = [goal.number for goal in form.cleaned_data.get("goals", ())]
    measure.milestone_count = sum(
        bool(text)
        for name, text in request.POST.items()
        if name.startswith("milestones-") and name.endswith("-title")
    )
    context = {"measure": measure, "gaps": check_measure(plan, measure), "live": True}
    return render(request, "plans/measure_panel.html", context)


def drafted(request: HttpRequest, public_id: uuid.UUID) -> Plan:
    """The plan, for whoever can write in it."""
    plan = visible(request, public_id)
    if not request.user.has_perm("plans.change_plan", plan):
        raise NotYours(_("The plan is checked while it is drafted."), who_may("plans.change_plan"))
    return plan


def known(rows: Any, request: HttpRequest) -> Any:
    """The row the page was opened for; none while it is new."""
    number = request.GET.get("number", "")
    return get_object_or_404(rows, number=number) if number.isdecimal() else None


def as_typed(form: Any) -> Any:
    """The instance with what can be understood of the answers; what cannot counts as missing."""
    form.is_valid()
    row = form.instance
    many = {field.name for field in row._meta.many_to_many}
    for name in set(form.written) - many:
        field = row._meta.get_field(name)
        setattr(row, name, form.cleaned_data.get(name, None if field.null else ""))
    return row


def typed_lines(request: HttpRequest, found: Goal | None) -> list[TargetLine]:
    """The target lines as typed, without the blank one and those to be taken out."""
    rows = TargetLine.objects.filter(goal=found, archived=False).select_related("indicator")
    indicators = [(indicator.pk, str(indicator)) for indicator in Indicator.objects.all()]
    formset = TargetLines(
        request.POST,
        prefix="lines",
        queryset=rows if found else rows.none(),
        form_kwargs={"indicators": indicators},
    )
    return [
        as_typed(form)
        for form in formset.forms
        if (form.instance.pk or form.has_changed())
        and not form.data.get(form.add_prefix("removed"))
    ]
