"""An own deadline for one department: asked for, granted or refused (3.4.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from plans import conditions as only_if


class ExtensionStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("status of an extension", "Asked for")
    GRANTED = "granted", pgettext_lazy("status of an extension", "Granted")
    REFUSED = "refused", pgettext_lazy("status of an extension", "Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ExtensionLifecycle(Stateful):
    """Who asks waits for the office; until it answers the date of the round stands."""

    status = StatusField(
        _("status"), choices=ExtensionStatus.choices, default=ExtensionStatus.ASKED
    )
    answer: str
    decided_at: Any

    class Meta:
        abstract = True

    @step(
        ExtensionStatus.ASKED,
        ExtensionStatus.GRANTED,
        _("Grant the extension"),
        clause="3.4.2",
        when=[only_if.not_handed_in_yet, only_if.puts_the_date_off],
    )
    def grant(self) -> None:
        self.decided_at = timezone.now()

    @step(
        ExtensionStatus.ASKED,
        ExtensionStatus.REFUSED,
        _("Refuse the extension"),
        clause="3.4.2",
        needs=["reason"],
    )
    def refuse(self, *, reason: str) -> None:
        self.answer = reason
        self.decided_at = timezone.now()

    @step(
        ExtensionStatus.ASKED,
        ExtensionStatus.WITHDRAWN,
        _("Withdraw the request"),
        clause="ours",
    )
    def withdraw(self) -> None: ...
