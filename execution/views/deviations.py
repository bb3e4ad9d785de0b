"""Deviations: those of all plans, and one with its cause, its remedy and what happened."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from execution.deviation_lifecycle import UNSETTLED, WITH_HEAD, DeviationStatus
from execution.models import Deviation
from improvement.audit.models import Entry
from improvement.door.acts import steps_for
from improvement.door.refusals import Invisible
from improvement.door.typed import whole
from plans.history import chronicle

PAGE = 50
FORWARD = {"acknowledge", "answer", "resolve"}
"""Of the steps that a person can take, the one that leads on."""


class View(NamedTuple):
    """One way to narrow the list, with how many there are."""

    key: str
    label: str | Promise
    number: int


VIEWS: dict[str, tuple[str | Promise, Q]] = {
    "": (pgettext_lazy("deviations", "Not settled"), Q(status__in=UNSETTLED)),
    "open": (_("To acknowledge"), Q(status=DeviationStatus.OPEN)),
    "analysing": (_("To answer"), Q(status__in=WITH_HEAD[1:])),
    "answered": (_("Waiting for the office"), Q(status=DeviationStatus.ANSWERED)),
    "settled": (pgettext_lazy("deviations", "Settled"), ~Q(status__in=UNSETTLED)),
}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What is off its plan in every department, the latest found first; two queries."""
    show = request.GET.get("show", "")
    show = show if show in VIEWS else ""
    mine: QuerySet[Deviation] = Deviation.objects.visible_to(request.user)
    rows = mine.filter(VIEWS[show][1]).order_by("-pk")
    if (before := whole(request.GET.get("before", ""))) is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    older = urlencode({"show": show, "before": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    context = {
        "rows": found[:PAGE],
        "views": views(mine),
        "show": show,
        "older": older and f"?{older}",
        "newer": f"?show={show}" if before is not None else "",
    }
    return render(request, "execution/deviations.html", context)


def views(mine: QuerySet[Deviation]) -> list[View]:
    """Every view with its number; one query."""
    numbers = mine.aggregate(
        **{f"n_{key}": Count("pk", filter=asked) for key, (_label, asked) in VIEWS.items()}
    )
    return [View(key, label, numbers[f"n_{key}"]) for key, (label, _asked) in VIEWS.items()]


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One deviation: what was found, what was answered, what can be done now."""
    found = get_object_or_404(Deviation.objects.with_names(), public_id=public_id)
    user: Any = request.user
    if not user.has_perm("execution.view_deviation", found):
        raise Invisible()
    entries = Entry.objects.about(Deviation._meta.label_lower, found.pk).exclude(verb="create")
    told = list(entries.order_by("-id").select_related("actor").with_particulars()[:60])
    return render(
        request,
        "execution/deviation.html",
        {
            "deviation": found,
            "plan": found.plan,
            "steps": steps_for(user, found),
            "forward": FORWARD,
            "events": list(chronicle.events(told, user)),
        },
    )
