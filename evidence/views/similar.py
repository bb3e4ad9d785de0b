"""Records that say the same: those beside one of them, and groups of a period."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evidence.models import ServiceRecord
from evidence.words.finding import gathered, similar_to

from .records import visible
from .words import asked_for, choices, told_in


@require_GET
def of_record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The most alike among the records one may read."""
    user: Any = request.user
    found = visible(request, public_id)
    rows = ServiceRecord.objects.visible_to(user).counting()
    context = {"record": found, "near": similar_to(found, rows)}
    return render(request, "evidence/words/similar.html", context)


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """What several say alike in a period, each with one text that stands for it."""
    asked, span = asked_for(request)
    found = gathered(told_in(request, asked, span))
    context = {"found": found, "span": span, **choices(asked, span)}
    return render(request, "evidence/words/groups.html", context)
