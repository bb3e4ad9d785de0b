"""Home, inbox, language and the picture of the lifecycles."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from improvement.door.acts import record
from improvement.door.diagram import takers
from improvement.door.lifecycle import machines, rows
from improvement.door.packed import named_together
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.typed import whole
from improvement.notifications.delivery import resend
from improvement.notifications.models import Message
from improvement.notifications.rendering import inbox_texts
from improvement.organization.models import User

from . import home as homes

PAGE = 50


def home(request: HttpRequest) -> HttpResponse:
    """What waits for this person, then what concerns them."""
    return render(request, "desk/home.html", homes.home(request.user))


def inbox(request: HttpRequest) -> HttpResponse:
    """Messages, newest first, by keyset; what the person may no longer see is left out."""
    mine = Message.objects.inbox(request.user)
    if (before := whole(request.GET.get("before", ""))) is not None:
        mine = mine.filter(pk__lt=before)
    found = list(mine.select_related("content_type").order_by("-pk")[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return render(
        request,
        "desk/inbox.html",
        {
            "lines": inbox_texts(found[:PAGE], request.user, read=named_together),
            "older": f"?before={older}" if older else "",
            "newer": "?" if before is not None else "",
        },
    )


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a message was read and go to what it is about."""
    message = get_object_or_404(Message.objects.inbox(request.user), pk=pk)
    Message.objects.filter(pk=message.pk).mark_read()
    shown = inbox_texts([message], request.user)
    return redirect(shown[0][1].path if shown else "desk:inbox")


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Message.objects.inbox(request.user).unread().mark_read()
    return redirect("desk:inbox")


def outbox(request: HttpRequest) -> HttpResponse:
    """What could not be delivered, or nobody knows whether it was; one click sends it again."""
    require_operator(request)
    waiting = (Message.objects.in_doubt() | Message.objects.undeliverable()).order_by("-pk")
    return render(
        request,
        "desk/outbox.html",
        {"messages_in_doubt": waiting.select_related("recipient")[:PAGE]},
    )


@require_POST
def resend_message(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    require_operator(request)
    message = get_object_or_404(Message.objects.in_doubt(), public_id=public_id)
    resend(message, by=request.user)
    messages.success(request, _("It will be sent again within a minute."))
    return redirect("desk:outbox")


def require_operator(request: HttpRequest) -> None:
    if not request.user.has_perm("notifications.resend_message"):
        raise NotYours(_("This is not yours to do."), who_may("notifications.resend_message"))


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the account, and in a cookie for the pages before sign-in."""
    code = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)  # not redirect(), which takes a word for a view
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        user: Any = request.user
        if user.is_authenticated and user.language != code:
            record(User.objects.get(pk=user.pk), {"language": code}, by=user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=60 * 60 * 24 * 365,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def lifecycle(request: HttpRequest) -> HttpResponse:
    """The same picture as docs/lifecycle.md, from the same decorators."""
    shown = []
    for model in machines():
        status: Any = model._meta.get_field("status")
        labels = dict(status.flatchoices)
        shown.append(
            {
                "name": model._meta.verbose_name,
                "anchor": model._meta.model_name,
                "states": status.flatchoices,
                "rows": [
                    {
                        "source": labels[source],
                        "arrow": arrow,
                        "target": labels[arrow.target],
                        "who": takers(model, arrow),
                    }
                    for source, arrow in rows(model)
                ],
            }
        )
    return render(request, "desk/lifecycle.html", {"machines": shown})
