"""Pages of a meeting: prepare it, take its papers along, record on one form what it decided."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from improvement.documents import kept
from improvement.documents.handing_out import handed_out
from improvement.door.acts import require_right
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key
from improvement.files.models import Attachment
from improvement.files.store import NotTaken

from .meeting_forms import DecidedForm, PrepareForm
from .models import PackFile, Sitting
from .pack import pack
from .sittings import (
    agenda,
    may_be_decided_by,
    prepare,
    record_decided,
    seats_of,
    to_record,
)

SHOWN = 50


@require_http_methods(["GET", "POST"])
def sittings(request: HttpRequest) -> HttpResponse:
    """The meetings; the office prepares the next one on the same page."""
    if not request.user.has_perm("approvals.view_sitting"):
        raise NotYours(
            _("Ballots are for the leadership group."), who_may("approvals.view_sitting")
        )
    form = None
    if request.user.has_perm("approvals.add_sitting"):
        form = PrepareForm(request.POST or None, ballots=may_be_decided_by(request.user))
    if request.method == "POST":
        if form is None:
            raise NotYours(_("This is not yours to do."), who_may("approvals.add_sitting"))
        if form.is_valid():
            given = form.cleaned_data
            made = prepare(
                by=request.user,
                held_on=given["held_on"],
                place=given["place"],
                ballots=form.chosen,
                key=request.POST.get("key") or None,
            )
            return redirect(made)
    rows = Sitting.objects.visible_to(request.user).annotate(matters=Count("items"))
    return render(
        request,
        "approvals/sittings.html",
        {"rows": rows.select_related("made_by")[:SHOWN], "form": form, "key": one_time_key()},
        status=409 if form and form.errors else 200,
    )


@require_GET
def sitting(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return show(request, visible(request, public_id))


def show(
    request: HttpRequest, found: Sitting, answers: list[Any] | None = None, status: int = 200
) -> HttpResponse:
    items: list[Any] = agenda(found)
    for item in items:
        item.refused = next(
            (one.refused for one in answers or () if one.ballot.pk == item.ballot_id), ""
        )
        item.seen = request.user.has_perm("approvals.view_ballot", item.ballot)
        item.waiting = any(one.waits for one in item.ballot.minutes.all())
    return render(
        request,
        "approvals/sitting.html",
        {
            "sitting": found,
            "items": items,
            "to_record": bool(to_record(items, request.user)),
            "files": Attachment.objects.of(found),
            "packs": files_for(found, request.user),
            "paper_languages": settings.LANGUAGES,
            "paper_language": translation.get_language(),
        },
        status=status,
    )


def files_for(found: Sitting, reader: Any) -> list[PackFile]:
    """The files of its papers that this reader has asked for."""
    made = list(found.pack_files.filter(asked_by=reader.pk).order_by("pk"))
    for one in made:
        one.sitting = found
    return made


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One form for the whole meeting; what was refused is named beside its matter."""
    found = visible(request, public_id)
    require_right(request.user, "record", found)
    items = to_record(agenda(found), request.user)
    form = DecidedForm(
        request.POST or None,
        request.FILES or None,
        items=items,
        seats=seats_of(items),
        initial={"held_on": found.held_on},
    )
    key = request.POST.get("key") or one_time_key()
    more = "more" in request.POST
    if request.method == "POST" and not more and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            answers = record_decided(found, form.decided(), file, by=request.user, key=key)
        except NotTaken as stop:
            form.add_error("file", str(stop.sentence))
        except StepRefused as stop:
            form.add_error(None, str(stop.sentence))
        else:
            return told(request, found, answers)
    return render(
        request,
        "approvals/record_sitting.html",
        {"sitting": found, "items": items, "form": form, "more": more, "key": key},
        status=409 if form.errors and not more else 200,
    )


def told(request: HttpRequest, found: Sitting, answers: list[Any]) -> HttpResponse:
    refused = [answer for answer in answers if answer.refused]
    count = len(answers) - len(refused)
    if count:
        said = ngettext(
            "The decision on %(count)d matter is entered. Every member has been told and may "
            "object.",
            "The decisions on %(count)d matters are entered. Every member has been told and may "
            "object.",
            count,
        )
        messages.success(request, said % {"count": count})
    return show(request, found, answers, 409) if refused else redirect(found)


@require_GET
def papers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The whole pack as one PDF, in the language that is asked for."""
    found = visible(request, public_id)
    language = request.GET.get("language") or translation.get_language() or "en"
    text = request.GET.get("text", "brief")
    if language not in dict(settings.LANGUAGES) or text not in {"brief", "whole"}:
        raise Http404
    with translation.override(language):
        made = kept.pdf(pack(found, request.user, language=language, whole=text == "whole"))
        name = str(found)
    return handed_out(made, name, "pdf")


def visible(request: HttpRequest, public_id: uuid.UUID) -> Sitting:
    found: Sitting = get_object_or_404(
        Sitting.objects.select_related("made_by"), public_id=public_id
    )
    if not request.user.has_perm("approvals.view_sitting", found):
        raise Invisible()
    return found
