"""Where two people typed into one field: both texts, a choice for each, and one button to save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.door.refusals import Stale
from plans import merging
from plans.history.differences import Piece, words
from plans.merging import Both
from plans.models import Plan
from plans.views.reading import frame

KEEP, THEIRS = "keep:", "theirs:"
NOT_TYPED = ("csrfmiddlewaretoken", "key")

Answer = TypeVar("Answer", bound=HttpResponse)


def once_more(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Somebody saved between reading and writing: read again, and compare with that."""

    @wraps(view)
    def saving(request: HttpRequest, **place: Any) -> Answer:
        try:
            return view(request, **place)
        except Stale:
            return view(request, **place)

    return saving


def settled(forms: list[Any], given: QueryDict) -> list[Both]:
    """Bring the forms up to the rows as they are; return what is still to be chosen.

    A choice counts for the text it was made on: what has moved on once more is asked again.
    """
    disputed, taken = merging.compared(forms)
    chosen = {both.html_name: choice(both, given) for both in disputed}
    taken += [both for both in disputed if chosen[both.html_name] == "theirs"]
    left = [both for both in disputed if not chosen[both.html_name]]
    if not left:
        merging.adopt(forms, taken)
    return left


def choice(both: Both, given: QueryDict) -> str:
    seen = [merging.plain(text) for text in given.getlist(THEIRS + both.html_name)]
    if seen != both.typed:
        return ""
    made = given.get(KEEP + both.html_name, "")
    return made if made in ("mine", "theirs") else ""


def ask(
    request: HttpRequest, plan: Plan, disputed: list[Both], name: str, page: str | None = None
) -> HttpResponse:
    """Both texts of every disputed field; all else that was typed goes along unseen.

    `page` is where the form stands, if it is sent to another address than its own.
    """
    asked = {both.html_name for both in disputed}
    return render(
        request,
        "plans/conflict.html",
        {
            **frame(request, plan, "edit"),
            "name": name,
            "page": page or request.path,
            "disputed": [(both, pieces(both)) for both in disputed],
            "typed": list(typed(request.POST, asked)),
            **last_change(disputed[0].form.instance),
            "unanswered": any(given.startswith(THEIRS) for given in request.POST),
        },
        status=409,
    )


def pieces(both: Both) -> list[Piece]:
    return words(both.theirs, both.mine)


def typed(given: QueryDict, asked: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What the form held, with the choices made before, but not those that are asked anew."""
    anew = {mark + name for name in asked for mark in (KEEP, THEIRS)}
    for name, texts in given.lists():
        if name not in NOT_TYPED and name not in anew:
            yield from ((name, text) for text in texts)


def last_change(row: Any) -> dict[str, str]:
    """Who changed the row last, and when."""
    root_model, root_pk = row.root()
    entry = (
        Entry.objects.of(f"{root_model._meta.label_lower}:{root_pk}")
        .filter(object_type=row._meta.label_lower, object_id=row.pk)
        .select_related("actor")
        .order_by("-sequence")
        .first()
    )
    who = entry.actor.local_name if entry and entry.actor else ""
    return {"who": who, "at": clock(entry.at) if entry else ""}


def clock(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
