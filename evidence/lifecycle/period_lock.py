"""Every state and arrow of a locked period."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step


class PeriodLockStatus(models.TextChoices):
    LOCKED = "locked", pgettext_lazy("status of a period", "Locked")
    OPENED = "opened", pgettext_lazy("status of a period", "Open")


P = PeriodLockStatus


class PeriodLockLifecycle(Stateful):
    """Figures that have been reported on stay as they are until the office opens their period."""

    word: str

    status = StatusField(_("status"), choices=P.choices, default=P.LOCKED)

    class Meta:
        abstract = True

    @step(P.LOCKED, P.OPENED, _("Open the period"), clause="ours", needs=["reason"])
    def unlock(self, *, reason: str) -> None:
        self.word = reason

    @step(P.OPENED, P.LOCKED, _("Lock the period"), clause="ours")
    def lock(self) -> None:
        self.word = ""
