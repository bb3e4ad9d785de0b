"""Goals and measures up or down by one place in the plan."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from plans import drafting
from plans.models import Goal, Measure, SectionKey
from plans.views.drafting import key_of
from plans.views.reading import visible
from plans.views.rows import live, writes


@require_POST
def move_goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    row = live(visible(request, public_id).goals.live(), number)
    return moved(request, row, SectionKey.GOALS)


@require_POST
def move_measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    row = live(visible(request, public_id).measures.live(), number)
    return moved(request, row, SectionKey.MEASURES)


def moved(request: HttpRequest, row: Goal | Measure, section: str) -> HttpResponse:
    """Back to the row where it stands now."""
    name = str(row._meta.model_name)
    if not writes(request.user, row):
        who = who_may(f"plans.change_{name}", row)
        raise NotYours(row.closed() or _("This is not yours to do."), who)
    drafting.move(by=request.user, row=row, up=request.POST.get("to") == "up", key=key_of(request))
    return redirect(f"{row.plan.section_url(section)}#{name}-{row.number}")
