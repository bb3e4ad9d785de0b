"""Surveys: the list, one of them, building it, its results, and keying in what is said by phone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evidence.forms.answering import AnswerForm
from evidence.forms.surveying import QuestionForm, SurveyForm
from evidence.models import Survey, SurveyQuestion, SurveyStatus
from evidence.models.survey import Channel
from evidence.surveys import inviting, results
from evidence.surveys.answering import answer
from improvement.door.acts import create, record, require_open, require_right
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, WrongState
from improvement.door.typed import whole
from improvement.door.views import one_time_key, version_of

from .records import departments_of


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Every survey one may see, the latest first."""
    rows = Survey.objects.visible_to(request.user).annotate(answered=Count("responses"))
    context = {
        "rows": page_of(request, rows.order_by("-pk"), "surveys"),
        "may_add": request.user.has_perm("evidence.add_survey"),
    }
    return render(request, "evidence/surveys/list.html", context)


def visible(request: HttpRequest, public_id: uuid.UUID) -> Survey:
    rows = Survey.objects.select_related("department", "entered_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("evidence.view_survey", found):
        raise Invisible()
    return found


@require_GET
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What it asks, where it is answered, and what is still to be translated."""
    survey = visible(request, public_id)
    keeps = request.user.has_perm("evidence.change_survey", survey)
    questions = list(survey.questions.all())
    context = {
        "survey": survey,
        "questions": questions,
        "untranslated": [one for one in questions if one.missing and not one.left_out],
        "keeps": keeps,
        "may_change": keeps and not survey.closed(),
        "takes_answers": survey.takes_answers(timezone.localdate()),
        "answered": survey.responses.count(),
        "may_invite": survey.by_invitation
        and survey.takes_answers(timezone.localdate())
        and request.user.has_perm("evidence.invite_survey", survey),
        "over": survey.status == SurveyStatus.CLOSED,
    }
    return render(request, "evidence/surveys/one.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a survey; its questions follow."""
    user: Any = request.user
    if not user.has_perm("evidence.add_survey"):
        raise NotYours(
            _("Surveys are made by the department's head, deputy or clerk."),
            who_may("evidence.add_survey"),
        )
    form = SurveyForm(request.POST or None, **offered(user))
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.entered_by = user
        create(row, by=user, key=request.POST.get("key") or None)
        messages.success(request, _("The survey is begun. Now add its questions."))
        return redirect(row if row.pk else "evidence:surveys")
    return form_page(request, form, None)


def offered(user: Any) -> dict[str, Any]:
    return {"departments": departments_of(user), "whole": user.standing.in_office}


def form_page(request: HttpRequest, form: SurveyForm, survey: Survey | None) -> HttpResponse:
    context = {"form": form, "survey": survey, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/surveys/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = visible(request, public_id)
    require_open(request.user, "change", survey, None)
    shown = visible(request, public_id)
    form = SurveyForm(request.POST or None, instance=shown, **offered(request.user))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        kept = record(survey, changes, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect(kept)
    return form_page(request, form, survey)


@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One more question, at the end unless told otherwise."""
    survey = visible(request, public_id)
    blank = SurveyQuestion(survey=survey, place=survey.questions.count() + 1)
    require_open(request.user, "add", blank, None)
    form = QuestionForm(request.POST or None, instance=blank)
    if request.method == "POST" and form.is_valid():
        create(form.save(commit=False), by=request.user, key=request.POST.get("key") or None)
        messages.success(request, _("The question is added."))
        again = "again" in request.POST
        return redirect("evidence:new_question", public_id) if again else redirect(survey)
    return question_page(request, form, survey, None)


@require_http_methods(["GET", "POST"])
def edit_question(request: HttpRequest, public_id: uuid.UUID, question: uuid.UUID) -> HttpResponse:
    survey = visible(request, public_id)
    row = get_object_or_404(survey.questions, public_id=question)
    require_open(request.user, "change", row, None)
    shown = get_object_or_404(survey.questions, public_id=question)
    form = QuestionForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        record(row, changes, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect(survey)
    return question_page(request, form, survey, row)


def question_page(
    request: HttpRequest, form: QuestionForm, survey: Survey, question: SurveyQuestion | None
) -> HttpResponse:
    context = {"form": form, "survey": survey, "question": question, "key": one_time_key()}
    status = 409 if form.errors else 200
    return render(request, "evidence/surveys/question_form.html", context, status=status)


@require_GET
def preview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """As whoever answers sees it; nothing is sent from here."""
    survey = visible(request, public_id)
    context = {"survey": survey, "form": AnswerForm(survey=survey), "preview": True}
    return render(request, "evidence/surveys/preview.html", context)


@require_http_methods(["GET", "POST"])
def key_in(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is answered by telephone, one interview after another, by keyboard alone."""
    survey = visible(request, public_id)
    require_right(request.user, "change", survey)
    if not survey.takes_answers(timezone.localdate()):
        raise WrongState(_("The survey does not take answers now."))
    form = AnswerForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        answer(survey, form, key=request.POST.get("key", ""), channel=Channel.PHONE)
        messages.success(request, _("The interview is kept. Here is the next one."))
        return redirect("evidence:key_in", public_id)
    key = request.POST.get("key") or one_time_key()
    context = {"survey": survey, "form": form, "key": key}
    status = 409 if form.errors else 200
    return render(request, "evidence/surveys/key_in.html", context, status=status)


@require_POST
def invite(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """New one-time links as a file; they are told this once."""
    survey = visible(request, public_id)
    number = whole(request.POST.get("count", "")) or 0
    tokens = inviting.invite(survey, number, by=request.user)
    return sheet(inviting.as_csv(survey, tokens), "one-time-links.csv")


@require_GET
def outcome(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The figures of a survey that is closed; what was written only for who keeps it."""
    survey = over(request, public_id)
    channels = results.channels(survey)
    answered = sum(count for _label, count in channels)
    found = results.results_of(survey, answered)
    keeps = request.user.has_perm("evidence.change_survey", survey)
    texts = results.texts_of(survey) if keeps else {}
    context = {
        "survey": survey,
        "results": [(one, texts.get(one.question.pk, [])) for one in found],
        "keeps": keeps,
        "answered": answered,
        "rate": results.rate(survey, answered),
        "channels": channels,
    }
    return render(request, "evidence/surveys/results.html", context)


def over(request: HttpRequest, public_id: uuid.UUID) -> Survey:
    """While answers come in, the figures before and after one would tell what it said."""
    survey = visible(request, public_id)
    if survey.status != SurveyStatus.CLOSED:
        raise WrongState(_("The results are shown when the survey has closed."))
    return survey


@require_GET
def outcome_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    survey = over(request, public_id)
    found = results.results_of(survey, survey.responses.count())
    return sheet(results.as_csv(found), f"survey-{survey.closes_on:%Y-%m-%d}.csv")


def sheet(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
