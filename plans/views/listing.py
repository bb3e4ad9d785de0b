"""The list of department plans: filtered, searched, fifty a page."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from improvement.approvals.models import Ballot
from plans.beginning import can_begin
from plans.lifecycle import PlanStatus
from plans.models import Goal, Plan, Round
from plans.sheet import latest_ballots
from plans.stages import stages

PAGE = 50


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan the reader may see, the latest round first, departments in their order."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "round", "status")}
    found = matching(Plan.objects.visible_to(request.user), **asked)
    rows = list(page_of(found, request.GET.get("after", ""))[: PAGE + 1])
    kept = {name: text for name, text in asked.items() if text}
    return render(
        request,
        "plans/list.html",
        {
            "rows": described(rows[:PAGE]),
            "rounds": Round.objects.all(),
            "statuses": PlanStatus.choices,
            "asked": asked,
            "filtered": bool(kept),
            "can_begin": can_begin(request.user),
            "older": "?" + urlencode({**kept, "after": rows[PAGE - 1].public_id})
            if len(rows) > PAGE
            else "",
            "newer": "?" + urlencode(kept) if request.GET.get("after") else "",
        },
    )


def matching(rows: QuerySet[Plan], q: str, round: str, status: str) -> QuerySet[Plan]:
    """Narrow by year and status, and by words in names, codes and titles of goals."""
    if round:
        rows = rows.filter(round__label=round)
    if status:
        rows = rows.filter(status=status)
    if q:
        titles = Goal.objects.live().filter(plan=OuterRef("pk"), title__icontains=q)
        code = Concat(
            Value("SIP-"),
            "round__label",
            Value("-"),
            "department__code",
            output_field=CharField(),
        )
        names = ("name", "name_hant", "name_hans")
        found = Q(code_in_full__icontains=q) | Exists(titles)
        for name in names:
            found |= Q(**{f"department__{name}__icontains": q})
        rows = rows.annotate(code_in_full=code).filter(found)
    return rows


def page_of(rows: QuerySet[Plan], after: str) -> QuerySet[Plan]:
    """The rows behind the named one, in the order of the list."""
    if after:
        rows = rows.filter(behind(after))
    return (
        rows.with_names()
        .select_related("goal_set")
        .annotate(goals_count=Count("goals", filter=Q(goals__archived=False)))
        .order_by("-round__starts", "-round_id", "department__path")
    )


def behind(public_id: str) -> Q:
    """Rows that come after this plan in the order of the list."""
    try:
        last = Plan.objects.with_names().get(public_id=uuid.UUID(public_id))
    except (ValueError, Plan.DoesNotExist):
        return Q()
    start, year, path = last.round.starts, last.round_id, last.department.path
    return (
        Q(round__starts__lt=start)
        | Q(round__starts=start, round_id__lt=year)
        | Q(round_id=year, department__path__gt=path)
    )


def described(plans: list[Any]) -> list[dict[str, Any]]:
    """Each plan with its stages and the day by which whoever has it must act."""
    ballots = latest_ballots(plans)
    return [
        {
            "plan": plan,
            "stages": stages(plan, ballot := ballots.get(plan)),
            "due": due(plan, ballot),
        }
        for plan in plans
    ]


def due(plan: Plan, ballot: Ballot | None) -> Any:
    if plan.status == PlanStatus.DRAFT:
        return plan.due
    waiting = plan.status == PlanStatus.LEADERSHIP_APPROVAL and ballot
    return ballot.deadline if waiting else None
