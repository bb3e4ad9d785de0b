"""Reading a plan: what stands where and what comes next, the full text, the record."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from improvement.door.models import Revision
from improvement.door.packed import columns, unpacked
from improvement.door.refusals import Invisible, NotYours
from plans import carrying
from plans.history import chronicle
from plans.lifecycle import ISSUED, PlanStatus
from plans.models import (
    Comment,
    Countersign,
    Gate,
    GoalSet,
    KeyArea,
    OrganizationPlan,
    Plan,
    Review,
    RoundSection,
)
from plans.next_act import next_act, next_act_on_goals
from plans.pinning import drawn
from plans.proposals import Proposal, proposals
from plans.sheet import Sheet, latest_ballots
from plans.stages import stages
from plans.templatetags.briefs import currency
from plans.views.consolidating import asked_of


@require_GET
def plan(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The plan on one page: stage, whose turn, goals, measures, and the one next act."""
    found = visible(request, public_id)
    adjusted = found.status == PlanStatus.ADJUSTMENT
    sheet, ballots = Sheet(found, in_full=adjusted), latest_ballots([found])
    act, others = next_act(request.user, sheet)
    framed = frame(request, found, "plan")
    return render(
        request,
        "plans/plan.html",
        {
            **framed,
            "carry_from": carrying.offered(sheet) if framed["can_draft"] else None,
            "sheet": sheet,
            "stages": stages(found, ballots.get(found)),
            "ballot": ballots.get(found),
            "goals_ballot": ballots.get(found.goal_set),
            "drafting": found.status == PlanStatus.DRAFT and framed["sees_drafts"],
            "on_its_way": on_its_way(found, framed["sees_drafts"]),
            "to_countersign": to_countersign(request.user, found),
            "act": act,
            "others": others,
            "issued": issued_in(found),
            "proposals": proposed(request.user, sheet),
            "asked": asked_of(found) if framed["sees_drafts"] else [],
        },
    )


def on_its_way(plan: Plan, sees_drafts: bool) -> bool:
    """Whether the way through the house is shown: while it is gone, then who countersigned."""
    if plan.status == PlanStatus.DRAFT:
        return sees_drafts and plan.route.concerns_anybody
    return sees_drafts and plan.status not in ISSUED and bool(plan.route.countersigns)


def to_countersign(reader: Any, plan: Plan) -> list[Countersign]:
    """The requests that wait for this reader."""
    asked = [row for row in plan.route.countersigns.values() if row.is_asked]
    return [row for row in asked if reader.has_perm("plans.agree_countersign", row)]


def proposed(reader: Any, sheet: Sheet) -> list[Proposal]:
    """While an adjustment is under way, both versions: in force, and proposed (D81)."""
    plan = sheet.plan
    if plan.status != PlanStatus.ADJUSTMENT:
        return []
    rows = plan.adjustments.undecided().visible_to(reader).select_related("overtaken_by")
    return proposals(plan, rows, currency(), sheet.rows)


@require_GET
def text(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The whole plan to read and print, in the six parts of the rule (3.4.1)."""
    found = visible(request, public_id)
    return render(
        request,
        "plans/text.html",
        {
            **frame(request, found, "text"),
            "sheet": Sheet(found, in_full=True),
            "sections": [
                {
                    "key": key,
                    "number": n,
                    "title": title,
                    "body": found.section_texts.get(key, ""),
                    "charts": drawn(found.section_charts.get(key, [])),
                }
                for n, (key, title) in enumerate(found.section_titles, start=1)
            ],
            "issued": issued_in(found),
        },
    )


@require_GET
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The record of the plan in words, and its frozen versions."""
    found = visible(request, public_id)
    require_drafts(request.user, found)
    revisions = Revision.objects.of(found).defer("content").select_related("made_by")
    return render(
        request,
        "plans/history.html",
        {
            **frame(request, found, "history"),
            "page": chronicle.page(found, request.user, request.GET.get("before", "")),
            "revisions": with_the_one_before(list(revisions.order_by("-number"))),
        },
    )


@require_GET
def goal_set(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The goals of a plan as one set, on their own way to the leadership group (3.2.3)."""
    key = get_object_or_404(GoalSet.objects.values("plan__public_id"), public_id=public_id)
    plan = visible(request, key["plan__public_id"])
    found, sheet = plan.goal_set, Sheet(plan)
    act, others = next_act_on_goals(request.user, sheet)
    return render(
        request,
        "plans/goal_set.html",
        {
            **frame(request, plan, "goal_set"),
            "goal_set": found,
            "sheet": sheet,
            "ballot": latest_ballots([plan]).get(found),
            "gaps": sheet.goal_errors,
            "folded": plan.round.off.get(Gate.GOALS, ""),
            "act": act,
            "others": others,
        },
    )


# Who may be here, and what every page of a plan shows


def visible(request: HttpRequest, public_id: uuid.UUID, **along: Any) -> Plan:
    """The plan, with all that its sheet asks of it alone, and what a page reads `along`."""
    remarks = Comment.objects.visible_to(request.user).filter(parent=None)
    found = get_object_or_404(
        Plan.objects.with_names()
        .with_texts()
        .with_route()
        .select_related("goal_set")
        .annotate(remarks=counted(remarks), **along),
        public_id=public_id,
    )
    if not request.user.has_perm("plans.view_plan", found):
        raise Invisible()
    found.goal_set.plan = found
    found.round.off = found.gates_off
    found.round.asked = unpacked(RoundSection, columns(RoundSection), found.sections_asked)
    found.round.areas = unpacked(KeyArea, columns(KeyArea), found.areas_asked)
    return found


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` hang on the plan outside, within its own query."""
    of_plan = rows.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(of_plan.annotate(n=Count("pk")).values("n")), 0)


def sees_drafts(reader: Any, plan: Plan) -> bool:
    """Department, office and leadership see how a plan came about; others its issued text."""
    allowed: bool = reader.has_perm("plans.view_review", Review(plan=plan))
    return allowed


def require_drafts(reader: Any, plan: Plan) -> None:
    if not sees_drafts(reader, plan):
        raise NotYours(
            _("How a plan came about is for its department, the office and the leadership group."),
            _("the department, the improvement office or the leadership group"),
        )


def frame(request: HttpRequest, plan: Plan, here: str) -> dict[str, Any]:
    """Title, tabs and their counts."""
    reader: Any = request.user
    drafts = sees_drafts(reader, plan)
    return {
        "plan": plan,
        "here": here,
        "sees_drafts": drafts,
        "can_draft": plan.status == PlanStatus.DRAFT and reader.has_perm("plans.change_plan", plan),
        "comments": plan.remarks,
        "issued_plan": plan.status in ISSUED,
    }


def issued_in(plan: Plan) -> OrganizationPlan | None:
    """The edition of the organization plan that put this plan into force, with number and date."""
    if plan.status not in ISSUED:
        return None
    issued = OrganizationPlan.objects.filter(items__plan=plan, status="issued")
    return issued.select_related("round").first()


def with_the_one_before(revisions: list[Revision]) -> list[dict[str, Any]]:
    """The versions, the latest first, each with the number it is compared with."""
    return [
        {"revision": revision, "before": revision.number - 1 if revision.number > 1 else None}
        for revision in revisions
    ]
