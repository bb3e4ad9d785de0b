"""Drafting: begin a plan, write its sections, goals and measures, check it and hand it in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.models import Finding, Indicator
from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, Stale, StepRefused
from improvement.door.views import version_of
from plans import carrying, drafting, reading_desk
from plans.attainment import figures_of, pictures_of
from plans.beginning import pairs
from plans.check import check_measure
from plans.drafting import Below
from plans.forms.drafting import (
    BeginForm,
    EffectForm,
    GoalForm,
    KeyAreasForm,
    MeasureForm,
    Milestones,
    Resources,
    SectionForm,
    TargetLines,
    WordForm,
    posts_for,
)
from plans.forms.waiting import offered, waits_of
from plans.lifecycle import ISSUED, PlanStatus
from plans.models import (
    Comment,
    Gate,
    Goal,
    Measure,
    Milestone,
    Plan,
    Presence,
    ResourceNeed,
    Section,
    SectionKey,
    TargetLine,
)
from plans.pinning import drawn
from plans.reach import reaches
from plans.sheet import Card, Sheet
from plans.smart import smart
from plans.stages import stages
from plans.steps import begin_plan
from plans.templatetags.briefs import currency
from plans.views.reading import frame, visible


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Choose a year and an own department; where only one pair is possible, one button."""
    user: Any = request.user
    if not user.has_perm("plans.add_plan"):
        raise NotYours(_("Plans are begun by the departments."), who_may("plans.add_plan"))
    possible = {f"{r.public_id}/{d.public_id}": (r, d) for r, d in pairs(user)}
    form = BeginForm(request.POST or None, choices=possible)
    if request.method == "POST" and form.is_valid():
        planning_round, department = possible[form.cleaned_data["choice"]]
        try:
            begun = begin_plan(
                by=user, planning_round=planning_round, department=department, key=key_of(request)
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            if "carry" in request.POST:
                return redirect("plans:carry", begun.public_id)
            return redirect(begun.section_url(SectionKey.OVERVIEW))
    only = next(iter(possible.items())) if len(possible) == 1 else None
    departments = [department for _round, department in possible.values()]
    return render(
        request,
        "plans/new.html",
        {
            "form": form,
            "possible": possible,
            "only": only,
            "due": only and only[1][0].due_for(only[1][1]),
            "can_carry": carrying.any_issued(departments),
        },
        status=409 if form.errors else 200,
    )


# Sections


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """One section in the editor; whoever cannot write in it now is led to its text."""
    plan = visible(request, public_id)
    if key not in dict(plan.section_titles):
        raise Http404
    if request.method == "GET" and not drafts(request.user, plan):
        return redirect(f"{reverse('plans:text', args=[plan.public_id])}#section-{key}")
    row = get_object_or_404(plan.sections, key=key)
    row.plan = plan
    sheet = Sheet(plan)
    form, *effects = section_forms(request, sheet, row)
    if request.method == "POST" and form.is_valid() and all(e.is_valid() for e in effects):
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
    threads = reading_desk.threads(plan, request.user)
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
            "others": Presence.objects.others(row, request.user),
            "findings": open_findings(plan, row.key),
            "key_areas": KeyAreasForm(instance=plan) if row.key == SectionKey.GOALS else None,
            "threads": [t for t in threads if t.comment.section == row.key and not t.private],
            "can_reply": request.user.has_perm("plans.add_comment", Comment(plan=plan)),
            "stages": stages(plan),
        },
        status=409 if form.non_field_errors() else 200,
    )


def open_findings(plan: Plan, key: str) -> list[Finding]:
    """What earlier years have left to be reached, where the analysis and the goals are written."""
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


# Goals


@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = visible(request, public_id)
    require_drafting(request.user, Goal(plan=plan))
    return goal_page(request, plan, None)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """A goal with its target lines: a form while it can be written, else to read."""
    plan = visible(request, public_id)
    lines = TargetLine.objects.filter(archived=False).select_related("indicator")
    found = live(
        plan.goals.live()
        .select_related("overall_goal")
        .prefetch_related("joint_with", Prefetch("target_lines", lines)),
        number,
    )
    if request.method == "GET" and not writes(request.user, found):
        return read_goal(request, plan, found)
    return goal_page(request, plan, found)


