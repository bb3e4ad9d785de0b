"""A plan or the organization plan as a file: PDF, Word, Excel; in a form and a language."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_GET

from improvement.documents import kept
from improvement.documents.content import Document
from improvement.documents.handing_out import handed_out
from improvement.door.models import Revision
from plans.forms.exporting import ExportForm
from plans.lifecycle import PlanStatus
from plans.models import Plan
from plans.papers.frames import organization_paper, plan_paper
from plans.views import organization_plans
from plans.views.reading import frame, issued_in, require_drafts, sees_drafts, visible
from plans.workbook.writing import SPARE, workbook

WRITERS: dict[str, Callable[[Document], bytes]] = {"pdf": kept.pdf, "docx": kept.docx}


@require_GET
def plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Which file, in which form and language, of which version."""
    found = visible(request, public_id)
    revisions = list(revisions_for(request.user, found).order_by("-number"))
    form = ExportForm(revisions=revisions, initial=usual())
    context = {**frame(request, found, "export"), "form": form, "subject": found}
    return render(request, "plans/export.html", context)


@require_GET
def plan_file(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    found = visible(request, public_id)
    form, language, number = chosen(request)
    if number:
        require_drafts(request.user, found)
    revision = get_object_or_404(Revision.objects.of(found), number=number) if number else None
    with translation.override(language):
        paper = plan_paper(
            found,
            form=form,
            language=language,
            revision=revision,
            issued=issued_in(found),
            inside=sees_drafts(request.user, found),
        )
        if kind == "xlsx":
            spare = SPARE if found.status == PlanStatus.DRAFT and not revision else 0
            content = revision.content if revision else found.content()
            made = workbook(found, content, paper.facts, spare=spare)
        else:
            made = WRITERS[kind](paper)
        name = f"{found.code} {found.title}" + (f" v{number}" if number else "")
    return handed_out(made, name, kind)


@require_GET
def organization_plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = organization_plans.visible(request, public_id)
    form = ExportForm(initial=usual())
    return render(request, "plans/export_organization_plan.html", {"plan": found, "form": form})


@require_GET
def organization_plan_file(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    found = organization_plans.visible(request, public_id)
    if kind not in WRITERS:
        raise Http404
    form, language, _number = chosen(request)
    with translation.override(language):
        paper = organization_paper(found, form=form, language=language)
        made, name = WRITERS[kind](paper), f"{found.number} {found}".strip()
    return handed_out(made, name, kind)


def usual() -> dict[str, Any]:
    """What is chosen where nobody chooses: the organization's form, the reader's language."""
    return {"form": ExportForm.usual_form(), "language": translation.get_language() or "en"}


def chosen(request: HttpRequest) -> tuple[Any, str, int | None]:
    """Form, language and version from the address; what is missing there is the usual."""
    form = ExportForm({**usual(), **request.GET.dict()})
    if not form.is_valid():
        raise Http404
    return form.chosen


def revisions_for(reader: Any, plan: Plan) -> Any:
    """How a plan came about is for those who may see its drafts."""
    if not sees_drafts(reader, plan):
        return Revision.objects.none()
    return Revision.objects.of(plan).defer("content")
