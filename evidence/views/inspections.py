"""Inspections: checklists, the list of visits, answering on a phone, the result beside the last."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence import inspecting
from evidence.forms.inspecting import (
    AnswersForm,
    ChecklistForm,
    InspectionForm,
    SiteFindingForm,
    lines_of,
    written_lines,
)
from evidence.lifecycle import InspectionStatus
from evidence.models import Checklist, Inspection, InspectionAnswer
from improvement.door.acts import require_open, require_right, require_visible
from improvement.door.attaching import attach
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key, version_of
from improvement.files.store import NotTaken
from improvement.organization.models import Department

from .records import departments_of

ASKED = ("checklist", "department", "place")


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every inspection one may read, the latest first, with its score."""
    asked = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in ASKED}
    rows = narrowed(Inspection.objects.visible_to(request.user), asked)
    context = {
        "rows": page_of(request, rows.select_related("inspector").newest_first(), "inspections"),
        "asked": asked,
        "filtered": any(asked.values()),
        "checklists": Checklist.objects.visible_to(request.user),
        "departments": Department.objects.active(),
        "may_add": request.user.has_perm("evidence.add_inspection"),
    }
    return render(request, "evidence/inspections/list.html", context)


def narrowed(rows: Any, asked: dict[str, str]) -> Any:
    if asked["checklist"]:
        try:
            rows = rows.filter(checklist__public_id=uuid.UUID(asked["checklist"]))
        except ValueError:
            rows = rows.none()
    if asked["department"]:
        rows = rows.filter(department__code=asked["department"])
    return rows.filter(place__icontains=asked["place"]) if asked["place"] else rows


def visible(request: HttpRequest, public_id: uuid.UUID) -> Inspection:
    rows = Inspection.objects.select_related("department", "checklist", "inspector")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("evidence.view_inspection", found):
        raise Invisible()
    return found


