"""The machine of a condition: from the vote that named it until it is met, or waived (ours)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, Stateful, StatusField, step


class ConditionStatus(models.TextChoices):
    NAMED = "named", pgettext_lazy("status of a condition", "Named in a vote")
    OUTSTANDING = "outstanding", pgettext_lazy("status of a condition", "Outstanding")
    MET = "met", pgettext_lazy("status of a condition", "Reported as met")
    CONFIRMED = "confirmed", pgettext_lazy("status of a condition", "Met")
    WAIVED = "waived", pgettext_lazy("status of a condition", "Waived")
    LAPSED = "lapsed", _("Lapsed")


S = ConditionStatus
FOLLOWED = (S.OUTSTANDING, S.MET, S.CONFIRMED, S.WAIVED)
"""From the approval on; before, it is part of a vote, and after a return it is nothing."""


class ConditionLifecycle(Stateful):
    """A department says that it is met; the office or the leadership group finds it so."""

    answer: str
    met_at: Any
    reported_by: Any
    settled_at: Any
    settled_by: Any
    word: str

    status = StatusField(_("status"), choices=S.choices, default=S.NAMED)

    class Meta:
        abstract = True

    @step(S.NAMED, S.OUTSTANDING, _("In force with the approval"), clause="ours", on=PARENT)
    def take_effect(self) -> None: ...

    @step(S.NAMED, S.LAPSED, _("Lapsed with the ballot"), clause="ours", on=PARENT)
    def lapse(self) -> None: ...

    @step(S.OUTSTANDING, S.MET, _("Report it as met"), clause="ours", needs=["answer"])
    def report_met(self, *, answer: str, by: Any) -> None:
        self.answer, self.reported_by, self.met_at = answer, by, timezone.now()

    @step(S.MET, S.CONFIRMED, _("Confirm that it is met"), clause="ours")
    def confirm(self, *, by: Any) -> None:
        self.settled_by, self.settled_at = by, timezone.now()

    @step(S.MET, S.OUTSTANDING, _("Not met yet"), clause="ours", needs=["reason"])
    def send_back(self, *, reason: str) -> None:
        self.word = reason

    @step((S.OUTSTANDING, S.MET), S.WAIVED, _("Waive it"), clause="ours", needs=["reason"])
    def waive(self, *, reason: str, by: Any) -> None:
        self.word, self.settled_by, self.settled_at = reason, by, timezone.now()
