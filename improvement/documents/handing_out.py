"""A made document as the answer to a request: a file to keep, never a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from improvement.files.inspector import TYPES

MEDIA_TYPES = {
    ending: media for media, endings in TYPES.items() for ending in endings if len(endings) == 1
}


def handed_out(made: bytes, name: str, kind: str) -> HttpResponse:
    """As a file to keep; its name may be written in any script (RFC 6266)."""
    answer = HttpResponse(made, content_type=MEDIA_TYPES[kind])
    answer.headers["Content-Disposition"] = disposition(f"{name}.{kind}")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def disposition(name: str) -> str:
    plain = "".join(" " if letter in '/\\:*?"<>|\r\n\t' else letter for letter in name)
    return str(content_disposition_header(True, " ".join(plain.split())))
