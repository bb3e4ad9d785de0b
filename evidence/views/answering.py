"""Where a survey is answered: by whoever has its address, without an account and without script."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evidence.forms.answering import AnswerForm
from evidence.models import Survey, SurveyStatus
from evidence.models.survey import Channel
from evidence.surveys import throttling
from evidence.surveys.answering import answer as take_answer
from improvement.door.refusals import Invisible, WrongState
from improvement.door.views import one_time_key
from improvement.organization.throttle import TooMany, address_of


def addressed(public_id: uuid.UUID, token: str) -> Survey:
    """A draft has no address yet, and a wrong one tells nothing.

    Of a one-time link nothing is left when it was used, so there it is not known.
    """
    survey = get_object_or_404(Survey.objects.select_related("department"), public_id=public_id)
    known = survey.by_invitation or survey.is_token(token)
    if not known or survey.status == SurveyStatus.DRAFT:
        raise Invisible()
    return survey


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    """The questions in the visitor's language; what was typed stays where something is missing."""
    survey = addressed(public_id, token)
    if not survey.takes_answers(timezone.localdate()):
        return over(request, survey)
    if request.method == "GET" and not survey.lets_in(token):
        return over(request, survey, WrongState(_("This link has been used.")))
    form = AnswerForm(request.POST or None, survey=survey)
    status = 200
    if request.method == "POST":
        try:
            throttling.count(address_of(request))
        except TooMany as refused:
            form.add_error(None, refused)
            status = 429
        if form.is_valid():
            try:
                key = request.POST.get("key", "")
                take_answer(survey, form, key=key, channel=Channel.WEB, token=token)
            except WrongState as refused:
                return over(request, survey, refused)
            return redirect("evidence:thanks", public_id, token)
        status = max(status, 409)
    key = request.POST.get("key") or one_time_key()
    context = {"survey": survey, "form": form, "key": key}
    return render(request, "evidence/surveys/answer.html", context, status=status)


def over(request: HttpRequest, survey: Survey, refused: WrongState | None = None) -> HttpResponse:
    context = {"survey": survey, "sentence": refused.sentence if refused else ""}
    return render(request, "evidence/surveys/over.html", context)


@never_cache
@login_not_required
@require_GET
def thanks(request: HttpRequest, public_id: uuid.UUID, token: str) -> HttpResponse:
    survey = addressed(public_id, token)
    return render(request, "evidence/surveys/thanks.html", {"survey": survey})
