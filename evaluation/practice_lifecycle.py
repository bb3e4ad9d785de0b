"""A practice: a measure that has proved itself, shown to all departments (5.4.2, 6.1.3)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, Stateful, StatusField, step

from . import conditions as only_if


class PracticeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("status of a practice", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("status of a practice", "Withdrawn")


class PracticeLifecycle(Stateful):
    """It stands on a verdict: where that is reconsidered, it is not shown any longer."""

    status = StatusField(_("status"), choices=PracticeStatus.choices, default=PracticeStatus.DRAFT)
    published_at: Any
    withdrawn_because: str

    class Meta:
        abstract = True

    def stand_on_verdict(self) -> None:
        """Keep the figures of the verdict as it is now; the model knows them."""
        raise NotImplementedError

    @step(
        PracticeStatus.DRAFT,
        PracticeStatus.PUBLISHED,
        _("Publish the practice"),
        clause="6.1.3",
        when=[only_if.practice_is_told, only_if.effect_is_verified],
    )
    def publish(self) -> None:
        self.published_at = timezone.now()
        self.stand_on_verdict()
        self.withdrawn_because = ""

    @step(
        PracticeStatus.PUBLISHED,
        PracticeStatus.WITHDRAWN,
        _("Withdraw the practice"),
        clause="ours",
        needs=["reason"],
    )
    def withdraw(self, *, reason: str) -> None:
        self.withdrawn_because = reason

    @step(
        PracticeStatus.PUBLISHED,
        PracticeStatus.WITHDRAWN,
        _("Lapse with its verdict"),
        clause="5.4.1",
        on=PARENT,
    )
    def lapse(self) -> None:
        self.withdrawn_because = ""

    @step(
        PracticeStatus.WITHDRAWN,
        PracticeStatus.DRAFT,
        _("Revise the practice"),
        clause="ours",
    )
    def revise(self) -> None: ...
