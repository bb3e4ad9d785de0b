"""Surveys (5.2.2): what is asked, in three languages, and who may answer how long."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import SurveyLifecycle, SurveyStatus
from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.organization.models.user import LocalName


class SurveyQuerySet(VisibleQuerySet):
    def over(self, today: dt.date) -> SurveyQuerySet:
        """Open still, though their last day has passed."""
        return self.filter(status=SurveyStatus.OPEN, closes_on__lt=today)


class Survey(LocalName, SurveyLifecycle):
    """Asked by a department, or by the office for all where it has none."""

    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("department"),
    )
    purpose = models.TextField(_("purpose"))
    purpose_hant = models.TextField(_("purpose in Traditional Chinese"), blank=True)
    purpose_hans = models.TextField(_("purpose in Simplified Chinese"), blank=True)
    closes_on = models.DateField(_("last day"))
    anonymous = models.BooleanField(_("anonymous"), default=True)
    reached = models.PositiveIntegerField(_("how many people are asked"), null=True, blank=True)
    by_invitation = models.BooleanField(_("only with a one-time link"), default=False)
    invited = models.PositiveIntegerField(default=0, editable=False)
    """How many one-time links were made; those that are not spent yet are rows."""
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    NAMED_BY = ("department",)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-pk"]
        constraints = [known_status("survey", SurveyStatus)]

    def get_absolute_url(self) -> str:
        return reverse("evidence:survey", args=[self.public_id])

    @property
    def edit_url(self) -> str:
        return reverse("evidence:edit_survey", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.status != SurveyStatus.DRAFT:
            return _("The survey has been opened, and what it asks stays as it is.")
        return None

    def asked(self) -> models.QuerySet[SurveyQuestion]:
        return self.questions.filter(left_out=False)

    def content(self) -> dict[str, Any]:
        """What everybody is asked, as it is frozen when the survey opens."""
        return {
            "name": [self.name, self.name_hant, self.name_hans],
            "purpose": [self.purpose, self.purpose_hant, self.purpose_hans],
            "anonymous": self.anonymous,
            "by_invitation": self.by_invitation,
            "questions": [question.content() for question in self.asked()],
        }

    @property
    def local_purpose(self) -> str:
        return said(self, "purpose")

    @property
    def token(self) -> str:
        """256 bits that nobody guesses and no table holds: whoever has the address may answer."""
        return salted_hmac("evidence.survey", self.public_id.hex, algorithm="sha256").hexdigest()

    def is_token(self, given: str) -> bool:
        return hmac.compare_digest(self.token.encode(), given.encode())

    @property
    def answer_path(self) -> str:
        return reverse("evidence:answer", args=[self.public_id, self.token])

    @property
    def answer_url(self) -> str:
        return f"{settings.SITE_URL}{self.answer_path}"

    @property
    def asked_of(self) -> int | None:
        """How many could answer, as far as it is known."""
        return self.invited if self.by_invitation else self.reached

    def lets_in(self, token: str) -> bool:
        """Whether this token opens the questions."""
        if self.by_invitation:
            return self.invitations.filter(digest=digest_of(token)).exists()
        return self.is_token(token)

    def takes_answers(self, today: dt.date) -> bool:
        return self.status == SurveyStatus.OPEN and today <= self.closes_on


class Invitation(models.Model):
    """A one-time link that nobody has used yet: spending it takes the row away.

    So nothing is left that could be laid beside an answer (docs/decisions/0035).
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]


