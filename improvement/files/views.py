"""Hand a file out to whoever may see the row it hangs on; never shown inside our own page."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from .models import Attachment


@require_GET
def download(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """404 for whoever may not know of the row, as if there were no file."""
    found = get_object_or_404(Attachment.objects.ready(), public_id=public_id)
    if not found.visible_to(request.user) or not found.path.is_file():
        raise Http404
    answer = FileResponse(
        found.path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
