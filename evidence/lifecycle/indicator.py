"""Every state and arrow of an indicator."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step


class IndicatorStatus(models.TextChoices):
    IN_USE = "in_use", pgettext_lazy("status of an indicator", "In use")
    RETIRED = "retired", pgettext_lazy("status of an indicator", "Retired")


class IndicatorLifecycle(Stateful):
    """What is measured no longer keeps its series and asks for no more values."""

    status = StatusField(
        _("status"), choices=IndicatorStatus.choices, default=IndicatorStatus.IN_USE
    )

    class Meta:
        abstract = True

    @step(
        IndicatorStatus.IN_USE,
        IndicatorStatus.RETIRED,
        _("Retire the indicator"),
        clause="5.1.1",
        needs=["reason"],
    )
    def retire(self, *, reason: str) -> None:
        self.change_reason = reason

    @step(
        IndicatorStatus.RETIRED,
        IndicatorStatus.IN_USE,
        _("Take the indicator up again"),
        clause="ours",
    )
    def restore(self) -> None:
        self.change_reason = ""
