"""Recurring words of the register: in how many records, compared with the period before."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from evidence import recording
from evidence.models import RecordCategory, RecordKind, ServiceRecord
from evidence.words.counting import Line, Span, Tally, Which, compared, grown, span_of, tally
from evidence.words.drawing import word_chart
from improvement.documents.handing_out import disposition
from improvement.door.typed import day
from improvement.organization.models import Department

ASKED = ("kind", "department", "category")
SHOWN, DRAWN, GROWN = 40, 12, 10


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for, and what the records of both periods say."""

    asked: dict[str, str]
    span: Span
    now: Tally
    before: Tally
    lines: list[Line]


def found_for(request: HttpRequest, which: Which) -> Found:
    """One count and one reading for each period, whatever the register holds."""
    asked, span = asked_for(request)
    now, before = (tally(told_in(request, asked, one), which) for one in (span, span.before))
    return Found(asked, span, now, before, compared(now, before))


def asked_for(request: HttpRequest) -> tuple[dict[str, str], Span]:
    """The filter in the words of the register, and the days."""
    asked = dict.fromkeys(recording.ASKED, "")
    asked |= {name: request.GET.get(name, "").strip() for name in ASKED}
    since, until = (day(request.GET.get(name, "")) for name in ("since", "until"))
    return asked, span_of(since, until, timezone.localdate())


def choices(asked: dict[str, str], span: Span) -> dict[str, Any]:
    """What the form of the filter shows, and the address that keeps it."""
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    return {
        "asked": asked,
        "days": days,
        "kept": urlencode({name: text for name, text in asked.items() if text} | days),
        "kinds": RecordKind.choices,
        "departments": Department.objects.active(),
        "categories": RecordCategory.objects.all(),
    }


def told_in(request: HttpRequest, asked: dict[str, str], span: Span) -> Any:
    user: Any = request.user
    mine = ServiceRecord.objects.visible_to(user).counting()
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    department = recording.department_called(asked["department"])
    return recording.matching(mine, asked | days, department)


def which_of(request: HttpRequest) -> Which:
    return "phrases" if request.GET.get("of") == "phrases" else "words"


@require_GET
def recurring(request: HttpRequest) -> HttpResponse:
    """Words or phrases of the records one may read; each leads to its records."""
    which = which_of(request)
    found = found_for(request, which)
    context = {
        "found": found,
        "lines": found.lines[:SHOWN],
        "more": grown(found.lines)[:GROWN],
        "chart": word_chart(found.lines[:DRAWN], which) if found.lines else None,
        "which": which,
        **choices(found.asked, found.span),
    }
    return render(request, "evidence/words/recurring.html", context)


@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """Every word that recurs, not only those of the page; exact, and readable by Excel."""
    which = which_of(request)
    found = found_for(request, which)
    answer = HttpResponse(table(found), content_type="text/csv; charset=utf-8")
    name = _("Recurring phrases") if which == "phrases" else _("Recurring words")
    answer.headers["Content-Disposition"] = disposition(f"{name} {found.span.until}.csv")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def table(found: Found) -> bytes:
    """A word is made of letters alone, so no cell can begin a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(pgettext("of a text", "Word"), _("Records with it"), _("Records read")),
            *(_("Records with it before"), _("Records read before")),
            *(_("Difference at least"), _("Difference at most"), _("Compared with before")),
        ]
    )
    for one in found.lines:
        ends = [f"{end:.4f}" for end in one.interval] if one.interval else ["", ""]
        counts = [one.now, one.of, one.before, one.of_before]
        writer.writerow([one.shown, *counts, *ends, one.said])
    return out.getvalue().encode("utf-8-sig")