def digest_of(token: str) -> str:
    """Of 256 bits drawn by chance a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class QuestionKind(models.TextChoices):
    SCALE = "scale", pgettext_lazy("kind of question", "Scale")
    SINGLE = "single", pgettext_lazy("kind of question", "One choice")
    MULTIPLE = "multiple", pgettext_lazy("kind of question", "Several choices")
    NPS = "nps", pgettext_lazy("kind of question", "Recommendation from 0 to 10 (NPS)")
    TEXT = "text", pgettext_lazy("kind of question", "Text")


CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


class SurveyQuestion(Guarded):
    """One question; its choices stand one on a line, in the same order in every script."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="questions", verbose_name=_("survey")
    )
    place = models.PositiveSmallIntegerField(_("place"))
    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind.choices)
    words = models.CharField(_("question"), max_length=300)
    words_hant = models.CharField(_("question in Traditional Chinese"), max_length=300, blank=True)
    words_hans = models.CharField(_("question in Simplified Chinese"), max_length=300, blank=True)
    top = models.PositiveSmallIntegerField(_("highest step"), default=5)
    choices = models.TextField(_("choices or ends"), blank=True)
    choices_hant = models.TextField(_("choices or ends in Traditional Chinese"), blank=True)
    choices_hans = models.TextField(_("choices or ends in Simplified Chinese"), blank=True)
    dont_know = models.BooleanField(_("offer “don’t know”"), default=False)
    required = models.BooleanField(_("must be answered"), default=False)
    left_out = models.BooleanField(_("leave this question out"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="survey_question_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(top__gte=2, top__lte=11), name="survey_question_top_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.local_words

    def get_absolute_url(self) -> str:
        return self.survey.get_absolute_url()

    def root(self) -> tuple[type[models.Model], int]:
        return Survey, self.survey_id

    def closed(self) -> Text | None:
        return self.survey.closed()

    def content(self) -> dict[str, Any]:
        names = ("kind", "top", "dont_know", "required", *WORDS, *CHOICES)
        return {name: getattr(self, name) for name in names}

    @property
    def local_words(self) -> str:
        return said(self, "words")

    @property
    def local_choices(self) -> list[str]:
        return lines(said(self, "choices"))

    @property
    def ends(self) -> tuple[str, str]:
        """What the lowest and the highest step mean, as far as they are named."""
        named = [*self.local_choices, "", ""]
        return named[0], named[1]

    @property
    def chooses(self) -> bool:
        return self.kind in CHOOSING

    @property
    def scored(self) -> bool:
        """Whether an answer is a figure."""
        return self.kind in (QuestionKind.SCALE, QuestionKind.NPS)

    @property
    def steps(self) -> range:
        """Every number an answer can have."""
        match self.kind:
            case QuestionKind.SCALE:
                return range(1, self.top + 1)
            case QuestionKind.NPS:
                return range(11)
            case QuestionKind.TEXT:
                return range(0)
        return range(1, len(lines(self.choices)) + 1)

    def label(self, step: int) -> str:
        return self.local_choices[step - 1] if self.chooses else str(step)

    @property
    def missing(self) -> list[str]:
        """The scripts in which it has no words, or no choices, of its own."""
        found = []
        for script, name in (("hant", _("Traditional Chinese")), ("hans", _("Simplified Chinese"))):
            words, choices = (getattr(self, f"{what}_{script}") for what in ("words", "choices"))
            if not words or (self.choices and not choices):
                found.append(str(name))
        return found


WORDS = ("words", "words_hant", "words_hans")
CHOICES = ("choices", "choices_hant", "choices_hans")


def said(row: Any, name: str) -> str:
    """A text of the row in the reader's script, else in the next that has it."""
    language = get_language() or "en"
    order: tuple[str, ...]
    if language.startswith("zh-hans"):
        order = (f"{name}_hans", f"{name}_hant", name)
    elif language.startswith("zh"):
        order = (f"{name}_hant", f"{name}_hans", name)
    else:
        order = (name,)
    return next((text for one in order if (text := getattr(row, one))), "")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class Channel(models.TextChoices):
    WEB = "web", pgettext_lazy("how a survey was answered", "On the web")
    PHONE = "phone", pgettext_lazy("how a survey was answered", "By telephone")


class Response(models.Model):
    """Somebody's answers: no time, no link to a person, and a key that tells no order.

    The key is derived from the form's one-time key, so that a form sent twice is one response
    (docs/decisions/0035).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.WEB)
    name = models.CharField(_("your name"), max_length=120, blank=True)
    """Only where the survey is not anonymous."""

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="survey_response_channel_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Answer(models.Model):
    """A step, a choice, words, or that somebody does not know; several choices are several rows."""

    id = models.UUIDField(primary_key=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    unknown = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False, text="", unknown=False)
                | (Q(number=None, unknown=False) & ~Q(text=""))
                | Q(number=None, text="", unknown=True),
                name="survey_answer_says_one_thing",
            ),
            models.UniqueConstraint(
                F("response"), F("question"), F("number"), name="survey_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)


class AnsweringCount(models.Model):
    """How many forms one address has sent in a quarter of an hour; of no form the time."""

    address = models.CharField(max_length=64)
    quarter = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["address", "quarter"], name="survey_answering_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m-%d %H:%M} {self.count}"
