"""Take somebody's answers: all of them or none, once however often the form is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from evidence.forms.answering import UNKNOWN, AnswerForm
from evidence.models import Answer, QuestionKind, Response, Survey, SurveyQuestion
from evidence.models.survey import Channel, digest_of
from improvement.door.refusals import WrongState


def answer(
    survey: Survey, form: AnswerForm, *, key: str, channel: Channel, token: str = ""
) -> bool:
    """Write a valid form; False where this very form has been written before.

    The entry of the record that every other write leaves would say when, so there is none, and the
    row says neither when nor from where. Raises WrongState where the survey is over.
    """
    with transaction.atomic():
        kept = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        if not kept.takes_answers(timezone.localdate()):
            raise WrongState(_("The survey is closed. Thank you for wanting to answer."))
        response = Response(id=key_of(kept, key), survey=kept, channel=channel)
        if Response.objects.filter(pk=response.pk).exists():
            return False
        if kept.by_invitation and channel == Channel.WEB:
            spend(kept, token)
        if not kept.anonymous:
            response.name = form.cleaned_data["name"]
        response.save(force_insert=True)
        rows = sorted(answers(response, form), key=lambda row: row.pk)
        Answer.objects.bulk_create(rows)
    return True


def spend(survey: Survey, token: str) -> None:
    """The link is used up in the transaction that writes the answers, or neither is."""
    if not survey.invitations.filter(digest=digest_of(token)).delete()[0]:
        raise WrongState(_("This link has been used."))


def key_of(survey: Survey, key: str) -> uuid.UUID:
    """The same for the same form, and without the key of the installation it tells no form."""
    made = salted_hmac(
        "evidence.response", f"{survey.public_id.hex} {key or uuid.uuid4().hex}", algorithm="sha256"
    )
    return uuid.UUID(bytes=made.digest()[:16], version=4)


def answers(response: Response, form: AnswerForm) -> Iterator[Answer]:
    for name, question in form.asked.items():
        for given in given_to(question, form.cleaned_data[name]):
            row = Answer(id=uuid.uuid4(), response=response, question=question)
            if given == UNKNOWN and question.kind != QuestionKind.TEXT:
                row.unknown = True
            elif question.kind == QuestionKind.TEXT:
                row.text = given
            else:
                row.number = int(given)
            yield row


def given_to(question: SurveyQuestion, told: str | list[str]) -> list[str]:
    """Every answer there is to it; none where it was passed over."""
    return told if isinstance(told, list) else [told] if told else []
