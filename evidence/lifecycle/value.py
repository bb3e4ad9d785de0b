"""Every state and arrow of a value."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.conditions import period_is_open
from improvement.door.lifecycle import Stateful, StatusField, step


class ValueStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("status of a value", "Submitted")
    ACCEPTED = "accepted", pgettext_lazy("status of a value", "Accepted")
    RETURNED = "returned", pgettext_lazy("status of a value", "Returned")


S = ValueStatus

WRITABLE = (S.DRAFT, S.RETURNED)
"""A value that was handed in is locked; a correction opens it again."""

TOLD = (S.SUBMITTED, S.ACCEPTED)
"""What charts and attainment are made of."""


class ValueLifecycle(Stateful):
    status = StatusField(_("status"), choices=S.choices, default=S.DRAFT)

    class Meta:
        abstract = True

    @step(
        [S.DRAFT, S.RETURNED],
        S.SUBMITTED,
        _("Submit the value"),
        clause="5.2.1",
        when=[period_is_open],
    )
    def submit(self) -> None:
        self.return_reason = ""

    @step(S.SUBMITTED, S.DRAFT, _("Recall the value"), clause="ours", when=[period_is_open])
    def recall(self) -> None: ...

    @step(S.SUBMITTED, S.ACCEPTED, _("Accept the value"), clause="5.2.1")
    def accept(self) -> None: ...

    @step(
        S.SUBMITTED,
        S.RETURNED,
        _("Return the value"),
        clause="5.2.1",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        S.ACCEPTED,
        S.RETURNED,
        _("Open the value for correction"),
        clause="ours",
        needs=["reason"],
    )
    def reopen(self, *, reason: str) -> None:
        self.return_reason = reason
