"""Every state and arrow of a request for data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence import conditions as only_if
from improvement.door.lifecycle import Stateful, StatusField, step


class RequestStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("status of a data request", "To be answered")
    ANSWERED = "answered", pgettext_lazy("status of a data request", "Answered")
    ACCEPTED = "accepted", pgettext_lazy("status of a data request", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a data request", "Withdrawn")


R = RequestStatus


class DataRequestLifecycle(Stateful):
    """A department answers what the office asks, by a date that is kept against it (2.3.4)."""

    reply: str
    word: str
    answered_by: Any
    answered_on: dt.date | None
    first_answered_on: dt.date | None

    status = StatusField(_("status"), choices=R.choices, default=R.ASKED)

    class Meta:
        abstract = True

    @step(
        R.ASKED,
        R.ANSWERED,
        _("Answer the request"),
        clause="2.3.4",
        needs=["answer"],
        when=[only_if.what_was_asked_is_there],
    )
    def answer(self, *, answer: str, by: Any) -> None:
        """The day of the first answer stays, however often it is returned."""
        self.reply, self.answered_by, self.word = answer, by, ""
        self.answered_on = timezone.localdate()
        self.first_answered_on = self.first_answered_on or self.answered_on

    @step(R.ANSWERED, R.ACCEPTED, _("Accept the answer"), clause="2.2.3")
    def accept(self) -> None: ...

    @step(R.ANSWERED, R.ASKED, _("Return the answer"), clause="ours", needs=["reason"])
    def send_back(self, *, reason: str) -> None:
        self.word = reason

    @step(R.ASKED, R.WITHDRAWN, _("Withdraw the request"), clause="ours", needs=["reason"])
    def withdraw(self, *, reason: str) -> None:
        self.word = reason
