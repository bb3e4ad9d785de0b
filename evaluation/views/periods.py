"""Periods: all of them, one with its departments, and the moderation of their scores."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from evaluation.charting import departments_plot
from evaluation.lifecycle import PUBLIC, SETTLED, EvaluationStatus
from evaluation.models import Evaluation, EvaluationPeriod
from evaluation.steps import confirm_all, show_all
from evaluation.waiting import waiting_for
from improvement.door.refusals import NotYours
from plans.lifecycle import RoundStatus
from plans.models import Round

PAGE = 50


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every period, the latest first, with how far it is; and the years that have ended."""
    settled, public = Q(evaluations__status__in=SETTLED), Q(evaluations__status__in=PUBLIC)
    periods = EvaluationPeriod.objects.visible_to(request.user).annotate(
        departments=Count("evaluations"),
        settled=Count("evaluations", filter=settled),
        public=Count("evaluations", filter=public),
    )
    ended = [RoundStatus.EVALUATING, RoundStatus.CLOSED]
    return render(
        request,
        "evaluation/list.html",
        {
            "periods": periods[:PAGE],
            "ended": Round.objects.filter(status__in=ended),
            "waiting": waiting(request.user),
            "mine": mine(request.user),
        },
    )


def waiting(user: Any) -> list[Evaluation]:
    """What the menu counts: the scorecards one is to rate, to show or to answer."""
    return list(waiting_for(user).with_names().order_by("period__ends", "department__path")[:PAGE])


def mine(user: Any) -> list[Evaluation]:
    """The latest scorecards of the departments one drafts for."""
    found = Evaluation.objects.visible_to(user).filter(department__in=user.standing.drafted)
    return list(found.with_names().order_by("-period__ends", "department__path")[:8])


@require_GET
def period(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Progress of one period, its departments in a table and beside each other."""
    found = one(public_id)
    after = request.GET.get("after", "")
    rows = Evaluation.objects.visible_to(request.user).filter(period=found)
    rows = list(behind(rows.with_names(), after).order_by("department__path")[: PAGE + 1])
    shown = disclosed(rows[:PAGE], found, request.user)
    plotted = [row for row in shown if row.total is not None]
    return render(
        request,
        "evaluation/period.html",
        {
            "period": found,
            "rows": shown,
            "progress": progress(found),
            "plot": departments_plot(plotted) if plotted else None,
            "older": f"?{urlencode({'after': rows[PAGE - 1].department.path})}"
            if len(rows) > PAGE
            else "",
            "newer": "?" if after else "",
            "handles": request.user.has_perm("evaluation.begin_moderation_evaluationperiod", found),
            "compares": request.user.has_perm("evaluation.compare_scores_evaluationperiod", found),
        },
    )


@require_GET
def moderation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All scores beside each other, with objections; for the office and the leadership group."""
    found = one(public_id)
    user: Any = request.user
    if not user.has_perm("evaluation.compare_scores_evaluationperiod", found):
        raise NotYours(
            _("Scores are compared by the office and the leadership group."),
            _("the improvement office or the leadership group"),
        )
    after = request.GET.get("after", "")
    rows = Evaluation.objects.visible_to(user).filter(period=found).with_names()
    rows = list(behind(rows, after).order_by("department__path")[: PAGE + 1])
    return render(
        request,
        "evaluation/moderation.html",
        {
            "period": found,
            "rows": rows[:PAGE],
            "progress": progress(found),
            "plot": departments_plot(rows[:PAGE]) if rows else None,
            "older": f"?{urlencode({'after': rows[PAGE - 1].department.path})}"
            if len(rows) > PAGE
            else "",
            "newer": "?" if after else "",
            "handles": user.has_perm("evaluation.begin_moderation_evaluationperiod", found),
        },
    )


@require_POST
def show_every_score(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The office shows every finished score at once, so that no department waits for another."""
    found = handled(request, public_id)
    number = len(show_all(by=request.user, period=found))
    told = ngettext("Shown: %(n)d score.", "Shown: %(n)d scores.", number)
    messages.success(request, told % {"n": number})
    return redirect(found)


@require_POST
def confirm_every_score(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The office confirms every score to which nobody has objected in time."""
    found = handled(request, public_id)
    number = len(confirm_all(by=request.user, period=found))
    told = ngettext("Confirmed: %(n)d score.", "Confirmed: %(n)d scores.", number)
    messages.success(request, told % {"n": number})
    return redirect("evaluation:moderation", public_id=public_id)


# What every page here needs


def one(public_id: uuid.UUID) -> EvaluationPeriod:
    """Everybody may know of every period."""
    return get_object_or_404(
        EvaluationPeriod.objects.select_related("round", "criteria"), public_id=public_id
    )


def handled(request: HttpRequest, public_id: uuid.UUID) -> EvaluationPeriod:
    found = one(public_id)
    if not request.user.has_perm("evaluation.begin_moderation_evaluationperiod", found):
        raise NotYours(_("This is for the office."), _("the improvement office"))
    return found


def behind(rows: Any, path: str) -> Any:
    return rows.filter(department__path__gt=path) if path else rows


def disclosed(rows: list[Evaluation], period: EvaluationPeriod, user: Any) -> list[Evaluation]:
    """Without the scores that this reader does not see yet; the rows are not kept."""
    for row in rows:
        row.period = period
        if not user.has_perm("evaluation.read_scores_evaluation", row):
            row.superior_total = row.office_total = row.total = None
            row.grade = ""
    return rows


def progress(period: EvaluationPeriod) -> list[dict[str, Any]]:
    """How many departments stand in each status, in the order of the regulation."""
    counted = dict(period.evaluations.order_by().values_list("status").annotate(n=Count("pk")))
    whole = sum(counted.values()) or 1
    return [
        {"label": label, "count": counted[value], "percent": 100 * counted[value] // whole}
        for value, label in EvaluationStatus.choices
        if value in counted
    ]