def read_goal(request: HttpRequest, plan: Plan, found: Goal) -> HttpResponse:
    """The goal as it was approved; from issue with how it stands, and the chart behind it."""
    found.plan = plan
    figures = figures_of(found) if plan.status in ISSUED else []
    card = Card(
        found,
        smart(found, plan.round, reaches(plan, [found])),
        list(found.target_lines.all()),
        {figure.line.pk: figure for figure in figures},
    )
    pictures = pictures_of(figures)
    return render(
        request,
        "plans/goal.html",
        {**frame(request, plan, "goals"), "card": card, "pictures": pictures},
    )


def goal_page(request: HttpRequest, plan: Plan, found: Goal | None) -> HttpResponse:
    data = request.POST or None
    form = GoalForm(data, instance=found or Goal(plan=plan), plan=plan)
    formset = TargetLines(
        data,
        prefix="lines",
        queryset=found.target_lines.all() if found else TargetLine.objects.none(),
        form_kwargs={"indicators": [(i.pk, str(i)) for i in Indicator.objects.all()]},
    )
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            kept = drafting.write_goal(
                by=request.user,
                plan=plan,
                goal=found,
                changes=form.changes,
                lines=formset.below(),
                version=form.cleaned_data["version"] if found else None,
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        except Stale as stale:
            raise with_all_typed(stale, form, formset) from stale
        else:
            messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
            return redirect(after_row(request, kept, SectionKey.GOALS))
    return render(
        request,
        "plans/goal_form.html",
        {
            **frame(request, plan, "edit"),
            "goal": found,
            "form": form,
            "formset": formset,
            "verdicts": smart(found, plan.round, reaches(plan, [found])) if found else [],
        },
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def archive_goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    plan = visible(request, public_id)
    found = live(plan.goals.live(), number)
    return archive(request, found, drafting.archive_goal, "goal", SectionKey.GOALS)


# Measures


@require_http_methods(["GET", "POST"])
def new_measure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = visible(request, public_id)
    require_drafting(request.user, Measure(plan=plan))
    return measure_page(request, plan, None)


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """A measure with its milestones: a form while it can be written, else to read."""
    plan = visible(request, public_id)
    found = live(
        plan.measures.live()
        .select_related("department", "person", "post", "major_project")
        .prefetch_related("goals")
        .with_numbers(),
        number,
    )
    if request.method == "GET" and not writes(request.user, found):
        needs = ResourceNeed.objects.live().select_related("post")
        prefetch_related_objects([found], Prefetch("resource_needs", needs))
        return render(
            request, "plans/measure.html", {**frame(request, plan, "measures"), "measure": found}
        )
    return measure_page(request, plan, found)


def measure_page(request: HttpRequest, plan: Plan, found: Measure | None) -> HttpResponse:
    data = request.POST or None
    form = MeasureForm(data, instance=found or Measure(plan=plan), plan=plan)
    formset = Milestones(
        data,
        prefix="milestones",
        queryset=Milestone.objects.filter(measure=found, archived=False)
        if found
        else Milestone.objects.none(),
    )
    waits = waits_of(data, found or Measure(plan=plan))
    resources = Resources(
        data,
        prefix="resources",
        queryset=ResourceNeed.objects.live().filter(measure=found).select_related("post")
        if found
        else ResourceNeed.objects.none(),
        form_kwargs={"posts": posts_for(found, {plan.department_id, form.responsible})},
    )
    parts = (form, formset, resources, waits)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        try:
            kept = drafting.write_measure(
                by=request.user,
                plan=plan,
                measure=found,
                changes=form.changes,
                milestones=formset.below(),
                resources=resources.below(),
                waits=waits.below(),
                version=form.cleaned_data["version"] if found else None,
                key=key_of(request),
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        except Stale as stale:
            raise with_all_typed(stale, form, formset, resources) from stale
        else:
            messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
            return redirect(after_row(request, kept, SectionKey.MEASURES))
    return render(
        request,
        "plans/measure_form.html",
        {
            **frame(request, plan, "edit"),
            "measure": found,
            "form": form,
            "formset": formset,
            "resources": resources,
            "waits": waits,
            "offered": offered(request.user, found or Measure(plan=plan)),
            "gaps": check_measure(plan, found) if found else [],
            "currency": currency(),
        },
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def archive_measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    plan = visible(request, public_id)
    found = live(plan.measures.live(), number)
    return archive(request, found, drafting.archive_measure, "measure", SectionKey.MEASURES)


# Check and hand in


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Everything that is missing, each with its place; the word on warnings; handing in."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        raise NotYours(_("The plan is checked while it is drafted."), who_may("plans.change_plan"))
    form = WordForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        record(plan, form.changes, by=request.user, version=version, key=key_of(request))
        messages.success(request, _("Saved."))
        return redirect("plans:check", plan.public_id)
    sheet = Sheet(plan)
    user: Any = request.user
    return render(
        request,
        "plans/check.html",
        {
            **frame(request, plan, "check"),
            "sheet": sheet,
            "form": form,
            "goals_wait": sheet.goals_open,
            "goals_folded": plan.round.off.get(Gate.GOALS, ""),
            "clean": not sheet.errors and (not sheet.warnings or plan.word_on_warnings),
            "can_submit": user.has_perm("plans.submit_plan", plan),
            "who_submits": who_may("plans.submit_plan", plan),
        },
    )


# What several pages share


def drafts(reader: Any, plan: Plan) -> bool:
    """Whether this person can write in the plan as it stands."""
    return plan.status == PlanStatus.DRAFT and reader.has_perm("plans.change_plan", plan)


def writes(reader: Any, row: Goal | Measure) -> bool:
    name = f"plans.change_{row._meta.model_name}"
    return reader.has_perm(name, row) and row.closed() is None


def require_drafting(reader: Any, row: Goal | Measure) -> None:
    """A form for a new row is not shown to whoever could not save it."""
    name = f"plans.add_{row._meta.model_name}"
    if not reader.has_perm(name, row):
        raise NotYours(_("This is not yours to do."), who_may(name, row))
    if sentence := row.closed():
        raise StepRefused(sentence, row.plan.get_absolute_url())


def live(rows: Any, number: int) -> Any:
    return get_object_or_404(rows, number=number)


def key_of(request: HttpRequest) -> str | None:
    return request.POST.get("key") or None


def after_row(request: HttpRequest, row: Goal | Measure, key: str) -> str:
    """Stay on the row, or back to its section where the button said so."""
    return row.plan.section_url(key) if "go_on" in request.POST else row.get_absolute_url()


def with_all_typed(stale: Stale, form: Any, *formsets: Any) -> Stale:
    """Keep the answers of the whole page, not only those of the row that was stale."""
    linked = {field.name for field in stale.row._meta.many_to_many}
    typed = {name: text for name, text in stale.typed.items() if name not in linked}
    if stale.row != form.instance:
        typed |= dict(form.labelled)
    for formset in formsets:
        typed |= dict(formset.labelled)
    return Stale(stale.row, typed)


def archive(request: HttpRequest, row: Any, act: Any, noun: str, key: str) -> HttpResponse:
    """Ask once, then take the row out; the record keeps it."""
    if not writes(request.user, row):
        raise NotYours(
            row.closed() or _("This is not yours to do."), who_may(f"plans.change_{noun}", row)
        )
    if request.method == "POST":
        act(by=request.user, version=version_of(request), key=key_of(request), **{noun: row})
        messages.success(request, _("%(row)s is taken out of the plan.") % {"row": row.code})
        return redirect(row.plan.section_url(key))
    return render(
        request,
        "plans/archive.html",
        {**frame(request, row.plan, "edit"), "row": row, "section": key},
    )
