"""The organization plan as a map, and against the year before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from improvement.door.paging import page_of
from improvement.door.typed import whole
from plans.models import OrganizationPlan
from plans.overview import drawing
from plans.overview.changes import DROPPED, KEPT, NEW, Changes, Fate, Row
from plans.overview.contents import items_of, of_items, of_year, year_before
from plans.overview.strategy_map import strategy_map

from .organization_plans import visible

ROWS = 25
"""Departments on one page of the comparison."""


@require_GET
def the_map(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Strategy, overall goals, goals, measures; every node leads to what it stands for."""
    plan = visible(request, public_id)
    goal_set = plan.round.overall_goal_set
    chosen = request.GET.get("goal", "")
    found = strategy_map(
        of_items(plan.round, items_of(plan)),
        chosen=chosen,
        page=whole(request.GET.get("page", "")) or 1,
    )
    return render(
        request,
        "plans/strategy_map.html",
        {
            "plan": plan,
            "goal_set": goal_set,
            "strategies": list(goal_set.strategies.live()),
            "drawn": found,
            "chosen": chosen,
        },
    )


@require_GET
def changes(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What differs from the last year of which an organization plan was issued."""
    plan = visible(request, public_id)
    last = year_before(plan.round)
    items = items_of(plan)
    if last is None or not items:
        return render(request, "plans/organization_plan_changes.html", {"plan": plan})
    found = Changes(of_items(plan.round, items), of_year(last))
    page = page_of(request, found.departments, "page", ROWS)
    return render(
        request,
        "plans/organization_plan_changes.html",
        {
            "plan": plan,
            "last": last,
            "changes": found,
            "charts": drawing.of_changes(found),
            "cost_change": drawing.change(found.total),
            "rows": shown(page),
            "page": page.number,
            "pages": page.paginator.num_pages,
            "not_in_it": not_in_it(plan, found),
        },
    )


def not_in_it(plan: OrganizationPlan, found: Changes) -> list[Any]:
    """A supplement holds few departments; that it lacks the others says nothing."""
    return found.not_in_it if plan.edition == 1 else []


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the table: the goals by their fate under the words of the columns."""

    department: Any
    columns: list[tuple[str, list[Fate]]]
    cost: str
    cost_before: str
    change: str


def shown(rows: Sequence[Row]) -> list[Shown]:
    words = {
        NEW: pgettext("goal", "New"),
        KEPT: pgettext("goal", "Kept"),
        DROPPED: pgettext("goal", "Dropped"),
    }
    return [
        Shown(
            row.department,
            [(word, [f for f in row.fates if f.kind == kind]) for kind, word in words.items()],
            drawing.said(row.cost),
            drawing.said(row.cost_before),
            drawing.change(row),
        )
        for row in rows
    ]
