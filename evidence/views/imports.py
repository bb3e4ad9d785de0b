"""Imports: their history, a new file, what its columns mean, its figures, and its finish."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Max, Min
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence.forms.importing import FileForm, MappingForm, mapping_of
from evidence.imports import jobs, receiving
from evidence.imports.pouring import share_in
from evidence.lifecycle import ImportStatus
from evidence.models import DataImport, ImportJob
from evidence.models.data_import import Work
from evidence.views.records import departments_of
from improvement.door.acts import record, refuse_unless_possible, require_open, require_right
from improvement.door.inputs import asked
from improvement.door.lifecycle import arrows
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, Stale, StepRefused
from improvement.door.typed import whole
from improvement.door.views import one_time_key, take_step, version_of

PAGE = 50


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Every file that was brought in, the latest first, whatever became of it."""
    user: Any = request.user
    require_keeper(user)
    rows = DataImport.objects.visible_to(user).select_related("entered_by")
    if (before := whole(request.GET.get("before", ""))) is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    older = "?" + urlencode({"before": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    context = {"rows": found[:PAGE], "older": older, "newer": "?" if before is not None else ""}
    return render(request, "evidence/imports.html", context)


def require_keeper(user: Any) -> None:
    if not user.has_perm("evidence.add_dataimport"):
        raise NotYours(
            _("Files are brought in by the department's head, deputy or clerk."),
            who_may("evidence.add_dataimport"),
        )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A file is looked into at once, by a process without rights."""
    user: Any = request.user
    require_keeper(user)
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        initial={"brings": request.GET.get("brings", "")},
        departments=departments_of(user),
        all_of_them=user.standing.in_office,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = receiving.begin(
                form.cleaned_data["file"],
                source=form.cleaned_data["source"],
                department=form.cleaned_data["department"],
                by=user,
                brings=form.cleaned_data["brings"],
                key=request.POST.get("key") or None,
            )
        except receiving.NotTaken as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect(made if made.pk else "evidence:imports")
    context = {"form": form, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/import_form.html", context, status=status)


def visible(request: HttpRequest, public_id: uuid.UUID) -> DataImport:
    rows = DataImport.objects.select_related("department", "entered_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("evidence.view_dataimport", found):
        raise Invisible()
    return found


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the columns mean, how far the work on it is, what came of it; POST looks it through."""
    found = visible(request, public_id)
    drafted = found.status == ImportStatus.DRAFT
    form = mapping_of(found, request.POST or None) if drafted else None
    if request.method == "POST":
        require_open(request.user, "change", found, None)
        assert form is not None
        if form.is_valid():
            kept = visible(request, public_id)
            made = record(kept, form.changes, by=request.user, version=version_of(request))
            jobs.ask(made, Work.CHECK, by=request.user)
            return redirect(made)
    return page(request, visible(request, public_id), form)


def page(request: HttpRequest, found: DataImport, form: MappingForm | None) -> HttpResponse:
    job = ImportJob.objects.filter(data_import=found).first()
    told = form.found if form else {}
    share = share_of(found, job, told.get("rows", 0)) if job else 0
    context = {
        "data_import": found,
        "form": form,
        "found": told,
        "job": job,
        "share": share,
        "analysis": analysis_of(found) if found.status == ImportStatus.FINISHED else "",
        "faults": found.rows_wrong and found.place("faults").exists(),
        "ready": found.checked and found.rows_good and not (job and job.under_way),
    }
    status = 409 if form and form.errors else 200
    return render(request, "evidence/import.html", context, status=status)


def analysis_of(found: DataImport) -> str:
    """The end of the address of the analysis of the months that the file tells of."""
    days = found.records.aggregate(first=Min("opened_on"), last=Max("opened_on"))
    department = found.department.code if found.department else ""
    months = {"since": days["first"], "until": days["last"]}
    told = {name: f"{day:%Y-%m}" for name, day in months.items() if day}
    return urlencode({"department": department, **told})


def share_of(found: DataImport, job: ImportJob, rows: int) -> int:
    """Of a look through: by the rows that are read; of writing: as the worker has left it."""
    if job.work != Work.CHECK:
        return share_in(found)
    return round(100 * job.done / rows) if rows else 0


@require_POST
def finish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asked here, done by a worker; refused at once where it could not be done."""
    found = visible(request, public_id)
    if version_of(request) not in (None, found.version):
        raise Stale(found, {})
    require_right(request.user, "finish", found)
    refuse_unless_possible(arrows(DataImport)["finish"], found, {})
    jobs.ask(found, Work.FINISH, by=request.user)
    messages.success(request, _("The rows are being written."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Asked for like any step, done by a worker; refused at once where it could not be done."""
    if request.method == "GET":
        return take_step(request, DataImport, public_id, "undo")
    found = visible(request, public_id)
    arrow = arrows(DataImport)["undo"]
    reason = request.POST.get("reason", "").strip()
    require_right(request.user, "undo", found)
    if version_of(request) not in (None, found.version):
        raise Stale(found, {"reason": reason})
    try:
        refuse_unless_possible(arrow, found, {"reason": reason})
        jobs.ask(found, Work.UNDO, by=request.user, reason=reason)
    except StepRefused as refused:
        fields = asked(arrow, request.POST)
        context = {"row": found, "arrow": arrow, "fields": fields, "refused": refused}
        return render(request, "door/take_step.html", context, status=refused.status)
    messages.success(request, _("The rows are being taken out."))
    return redirect(found)


@require_GET
def faults(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse | FileResponse:
    """The rows that were wrong, as they came, each with what is wrong; to be mended and sent."""
    found = visible(request, public_id)
    if not found.place("faults").exists():
        raise Invisible()
    return FileResponse(
        found.place("faults").open("rb"),
        as_attachment=True,
        filename=_("%(name)s - to mend.csv") % {"name": found.name.rpartition(".")[0]},
        content_type="text/csv; charset=utf-8",
    )
