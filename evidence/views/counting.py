"""The register in numbers, each of them clickable down to its rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evidence import recording, searching
from evidence.counting import Numbers
from evidence.models import ServiceRecord


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Of what is asked for as in the register, and of nothing that the reader may not see."""
    user: Any = request.user
    asked = recording.asked_by(request.GET)
    department = recording.department_called(asked["department"])
    mine = ServiceRecord.objects.visible_to(user).counting()
    rows = searching.narrowed(recording.matching(mine, asked, department), asked["q"], user)
    kept = {name: text for name, text in asked.items() if text}
    context = {"numbers": Numbers(rows, asked), "asked_for": urlencode(kept)}
    return render(request, "evidence/counting/numbers.html", context)
