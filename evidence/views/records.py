"""Service records: the register, one of them, adding by hand; and the tree of categories."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence import recording, searching
from evidence.forms import CategoryForm, RecordForm
from evidence.models import (
    RecordCategory,
    RecordChannel,
    RecordKind,
    RecordStatus,
    SavedView,
    ServiceRecord,
    Severity,
)
from improvement.door.acts import create, record, require_open
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours
from improvement.door.views import one_time_key, version_of
from improvement.organization.models import Department

PAGE = 50
VIEWS = 8
"""As many saved views fit above the register; their own page has all."""
COUNTED = 100
"""Beyond, a number costs more than it tells."""


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What customers told the departments one may read, the latest first; one page, one query."""
    user: Any = request.user
    asked = recording.asked_by(request.GET)
    after = recording.read_key(request.GET.get("after", ""))
    department = recording.department_called(asked["department"])
    mine = ServiceRecord.objects.visible_to(user).counting()
    narrowed = recording.matching(mine, asked, department)
    found = looked_up(narrowed, asked["q"], user, after, department)
    rows, last = found.rows[:PAGE], found.until
    if len(found.rows) > PAGE:
        last = rows[-1].opened_on, rows[-1].pk
    kept = {name: text for name, text in asked.items() if text}
    older = {**kept, "after": recording.key_of(*last)} if last else {}
    context = {
        "rows": rows,
        "count": None if after else min(len(found.rows), COUNTED),
        "more": len(found.rows) > COUNTED,
        "looked_through": searching.FAR if found.until else 0,
        "asked": asked,
        "filtered": bool(kept),
        "kinds": RecordKind.choices,
        "channels": RecordChannel.choices,
        "severities": [(str(value), label) for value, label in Severity.choices],
        "statuses": RecordStatus.choices,
        "departments": Department.objects.active(),
        "unsorted": recording.UNSORTED,
        "categories": RecordCategory.objects.all(),
        "may_add": user.has_perm("evidence.add_servicerecord"),
        "views": SavedView.objects.visible_to(user).in_use()[:VIEWS],
        "asked_for": urlencode(kept),
        "older": older and "?" + urlencode(older),
        "newer": "?" + urlencode(kept) if after else "",
    }
    return render(request, "evidence/records.html", context)


def looked_up(mine: Any, typed: str, user: Any, after: Any, department: int) -> searching.Found:
    """The page and a row more; at the first page as many as are counted."""
    size = 1 + (PAGE if after else COUNTED)
    if searching.words_of(typed):
        return searching.found(mine, typed, user, after=after, size=size, department=department)
    return searching.Found(list(mine.newest_first(after)[:size]))


def visible(request: HttpRequest, public_id: uuid.UUID) -> ServiceRecord:
    rows = ServiceRecord.objects.select_related(
        "department", "category", "entered_by", "brought_by"
    )
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("evidence.view_servicerecord", found):
        raise Invisible()
    return found


def page(request: HttpRequest, found: ServiceRecord, handler: str = "") -> HttpResponse:
    user: Any = request.user
    keeps = user.has_perm("evidence.change_servicerecord", found)
    context = {
        "record": found,
        "events": recording.events(found),
        "keeps": keeps,
        "may_change": keeps and not found.closed(),
        "may_unmask": user.has_perm("evidence.unmask_servicerecord", found),
        "handler": handler,
    }
    return render(request, "evidence/record.html", context)


@require_GET
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was said, what became of it, and who has read what."""
    return page(request, visible(request, public_id))


@require_POST
def unmask(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same page with the name of who handled it, shown once."""
    found = visible(request, public_id)
    handler = recording.unmask(found, by=request.user)
    found.refresh_from_db()
    return page(request, found, handler)


def departments_of(user: Any) -> QuerySet[Department]:
    """Those for which somebody may add records."""
    active = Department.objects.active()
    return active if user.standing.in_office else active.filter(pk__in=user.standing.drafted)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One record by hand, for what reaches the department outside of its systems."""
    user: Any = request.user
    if not user.has_perm("evidence.add_servicerecord"):
        raise NotYours(
            _("Records are added by the department's head, deputy or clerk."),
            who_may("evidence.add_servicerecord"),
        )
    form = RecordForm(request.POST or None, departments=departments_of(user))
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.entered_by = user
        create(row, by=user, key=request.POST.get("key") or None)
        messages.success(request, _("Added to the register."))
        return redirect(row if row.pk else "evidence:records")
    context = {"form": form, "record": None, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/record_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct a record while it is open; what it said before stays in the record."""
    found = visible(request, public_id)
    require_open(request.user, "change", found, None)
    departments = departments_of(request.user)
    shown = visible(request, public_id)
    form = RecordForm(request.POST or None, instance=found, departments=departments)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        kept = record(shown, changes, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect(kept)
    context = {"form": form, "record": shown, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/record_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """The tree, and a branch more."""
    may_add = request.user.has_perm("evidence.add_recordcategory")
    form = CategoryForm(request.POST or None) if may_add else None
    if request.method == "POST":
        if form is None:
            who = who_may("evidence.add_recordcategory")
            raise NotYours(_("The office keeps the tree of categories."), who)
        if form.is_valid():
            create(form.save(commit=False), by=request.user)
            messages.success(request, _("Added to the tree."))
            return redirect("evidence:record_categories")
    context = {"categories": RecordCategory.objects.all(), "form": form}
    status = 409 if form and form.errors else 200
    return render(request, "evidence/record_categories.html", context, status=status)


@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, code: str) -> HttpResponse:
    """The names of one branch."""
    found = get_object_or_404(RecordCategory, code=code)
    require_open(request.user, "change", found, None)
    form = CategoryForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        kept = get_object_or_404(RecordCategory, code=code)
        record(kept, changes, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect("evidence:record_categories")
    shown = get_object_or_404(RecordCategory, code=code)
    context = {"category": shown, "form": form}
    status = 409 if form.errors else 200
    return render(request, "evidence/record_category.html", context, status=status)
