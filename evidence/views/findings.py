"""Findings: one with its cause, where it comes from, and what can be done."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from evidence.models import Finding


@require_GET
def finding(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was not reached; everybody may read it, as the plan it comes from."""
    found = get_object_or_404(Finding.objects.select_related("department"), public_id=public_id)
    return render(request, "evidence/finding.html", {"finding": found})
