"""Progress reports: of one plan, one of them to write or to read, those of a period."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evidence.periods import NoPeriod, parse
from execution import reporting, reporting_sheet
from execution.forms.reports import ReportForm
from execution.models import ProgressReport
from execution.reporting_calendar import last_day_of, periods_of
from execution.reporting_lifecycle import OPEN, WRITABLE, ReportStatus
from execution.reporting_overview import Overview
from improvement.audit.models import Entry
from improvement.door.acts import permission, steps_for, take
from improvement.door.lifecycle import arrows
from improvement.door.models import Receipt
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, Stale, StepRefused, WrongState
from improvement.door.views import one_time_key, take_step
from improvement.files.models import Attachment
from plans.history import chronicle
from plans.lifecycle import ISSUED
from plans.models import Plan
from plans.stages import day
from plans.views.drafting import key_of
from plans.views.reading import frame
from plans.views.reading import visible as visible_plan

HAND_IN = {ReportStatus.DUE: "submit", ReportStatus.DRAFT: "submit", ReportStatus.QUERIED: "answer"}
"""The step by which the department gives the report out of its hands."""


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All reports of a period: who has reported, who is late, what was missed."""
    return render(request, "execution/reports.html", {"overview": Overview(request)})


@require_GET
def plan_reports(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The reports of one plan, period by period; missed and coming ones stand in their place."""
    plan = visible_plan(request, public_id)
    if plan.status not in ISSUED:
        raise StepRefused(_("Reports follow when the plan is issued."), plan.get_absolute_url())
    shown = {
        report.period: report
        for report in ProgressReport.objects.visible_to(request.user).filter(plan=plan)
    }
    rows = [
        {
            "period": period,
            "report": shown.get(period.key),
            "opens": last_day_of(period, plan.round) if period.key not in shown else None,
        }
        for period in reversed(periods_of(plan.round))
    ]
    today = timezone.localdate()
    return render(
        request,
        "execution/plan_reports.html",
        {**frame(request, plan, "reports"), "rows": rows, "today": today},
    )


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: uuid.UUID, period: str) -> HttpResponse:
    """One report: whoever can still write it writes here, everybody else reads."""
    plan = visible_plan(request, public_id)
    found = of_period(request, plan, period)
    user: Any = request.user
    writes = found.status in {*OPEN, *WRITABLE}
    writes = writes and user.has_perm("execution.change_progressreport", found)
    if request.method == "POST" and not writes:
        return sent_again(request, found)
    return write(request, found) if writes else read(request, found)


def read(request: HttpRequest, found: ProgressReport) -> HttpResponse:
    user: Any = request.user
    entries = Entry.objects.about(ProgressReport._meta.label_lower, found.pk)
    told = entries.exclude(verb__in=["create", "change", "begin"]).order_by("-id")
    own = user.has_perm("execution.change_progressreport", found)
    unfinished = found.status == ReportStatus.MISSED and not own
    return render(
        request,
        "execution/report.html",
        {
            **frame(request, found.plan, "reports"),
            "report": found,
            "sheet": reporting_sheet.written(found),
            "steps": [
                {"arrow": arrow, "url": found.step_url(arrow.name)}
                for arrow in steps_for(user, found)
                if arrow.name in {"acknowledge", "query", "correct"}
            ],
            "events": list(
                chronicle.events(told.select_related("actor")[:60].with_particulars(), user)
            ),
            "files": [] if unfinished else list(Attachment.objects.of(found)),
            "unfinished": unfinished,
        },
    )


def write(request: HttpRequest, found: ProgressReport) -> HttpResponse:
    """Keep what was written, and hand it in where that was asked; a refusal loses nothing."""
    user: Any = request.user
    step = HAND_IN[ReportStatus(found.status)]
    strict = step if request.POST.get("act") == step else ""
    asked = {"asked": found.status == ReportStatus.QUERIED}
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, instance=found, strict=strict, **asked)
    sheet = reporting_sheet.writing(found, data, strict=bool(strict))
    refused, status = None, 200
    if request.method == "POST" and all([form.is_valid(), sheet.valid()]):
        kept = keep(request, found, form, sheet)
        try:
            if strict:
                hand_in(request, kept, strict)
        except StepRefused as refusal:
            refused, status, found = refusal, 409, of_period(request, found.plan, found.period)
            typed = {"answer": request.POST.get("answer", "")}
            form = ReportForm(instance=found, initial=typed, **asked)
            sheet = reporting_sheet.writing(found)
        else:
            said = _("The report is handed in.") if strict else _("The report is saved.")
            messages.success(request, said)
            return redirect(found)
    context = {
        **frame(request, found.plan, "reports"),
        "report": found,
        "form": form,
        "sheet": sheet,
        "refused": refused,
        "errors": [*form.faults, *sheet.errors],
        "key": one_time_key(),
        "hand_in": arrows(ProgressReport)[step],
        "may_hand_in": user.has_perm(permission(step, found), found),
        "last": previous(found),
        "files": list(Attachment.objects.of(found)) if found.begun else [],
        "can_attach": found.begun,
    }
    return render(request, "execution/report_form.html", context, status=status)


def keep(
    request: HttpRequest, found: ProgressReport, form: ReportForm, sheet: Any
) -> ProgressReport:
    try:
        return reporting.write_report(
            by=request.user,
            report=found,
            words=form.changes,
            lines=sheet.lines,
            measures=sheet.words,
            version=form.cleaned_data["version"],
            key=key_of(request),
        )
    except Stale as stale:
        raise Stale(stale.row, dict(form.labelled)) from stale


def hand_in(request: HttpRequest, kept: ProgressReport, step: str) -> None:
    answer = {"answer": request.POST.get("answer", "").strip()} if step == "answer" else {}
    take(kept, step, by=request.user, version=kept.version, key=step_key(request, step), **answer)


def step_key(request: HttpRequest, step: str) -> str | None:
    """One form keeps and hands in: two acts, each with a receipt."""
    key = key_of(request)
    return f"{key}.{step}" if key else None


def sent_again(request: HttpRequest, found: ProgressReport) -> HttpResponse:
    """A second click finds the receipt of the first; anything else hears why it is too late."""
    if not request.user.has_perm("execution.change_progressreport", found):
        raise NotYours(
            _("The report is written by its department."),
            who_may("execution.change_progressreport"),
        )
    step = request.POST.get("act", "")
    if step in HAND_IN.values():
        try:
            return redirect(take(found, step, by=request.user, key=step_key(request, step)))
        except WrongState:
            pass
    raise StepRefused(sentence(found), found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def report_step(request: HttpRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """A step of a report; where it comes too early or too late, the page says what it waits for."""
    found = get_object_or_404(ProgressReport.objects.with_names(), public_id=public_id)
    arrow, user = arrows(ProgressReport).get(step), request.user
    visible = user.has_perm("execution.view_progressreport", found)
    if arrow and arrow.for_people and visible and found.status not in arrow.sources:
        mine = user.has_perm(permission(step, found), found)
        if mine and not Receipt.is_for(user, request.POST.get("key", ""), found, step):
            raise StepRefused(sentence(found), found.get_absolute_url())
    return take_step(request, model=ProgressReport, public_id=public_id, step=step)


def sentence(found: ProgressReport) -> str:
    """What the report waits for now, or why nothing follows any more."""
    decided = _(
        "The report was acknowledged. What comes up now is asked when the next one is handed in."
    )
    return {
        ReportStatus.DUE: _("The report has not been begun yet."),
        ReportStatus.DRAFT: _("The department is still writing the report."),
        ReportStatus.SUBMITTED: _("The report was handed in and waits for the office."),
        ReportStatus.QUERIED: _("The report waits for the department's answer to the question."),
        ReportStatus.ACKNOWLEDGED: decided,
        ReportStatus.CORRECTED: decided,
        ReportStatus.MISSED: _(
            "The report was not handed in in time; the next one takes up what is missing."
        ),
    }[ReportStatus(found.status)]


def of_period(request: HttpRequest, plan: Plan, key: str) -> ProgressReport:
    """The report of a period; or why there is none, and where to go on."""
    found = ProgressReport.objects.with_words().filter(plan=plan, period=key).first()
    if found is None:
        listed = reverse("execution:plan_reports", args=[plan.public_id])
        raise StepRefused(none_because(plan, key), listed)
    found.plan = plan
    if not request.user.has_perm("execution.view_progressreport", found):
        raise Invisible()
    return found


def none_because(plan: Plan, key: str) -> str:
    try:
        period = parse(key)
    except NoPeriod as odd:
        raise Invisible() from odd
    if period not in periods_of(plan.round) or plan.status not in ISSUED:
        raise Invisible()
    last = last_day_of(period, plan.round)
    if last >= timezone.localdate():
        told = {"period": period.label, "day": day(last)}
        return _("%(period)s is not over yet. Its report opens after %(day)s.") % told
    return _("No report was asked of this plan for %(period)s.") % {"period": period.label}


def previous(found: ProgressReport) -> ProgressReport | None:
    """What the department said the last time: it need not look it up."""
    earlier = ProgressReport.objects.handed_in().filter(plan=found.plan, ends__lt=found.ends)
    last: ProgressReport | None = earlier.order_by("-ends").first()
    return last
