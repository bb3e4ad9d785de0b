"""Two things around every view: the language of the reader, and an answer to each refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst

from improvement.documents.making import NotMade
from improvement.door.refusals import NotYours, Refused, Stale, StepRefused

from .names import TAGS

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The language a person chose for their account, else the cookie's, else the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.LANGUAGE_CODE = translation.get_language_from_request(request)
        # What the thread does next, for nobody or for somebody else, is not in this language.
        with translation.override(language):
            response = self.get_response(request)
            tag = TAGS[translation.get_language() or "en"]
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", tag)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # Only now has the session named the person; on a page without one nothing is asked.
        user: Any = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return None


class RefusalMiddleware:
    """Invisible is 404, somebody else's 403, stale or not now 409; the sentence is on the page.

    A document that could not be made is 503.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """No text of a person has a NUL in it, and PostgreSQL keeps none."""
        for given in (request.GET, request.POST):
            if any("\0" in text for _name, texts in given.lists() for text in texts):
                raise BadRequest("A text has a NUL in it.")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused | NotMade):
            return None
        return render(request, f"{error.status}.html", explained(error), status=error.status)


def explained(refused: Refused | NotMade) -> dict[str, Any]:
    """What the page of a refusal has to say."""
    match refused:
        case NotMade():
            return {"sentence": refused.sentence}
        case NotYours():
            return {"sentence": refused.sentence, "who": refused.who}
        case Stale():
            return {"row": refused.row, "typed": list(kept(refused.row, refused.typed))}
        case StepRefused():
            return {"sentence": refused.sentence, "link": refused.link, "gaps": refused.gaps}
    return {}


def kept(row: Model, typed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the person typed beside what stands there now, field by field."""
    for name, text in typed.items():
        try:
            field = row._meta.get_field(name)
        except FieldDoesNotExist:
            label, now = name.replace("_", " "), ""  # an input of a step, such as a reason
        else:
            label, now = str(getattr(field, "verbose_name", name)), getattr(row, name)
        yield {
            "label": capfirst(label),
            "text": text,
            "now": now,
            "differs": str(now or "") != str(text or ""),
        }
