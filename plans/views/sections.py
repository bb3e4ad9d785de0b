"""Sections: one of the parts of a plan in the editor, with its check and its comments."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.models import Finding
from improvement.door.refusals import StepRefused
from plans import carrying, drafting
from plans.drafting import Below
from plans.forms.sections import EffectForm, KeyAreasForm, SectionForm
from plans.models import Comment, Plan, Presence, Section, SectionKey
from plans.models.presence import editors
from plans.pinning import drawn
from plans.reviewing import talk
from plans.sheet import Sheet
from plans.stages import stages
from plans.views import conflicts
from plans.views.drafting import drafts, key_of
from plans.views.reading import frame, visible


@require_http_methods(["GET", "POST"])
@conflicts.once_more
def section(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """One section in the editor; whoever cannot write in it now is led to its text."""
    plan = visible(request, public_id, present=Presence.objects.read_along(key, request.user))
    if key not in dict(plan.section_titles):
        raise Http404
    if request.method == "GET" and not drafts(request.user, plan):
        return redirect(f"{reverse('plans:text', args=[plan.public_id])}#section-{key}")
    row = section_of(plan, key)
    sheet = Sheet(plan)
    form, *effects = section_forms(request, sheet, row)
    if request.method == "POST" and form.is_valid() and all(e.is_valid() for e in effects):
        mine = drafts(request.user, plan)
        if mine and (disputed := conflicts.settled([form, *effects], request.POST)):
            return conflicts.ask(request, plan, disputed, dict(plan.section_titles)[key])
        try:
            drafting.write_section(
                by=request.user,
                section=row,
                body=form.cleaned_data["body"],
                goals=effects_as_typed(effects),
                version=form.cleaned_data["version"],
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect(where_next(request, plan, key))
    return editor(request, sheet, row, form, effects)


def section_of(plan: Plan, key: str) -> Section:
    found = next((row for row in plan.live_sections if row.key == key), None)
    if found is None:
        raise Http404
    return found


def section_forms(request: HttpRequest, sheet: Sheet, row: Section) -> list[Any]:
    """The form of the text, and one for each goal where the section says its expected effect."""
    form = SectionForm(request.POST or None, instance=row)
    asks_for_effect = row.key == SectionKey.EFFECT and sheet.goals_open
    return [form, *(effect_forms(request, sheet) if asks_for_effect else [])]


def effects_as_typed(effects: Iterable[Any]) -> list[Below]:
    return [Below(e.instance, e.changes, e.cleaned_data["version"]) for e in effects]


def editor(
    request: HttpRequest, sheet: Sheet, row: Any, form: SectionForm, effects: list[EffectForm]
) -> HttpResponse:
    plan = sheet.plan
    threads = talk.threads(plan, request.user)
    sheet.comments = [thread.comment for thread in threads]
    number = [part.key for part in sheet.parts].index(row.key)
    return render(
        request,
        "plans/section.html",
        {
            **frame(request, plan, "edit"),
            "sheet": sheet,
            "section": row,
            "given": next((each for each in plan.round.asked if each.key == row.key), None),
            "part": sheet.parts[number],
            "before": sheet.parts[number - 1] if number else None,
            "after": next(iter(sheet.parts[number + 1 :]), None),
            "form": form,
            "pinned": drawn(row.charts),
            "effects": effects,
            "carry_from": carrying.offered(sheet),
            "others": editors(plan.present),
            "findings": open_findings(plan, row.key),
            "key_areas": KeyAreasForm(instance=plan) if row.key == SectionKey.GOALS else None,
            "threads": [t for t in threads if t.comment.section == row.key and not t.private],
            "can_reply": request.user.has_perm("plans.add_comment", Comment(plan=plan)),
            "stages": stages(plan),
        },
        status=409 if form.non_field_errors() else 200,
    )


def open_findings(plan: Plan, key: str) -> list[Finding]:
    """What is still to be reached, where the analysis and the goals are written."""
    if key not in {SectionKey.ANALYSIS, SectionKey.GOALS}:
        return []
    return list(Finding.objects.open_for(plan.department_id))


def effect_forms(request: HttpRequest, sheet: Sheet) -> list[EffectForm]:
    """One small form for each goal; they are saved together with the section."""
    return [
        EffectForm(request.POST or None, instance=goal, prefix=f"goal_{goal.number}")
        for goal in sheet.goals
    ]


def where_next(request: HttpRequest, plan: Plan, key: str) -> str:
    """Stay, or go on to the next section where the button said so."""
    keys = [known for known, _title in plan.section_titles]
    last = keys.index(key) == len(keys) - 1
    if "go_on" not in request.POST:
        return plan.section_url(key)
    return (
        reverse("plans:check", args=[plan.public_id])
        if last
        else (plan.section_url(keys[keys.index(key) + 1]))
    )