@require_GET
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The result, section by section, what got better or worse, and what was found."""
    found = visible(request, public_id)
    user: Any = request.user
    context = {
        "inspection": found,
        "sheet": inspecting.sheet_of(found, user),
        "findings": list(found.site_findings.select_related("finding", "responsible", "item")),
        "may_answer": user.has_perm("evidence.change_inspection", found) and not found.closed(),
        "may_find": may_find(user, found),
    }
    return render(request, "evidence/inspections/inspection.html", context)


def may_find(user: Any, inspection: Inspection) -> bool:
    done = inspection.status == InspectionStatus.FINISHED
    return done and user.has_perm("evidence.add_finding", inspection)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Which checklist, where and when; then the items."""
    user: Any = request.user
    if not user.has_perm("evidence.add_inspection"):
        raise NotYours(
            _("Inspections are begun by the office, and in a department by its head or clerk."),
            who_may("evidence.add_inspection"),
        )
    form = InspectionForm(request.POST or None, departments=departments_of(user))
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key") or None
        row = inspecting.begin(form.save(commit=False), by=user, key=key)
        if not row.pk:
            return redirect("evidence:inspections")
        return redirect("evidence:answer_inspection", row.public_id)
    context = {"form": form, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/inspections/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Item by item; what is not answered yet waits, and the finished whole is a step of its own."""
    found = visible(request, public_id)
    require_open(request.user, "change", found, None)
    answers = InspectionAnswer.objects.filter(inspection=found).select_related("item")
    form = AnswersForm(request.POST or None, answers=answers, initial={"remark": found.remark})
    if request.method == "POST" and form.is_valid():
        kept = inspecting.answer(
            found,
            form.told,
            changes={"remark": form.cleaned_data["remark"]},
            by=request.user,
            version=version_of(request),
        )
        messages.success(request, _("Saved."))
        return redirect(kept)
    sections = inspecting.in_sections(form.answers, lambda row: row.item)
    context = {
        "form": form,
        "inspection": found,
        "sections": [(name, [(row, *form.row(row)) for row in rows]) for name, rows in sections],
    }
    status = 409 if form.errors else 200
    return render(request, "evidence/inspections/answer.html", context, status=status)


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was found at one item, with a photo, a day and a person."""
    found = visible(request, public_id)
    if not request.user.has_perm("evidence.add_finding", found):
        raise NotYours(
            _("Findings are added by the department's head, deputy or clerk."),
            who_may("evidence.add_finding"),
        )
    if not may_find(request.user, found):
        raise StepRefused(_("Finish the inspection first."), found.get_absolute_url())
    at = answer_at(request, found)
    initial = {"title": at.item.text, "proof": at.note} if at else {}
    form = SiteFindingForm(request.POST or None, department=found.department, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = request.POST.get("key") or None
        made = inspecting.find_on_site(
            found, item=at.item if at else None, **form.cleaned_data, by=request.user, key=key
        )
        add_photo(request, made, key)
        messages.success(request, _("The finding is added."))
        return redirect(made)
    context = {"form": form, "inspection": found, "at": at, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/inspections/find.html", context, status=status)


def answer_at(request: HttpRequest, inspection: Inspection) -> InspectionAnswer | None:
    number = request.GET.get("item", "")
    rows = inspection.answers.select_related("item")
    return rows.filter(item__number=number).first() if number.isdecimal() else None


def add_photo(request: HttpRequest, finding: Any, key: str | None) -> None:
    photo = request.FILES.get("photo")
    if photo is None:
        return
    try:
        attach(finding, photo, by=request.user, key=f"{key}-photo" if key else None)
    except NotTaken as refused:
        said = {"file": photo.name, "reason": refused.sentence}
        messages.error(request, _("%(file)s: %(reason)s") % said)


# Checklists


@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    context = {
        "checklists": page_of(request, Checklist.objects.visible_to(request.user), "checklists"),
        "may_add": request.user.has_perm("evidence.add_checklist"),
    }
    return render(request, "evidence/inspections/checklists.html", context)


@require_GET
def checklist(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Checklist, public_id=public_id)
    require_visible(request.user, found)
    changes = request.user.has_perm("evidence.change_checklist", found) and not found.closed()
    items = list(found.items.live())
    context = {
        "checklist": found,
        "sections": inspecting.in_sections(items),
        "number": len(items),
        "may_change": changes,
    }
    return render(request, "evidence/inspections/checklist.html", context)


@require_http_methods(["GET", "POST"])
def new_checklist(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("evidence.add_checklist"):
        raise NotYours(_("The office writes the checklists."), who_may("evidence.add_checklist"))
    return write(request, None)


@require_http_methods(["GET", "POST"])
def edit_checklist(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Checklist, public_id=public_id)
    require_visible(request.user, found)
    require_right(request.user, "change", found)
    require_open(request.user, "change", found, None)
    return write(request, found)


def write(request: HttpRequest, shown: Checklist | None) -> HttpResponse:
    """The form of a checklist; saved with rows to spare, it offers more of them."""
    row = Checklist.objects.get(pk=shown.pk) if shown else None
    form = ChecklistForm(request.POST or None, instance=row)
    lines = lines_of(shown, request.POST or None)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        kept = inspecting.write_checklist(
            shown or form.save(commit=False),
            written_lines(lines, shown),
            changes={name: form.cleaned_data[name] for name in form.changed_data},
            by=request.user,
            version=version_of(request),
            key=request.POST.get("key") or None,
        )
        messages.success(request, _("Saved."))
        if not kept.pk:
            return redirect("evidence:checklists")
        more = request.POST.get("then") == "more"
        return redirect("evidence:edit_checklist", kept.public_id) if more else redirect(kept)
    context = {"form": form, "lines": lines, "checklist": shown, "key": one_time_key()}
    wrong = form.errors or (lines.is_bound and not lines.is_valid())
    status = 409 if wrong else 200
    return render(request, "evidence/inspections/checklist_form.html", context, status=status)
