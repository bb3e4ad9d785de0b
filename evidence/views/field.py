"""Field work: the list, one record, writing it on a phone, and the findings made from it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence import fieldwork
from evidence.forms import FieldFindingForm, FieldNoteForm
from evidence.lifecycle import NoteStatus
from evidence.models import FieldNote, FindingHeading, NoteKind
from improvement.door.acts import record, require_open
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key, version_of
from improvement.organization.models import Department

WRITES = "evidence.add_fieldnote"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What one may read, the latest first; what was confided to others is not counted either."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip() for name in fieldwork.ASKED
    }
    mine = FieldNote.objects.visible_to(request.user)
    rows = fieldwork.matching(mine, asked)
    context = {
        "rows": page_of(request, rows.select_related("author").newest_first(), "notes"),
        "asked": asked,
        "filtered": any(asked.values()),
        "kinds": NoteKind.choices,
        "statuses": NoteStatus.choices,
        "departments": Department.objects.active(),
        "covered": covered(rows),
        "may_add": request.user.has_perm(WRITES),
    }
    return render(request, "evidence/field/list.html", context)


def covered(rows: Any) -> list[tuple[Any, int]]:
    """How many of the records say something under each heading (D45)."""
    counts = rows.filled()
    return [(one.label, counts[one.value]) for one in FindingHeading]


def visible(request: HttpRequest, public_id: uuid.UUID) -> FieldNote:
    rows = FieldNote.objects.select_related("department", "author")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("evidence.view_fieldnote", found):
        raise Invisible()
    return found


@require_GET
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One record with its photos and what was found in it; reading in confidence is noted."""
    note = visible(request, public_id)
    fieldwork.read(note, by=request.user)
    changes = request.user.has_perm("evidence.change_fieldnote", note) and not note.closed()
    context = {
        "note": note,
        "findings": list(note.findings),
        "files": fieldwork.photos_of(note),
        "can_attach": changes,
        "may_change": changes,
        "may_find": may_find(request.user, note),
        "readers": list(note.readers.all()) if note.confidence == "named" else [],
        "readings": list(note.readings.select_related("reader")) if note.confidential else [],
    }
    return render(request, "evidence/field/note.html", context)


def may_find(user: Any, note: FieldNote) -> bool:
    """Whoever may add findings of its department, as soon as the record was handed in."""
    return note.status == NoteStatus.HANDED_IN and user.has_perm("evidence.add_finding", note)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down what was seen or said; a script asks for JSON, and sends again what it kept."""
    if not request.user.has_perm(WRITES):
        raise NotYours(
            _("Field records are written by the people of a department and by the office."),
            who_may(WRITES),
        )
    hands_in = request.POST.get("then") == "hand_in"
    form = FieldNoteForm(
        request.POST or None,
        departments=fieldwork.departments_of(request.user),
        hands_in=hands_in,
        initial=begun_with(request),
    )
    key = request.POST.get("key") or one_time_key()
    if request.method == "POST" and form.is_valid():
        return written(request, form, key, hands_in)
    context = {"form": form, "note": None, "key": key}
    status = 409 if form.errors else 200
    return render(request, "evidence/field/form.html", context, status=status)


def begun_with(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in NoteKind.values else {}


def written(request: HttpRequest, form: FieldNoteForm, key: str, hands_in: bool) -> HttpResponse:
    user: Any = request.user
    readers = form.cleaned_data["readers"]
    note = fieldwork.write_down(form.save(commit=False), readers=readers, by=user, key=key)
    hung = add_photos(request, note, key)
    if hands_in and hung and not note.closed():
        note = fieldwork.hand_in(note, by=user, key=key)
    messages.success(request, _("Handed in.") if note.closed() else _("Saved as a draft."))
    if wants_json(request):
        return JsonResponse({"state": "saved", "url": note.get_absolute_url()})
    return redirect(note)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def add_photos(request: HttpRequest, note: FieldNote, key: str) -> bool:
    """Whether all of them are on the record; one that is not taken is named with its reason."""
    if note.closed():
        return True
    photos = request.FILES.getlist("photos")
    refused = fieldwork.attach_photos(note, photos, by=request.user, key=key)
    for name, reason in refused:
        messages.error(request, _("%(file)s: %(reason)s") % {"file": name, "reason": reason})
    note.refresh_from_db()
    return not refused


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it better while it is a draft or was returned."""
    note = visible(request, public_id)
    require_open(request.user, "change", note, None)
    departments = Department.objects.filter(pk=note.department_id) | fieldwork.departments_of(
        request.user
    )
    shown = visible(request, public_id)
    form = FieldNoteForm(request.POST or None, instance=note, departments=departments)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        changes["readers"] = form.cleaned_data["readers"]
        kept = record(shown, changes, by=request.user, version=version_of(request))
        add_photos(request, kept, request.POST.get("key") or one_time_key())
        messages.success(request, _("Saved."))
        return redirect(kept)
    context = {"form": form, "note": shown, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/field/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a finding of what the record shows, for the department's plan to answer."""
    note = visible(request, public_id)
    if not request.user.has_perm("evidence.add_finding", note):
        raise NotYours(
            _("Findings are added by the department's head, deputy or clerk."),
            who_may("evidence.add_finding"),
        )
    if not may_find(request.user, note):
        raise StepRefused(_("Hand the record in first."), note.get_absolute_url())
    form = FieldFindingForm(request.POST or None, initial=told_under(request, note))
    if request.method == "POST" and form.is_valid():
        made = fieldwork.find(
            note, **form.cleaned_data, by=request.user, key=request.POST.get("key") or None
        )
        messages.success(request, _("The finding is added."))
        return redirect(made)
    context = {"form": form, "note": note, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/field/find.html", context, status=status)


def told_under(request: HttpRequest, note: FieldNote) -> dict[str, str]:
    """The heading one comes from, with its text where all of the department may read it."""
    heading = request.GET.get("heading", "")
    if heading not in FindingHeading.values:
        return {}
    return {"heading": heading, "proof": "" if note.confidential else getattr(note, heading)}
