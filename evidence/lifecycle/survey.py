"""Every state and arrow of a survey."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import CLOCK, PERSON, Stateful, StatusField, step
from improvement.door.refusals import Gap


class SurveyStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("status of a survey", "Open")
    CLOSED = "closed", pgettext_lazy("status of a survey", "Closed")


S = SurveyStatus


def asks_something(survey: Any) -> Gap | None:
    if not survey.asked().exists():
        return Gap(_("Add a question first."), survey.get_absolute_url())
    return None


def not_over(survey: Any) -> Gap | None:
    if survey.closes_on < timezone.localdate():
        return Gap(_("The last day has passed. Set a later one first."), survey.edit_url)
    return None


class SurveyLifecycle(Stateful):
    """Questions are frozen when the survey opens: all who answer are asked the same (5.2.2)."""

    status = StatusField(_("status"), choices=S.choices, default=S.DRAFT)

    class Meta:
        abstract = True

    @step(
        S.DRAFT,
        S.OPEN,
        _("Open the survey"),
        clause="5.2.2",
        when=[asks_something, not_over],
        freeze=True,
    )
    def open(self) -> None: ...

    @step(S.OPEN, S.CLOSED, _("Close the survey"), clause="5.2.2", on=(PERSON, CLOCK))
    def close(self) -> None: ...
