"""A department signs for the organization plan it has received (簽收): once, by its head."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step


class ReceiptStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a receipt", "Not signed for")
    SIGNED = "signed", pgettext_lazy("status of a receipt", "Signed for")


class PlanReceiptLifecycle(Stateful):
    """Who has opened the plan has not signed for it."""

    status = StatusField(
        _("status"),
        choices=ReceiptStatus.choices,
        default=ReceiptStatus.OPEN,
    )
    signed_by: Any
    signed_at: Any

    class Meta:
        abstract = True

    @step(
        ReceiptStatus.OPEN,
        ReceiptStatus.SIGNED,
        pgettext_lazy("act", "Sign for it"),
        clause="3.4.3",
    )
    def sign_for(self, *, by: Any) -> None:
        self.signed_by = by
        self.signed_at = timezone.now()
