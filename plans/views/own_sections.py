"""Sections a department adds to its plan beside those that are asked for."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from plans import drafting
from plans.forms.sections import OwnSectionForm
from plans.models import Plan, Section, SectionKey
from plans.models.plan import OF_DEPARTMENT
from plans.route.acts import read_anew
from plans.views import conflicts
from plans.views.drafting import drafts, key_of
from plans.views.reading import frame, visible

NEW = "new"


@require_http_methods(["GET", "POST"])
@conflicts.once_more
def own_section(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """Add one, rename it, or take it out; its text is written like that of the others."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        raise NotYours(
            plan.closed() or _("The department writes its plan."),
            who_may("plans.change_plan", plan),
        )
    row = Section(plan=plan) if key == NEW else known(plan, key)
    form = OwnSectionForm(request.POST or None, instance=row)
    if request.method == "POST" and "remove" in request.POST and row.pk:
        return taken_out(request, plan, row)
    if request.method == "POST" and form.is_valid():
        if disputed := conflicts.settled([form], request.POST):
            return conflicts.ask(request, plan, disputed, row.title)
        try:
            kept = written(request, plan, row, form)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(plan.section_url(kept.key))
    return render(
        request,
        "plans/own_section.html",
        {**frame(request, plan, "edit"), "form": form, "section": row if row.pk else None},
        status=409 if form.non_field_errors() else 200,
    )


def known(plan: Plan, key: str) -> Section:
    rows = plan.sections.filter(key__startswith=OF_DEPARTMENT, archived=False)
    return get_object_or_404(rows, key=key)


def written(request: HttpRequest, plan: Plan, row: Section, form: OwnSectionForm) -> Section:
    title, version = form.cleaned_data["title"], form.cleaned_data["version"]
    if row.pk is None:
        return drafting.add_section(by=request.user, plan=plan, title=title, key=key_of(request))
    kept = record(row, form.changes, by=request.user, version=version, key=key_of(request))
    read_anew(plan, by=request.user)
    return kept


def taken_out(request: HttpRequest, plan: Plan, row: Section) -> HttpResponse:
    """The record keeps its text."""
    record(row, {"archived": True}, by=request.user, key=key_of(request))
    read_anew(plan, by=request.user)
    messages.success(request, _("%(row)s is taken out of the plan.") % {"row": row.title})
    return redirect(plan.section_url(SectionKey.OVERVIEW))
