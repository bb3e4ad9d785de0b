"""Values: one with its record."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evidence import chronicle
from evidence.models import Value
from improvement.door.refusals import Invisible


@require_GET
def value(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The figure of one period: what it is, every figure it was, and what can be done."""
    found = get_object_or_404(
        Value.objects.select_related("indicator", "department", "entered_by"), public_id=public_id
    )
    if not request.user.has_perm("evidence.view_value", found):
        raise Invisible()
    return render(
        request, "evidence/value.html", {"value": found, "events": chronicle.events(found)}
    )
