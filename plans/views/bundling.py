"""Consent lists of adjustments: the office chooses, reads them once more, puts them forward."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from improvement.approvals.models import BallotItem
from improvement.door.acts import take
from improvement.door.bounded import LONGEST
from improvement.door.models import Revision
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key, require_takeable, version_of
from plans import bundling, proposals
from plans.models import Adjustment, AdjustmentList, Round
from plans.templatetags.briefs import currency

PAGE = 50
OFFERED = 100
"""So many adjustments at once are shown to choose from, the longest waiting first."""


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The latest lists, and the years in which one can be begun."""
    if not request.user.has_perm("plans.view_adjustmentlist"):
        raise NotYours(_("The office puts lists together."), who_may("plans.add_adjustmentlist"))
    rows = AdjustmentList.objects.visible_to(request.user).annotate(listed_count=Count("items"))
    may_begin = request.user.has_perm("plans.add_adjustmentlist")
    waiting = Adjustment.objects.awaiting_office().values("plan__round")
    return render(
        request,
        "plans/adjustment_lists.html",
        {
            "rows": rows[:PAGE],
            "rounds": Round.objects.filter(pk__in=waiting) if may_begin else [],
            "may_begin": may_begin,
        },
    )


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose from what lies with the office in one planning year."""
    planning_round = get_object_or_404(Round.objects.with_gates(), public_id=public_id)
    if not request.user.has_perm("plans.add_adjustmentlist"):
        raise NotYours(_("The office puts lists together."), who_may("plans.add_adjustmentlist"))
    refused = None
    if request.method == "POST":
        try:
            begun = bundling.begin_list(
                by=request.user,
                planning_round=planning_round,
                key=request.POST.get("key") or None,
                **typed(request),
            )
        except StepRefused as stop:
            refused = stop
        else:
            return redirect(begun)
    return choosing(request, planning_round, refused=refused)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose anew while the list is compiled."""
    chosen = visible(request, public_id)
    require_takeable(request.user, chosen, "choose")
    refused = None
    if request.method == "POST":
        try:
            take(
                chosen,
                "choose",
                by=request.user,
                version=version_of(request),
                key=request.POST.get("key") or None,
                **typed(request),
            )
        except StepRefused as stop:
            refused = stop
        else:
            messages.success(request, _("Saved."))
            return redirect(chosen)
    return choosing(request, chosen.round, chosen, refused=refused)


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What stands on the list and what has come of each item."""
    chosen = visible(request, public_id)
    items = list(chosen.items.select_related("adjustment__plan__department"))
    found = contents(item.adjustment for item in items)
    ballot = chosen.ballot
    decided = BallotItem.objects.filter(ballot=ballot).select_related("own_ballot")
    of_ballot = {one.object_id: one for one in decided} if ballot else {}
    for item in items:
        item.lines = found[item.adjustment_id]
        item.decided = of_ballot.get(item.adjustment_id)
    return render(
        request,
        "plans/adjustment_list.html",
        {"list": chosen, "items": items, "ballot": ballot},
    )


def typed(request: HttpRequest) -> dict[str, Any]:
    """The ticks with a word on each, in the order of the page."""
    keys = [key for key in request.POST.getlist("chosen") if is_key(key)][:OFFERED]
    return {
        "introduction": request.POST.get("introduction", "").strip()[:LONGEST],
        "chosen": [[key, request.POST.get(f"word-{key}", "").strip()[:LONGEST]] for key in keys],
    }


def is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def choosing(
    request: HttpRequest,
    planning_round: Round,
    chosen: AdjustmentList | None = None,
    *,
    refused: StepRefused | None = None,
) -> HttpResponse:
    """The small ones to tick, the others with the reason why they are decided on alone."""
    rows = bundling.on_offer(planning_round, request.user, besides=chosen)[:OFFERED]
    offered: list[Any] = bundling.sharing(planning_round, rows)
    alone, found = bundling.why_alone(offered), contents(offered)
    given = typed(request) if request.method == "POST" else kept(chosen)
    words = dict(given["chosen"])
    for one in offered:
        one.lines, one.alone = found[one.pk], alone.get(one.pk, "")
        one.chosen = str(one.public_id) in words
        one.word = words.get(str(one.public_id), "")
    return render(
        request,
        "plans/adjustment_list_form.html",
        {
            "round": planning_round,
            "list": chosen,
            "small": [one for one in offered if not one.alone],
            "weighty": [one for one in offered if one.alone],
            "introduction": given["introduction"],
            "refused": refused,
            "key": one_time_key(),
        },
        status=refused.status if refused else 200,
    )


def kept(chosen: AdjustmentList | None) -> dict[str, Any]:
    if chosen is None:
        return {"introduction": "", "chosen": []}
    rows = chosen.items.values_list("adjustment__public_id", "recommendation")
    return {
        "introduction": chosen.introduction,
        "chosen": [[str(key), word] for key, word in rows],
    }


def contents(adjustments: Any) -> dict[int, list[proposals.Line]]:
    """The lines of each as they were handed in last; all values are named in one go."""
    versions = Revision.objects.filter(
        object_type=Adjustment._meta.label_lower, object_id=OuterRef("pk")
    )
    latest = Subquery(versions.order_by("-number").values("content")[:1])
    keys = [one.pk for one in adjustments]
    rows = Adjustment.objects.filter(pk__in=keys).annotate(handed_in=latest)
    of = {pk: content["changes"] for pk, content in rows.values_list("pk", "handed_in")}
    said = iter(proposals.lines((c for pk in keys for c in of[pk]), currency()))
    return {pk: [next(said) for _change in of[pk]] for pk in keys}


def visible(request: HttpRequest, public_id: uuid.UUID) -> AdjustmentList:
    found: AdjustmentList = get_object_or_404(
        AdjustmentList.objects.select_related("round"), public_id=public_id
    )
    if not request.user.has_perm("plans.view_adjustmentlist", found):
        raise Invisible()
    return found
