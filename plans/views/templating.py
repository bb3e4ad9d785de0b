"""Plan templates: the list, one to read, and its parts while the office writes them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence.models import Indicator
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import whole
from plans import templating
from plans.drafting import Below
from plans.forms.templating import (
    NewTextForm,
    TemplateForm,
    TemplateGoalForm,
    TemplateLines,
    TemplateMeasureForm,
    TemplateMilestones,
    TemplateNeeds,
    TemplateTextForm,
)
from plans.kits import kit_of_template
from plans.models import (
    PlanTemplate,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
)
from plans.views.drafting import key_of
from plans.views.reading import visible as visible_plan

PAGE = 50


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What is published; the office sees what it is writing and what it has withdrawn too."""
    rows = PlanTemplate.objects.with_sums().visible_to(request.user)
    after = whole(request.GET.get("after", ""))
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return render(
        request,
        "plans/templates.html",
        {
            "rows": found[:PAGE],
            "older": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
            "newer": "?" if after else "",
        },
    )


@require_GET
def template(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A template as departments read it before they choose."""
    found = visible(request, public_id)
    return render(
        request,
        "plans/template.html",
        {"template": found, "kit": kit_of_template(found), "can_edit": edits(request, found)},
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require_office(request)
    return begin(request, TemplateForm(request.POST or None), templating.begin_template)


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep an issued plan as a template: it takes structure and texts along."""
    plan = visible_plan(request, public_id)
    require_office(request)
    form = TemplateForm(request.POST or None, initial={"name": str(plan.department)})

    def act(**typed: Any) -> PlanTemplate:
        return templating.keep_as_template(plan=plan, **typed)

    return begin(request, form, act, plan=plan)


def begin(request: HttpRequest, form: Any, act: Any, **context: Any) -> HttpResponse:
    """Name and year of a template that does not exist yet."""
    if request.method == "POST" and form.is_valid():
        try:
            begun = act(by=request.user, key=key_of(request), **form.changes)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(begun if begun.pk else "plans:templates")
    status = 409 if form.non_field_errors() else 200
    return render(request, "plans/template_new.html", {"form": form, **context}, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Name, purpose and year, and the text of every section."""
    found = editable(request, public_id)
    data = request.POST or None
    form = TemplateForm(data, instance=found)
    texts = [TemplateTextForm(data, instance=row, prefix=row.key) for row in found.sections.all()]
    more = NewTextForm(data, prefix="new")
    if request.method == "POST" and all(part.is_valid() for part in [form, more, *texts]):
        templating.write_texts(
            by=request.user,
            template=found,
            changes=form.changes,
            sections=[
                Below(part.instance, part.changes, part.cleaned_data["version"]) for part in texts
            ],
            added=more.added,
            version=form.cleaned_data["version"],
            key=key_of(request),
        )
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(
        request,
        "plans/template_form.html",
        {"template": found, "form": form, "texts": texts, "more": more},
    )


@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return goal_page(request, editable(request, public_id), None)


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    found = editable(request, public_id)
    return goal_page(request, found, get_object_or_404(found.goals.live(), number=number))


def goal_page(request: HttpRequest, found: PlanTemplate, row: TemplateGoal | None) -> HttpResponse:
    data = request.POST or None
    form = TemplateGoalForm(data, instance=row or TemplateGoal(template=found))
    lines = TemplateLines(
        data,
        prefix="lines",
        queryset=row.lines.live() if row else TemplateLine.objects.none(),
        form_kwargs={"indicators": [(i.pk, str(i)) for i in Indicator.objects.all()]},
    )
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        kept = templating.write_goal(
            by=request.user,
            template=found,
            goal=row,
            changes=form.changes,
            lines=lines.below(),
            version=form.cleaned_data["version"] if row else None,
            key=key_of(request),
        )
        return saved(request, found, kept)
    return render(
        request,
        "plans/template_goal.html",
        {"template": found, "row": row, "form": form, "lines": lines},
    )


@require_http_methods(["GET", "POST"])
def new_measure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return measure_page(request, editable(request, public_id), None)


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    found = editable(request, public_id)
    return measure_page(request, found, get_object_or_404(found.measures.live(), number=number))


def measure_page(
    request: HttpRequest, found: PlanTemplate, row: TemplateMeasure | None
) -> HttpResponse:
    data = request.POST or None
    form = TemplateMeasureForm(
        data, instance=row or TemplateMeasure(template=found), template=found
    )
    milestones = TemplateMilestones(
        data,
        prefix="milestones",
        queryset=row.milestones.live() if row else TemplateMilestone.objects.none(),
    )
    needs = TemplateNeeds(
        data,
        prefix="needs",
        queryset=row.needs.live() if row else TemplateNeed.objects.none(),
    )
    parts = (form, milestones, needs)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        kept = templating.write_measure(
            by=request.user,
            template=found,
            measure=row,
            changes=form.changes,
            below=[*milestones.below(), *needs.below()],
            version=form.cleaned_data["version"] if row else None,
            key=key_of(request),
        )
        return saved(request, found, kept)
    return render(
        request,
        "plans/template_measure.html",
        {"template": found, "row": row, "form": form, "milestones": milestones, "needs": needs},
    )


def saved(request: HttpRequest, found: PlanTemplate, kept: Any) -> HttpResponse:
    """Stay on the row for the next blank line, or back to the template."""
    messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
    return redirect(found if kept.archived or "go_on" in request.POST else kept)


# Who may be here


def visible(request: HttpRequest, public_id: uuid.UUID) -> PlanTemplate:
    rows = PlanTemplate.objects.select_related(*PlanTemplate.NAMED_BY)
    found: PlanTemplate = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("plans.view_plantemplate", found):
        raise Invisible()
    return found


def edits(request: HttpRequest, found: PlanTemplate) -> bool:
    return request.user.has_perm("plans.change_plantemplate", found) and not found.closed()


def editable(request: HttpRequest, public_id: uuid.UUID) -> PlanTemplate:
    """The template while the office writes it; else the sentence that says why not."""
    found = visible(request, public_id)
    require_office(request)
    if sentence := found.closed():
        raise StepRefused(sentence, found.get_absolute_url())
    return found


def require_office(request: HttpRequest) -> None:
    if not request.user.has_perm("plans.add_plantemplate"):
        raise NotYours(_("The office keeps the templates."), who_may("plans.add_plantemplate"))
