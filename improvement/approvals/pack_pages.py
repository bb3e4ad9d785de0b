"""Pages of the papers in one file: ask for it, see how far it is, take it along."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from improvement.documents.handing_out import handed_out

from .meetings import visible
from .models import PackFile, Sitting
from .models.pack_file import BRIEF, TEXTS, WHOLE
from .packing import ask, file_of

AT_ONCE = 10
"""So many papers in brief are made while the reader waits."""


@require_POST
def ask_pack(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A few papers come at once; more of them are made by a worker, and a page says how far."""
    found = visible(request, public_id)
    language, text = request.POST.get("language", ""), request.POST.get("text", BRIEF)
    require_known(language, text)
    if text == BRIEF and found.count_papers() <= AT_ONCE:
        at = reverse("approvals:papers", args=[found.public_id])
        return redirect(f"{at}?{urlencode({'language': language, 'text': text})}")
    return redirect(ask(found, by=request.user, language=language, whole=text == WHOLE))


def require_known(language: str, text: str) -> None:
    if language not in dict(settings.LANGUAGES) or text not in TEXTS:
        raise Http404


def own(request: HttpRequest, found: Sitting, language: str, text: str) -> PackFile:
    require_known(language, text)
    asked = {"language": language, "whole": text == WHOLE, "asked_by": request.user.pk}
    row: PackFile = get_object_or_404(found.pack_files.select_related("sitting"), **asked)
    return row


@require_GET
def pack_page(request: HttpRequest, public_id: uuid.UUID, language: str, text: str) -> HttpResponse:
    """How far it is; made, the file with its hash; not made, that it can be asked for again."""
    found = visible(request, public_id)
    row = own(request, found, language, text)
    context: dict[str, Any] = {"sitting": found, "pack": row}
    if row.state == row.State.MADE:
        context["is_kept"] = file_of(row) is not None
    return render(request, "approvals/pack.html", context)


@require_GET
def pack_file(request: HttpRequest, public_id: uuid.UUID, language: str, text: str) -> HttpResponse:
    found = visible(request, public_id)
    row = own(request, found, language, text)
    file = file_of(row)
    if file is None:
        return redirect(row)
    with translation.override(language):
        name = str(found)
    return handed_out(file, name, "pdf")
