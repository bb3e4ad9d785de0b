"""Departments whose people a draft uses are asked before it is handed in (會簽; ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, Stateful, StatusField, step
from plans import conditions as only_if


class CountersignStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("status of a countersign", "Asked for")
    AGREED = "agreed", pgettext_lazy("status of a countersign", "Agreed")
    OBJECTED = "objected", pgettext_lazy("status of a countersign", "Objected")
    LAPSED = "lapsed", pgettext_lazy("status of a countersign", "No longer asked")


ANSWERED = (CountersignStatus.AGREED, CountersignStatus.OBJECTED)


class CountersignLifecycle(Stateful):
    """An answer holds for the content it was given on; where that changes it is asked anew."""

    status = StatusField(
        _("status"), choices=CountersignStatus.choices, default=CountersignStatus.ASKED
    )
    answered_by: Any
    answered_at: dt.datetime | None
    due: dt.date
    word: str
    digest: str

    class Meta:
        abstract = True

    @step(
        CountersignStatus.ASKED,
        CountersignStatus.AGREED,
        pgettext_lazy("act", "Agree"),
        clause="ours",
        when=[only_if.plan_is_drafted],
    )
    def agree(self, *, by: Any, remark: str = "") -> None:
        self.answered(by, remark)

    @step(
        CountersignStatus.ASKED,
        CountersignStatus.OBJECTED,
        pgettext_lazy("act", "Object"),
        clause="ours",
        needs=["reason"],
        when=[only_if.plan_is_drafted],
    )
    def object(self, *, by: Any, reason: str) -> None:
        self.answered(by, reason)

    @step(
        ANSWERED,
        CountersignStatus.ASKED,
        _("Take back the answer"),
        clause="ours",
        when=[only_if.plan_is_drafted],
    )
    def take_back(self) -> None:
        self.unanswered()

    @step(
        [*ANSWERED, CountersignStatus.LAPSED],
        CountersignStatus.ASKED,
        _("Ask anew"),
        clause="ours",
        on=PARENT,
    )
    def ask_anew(self, *, digest: str, due: dt.date) -> None:
        self.digest, self.due = digest, due
        self.unanswered()

    @step(
        [CountersignStatus.ASKED, *ANSWERED],
        CountersignStatus.LAPSED,
        pgettext_lazy("act of a countersign", "No longer asked"),
        clause="ours",
        on=PARENT,
    )
    def lapse(self) -> None: ...

    def answered(self, by: Any, word: str) -> None:
        self.answered_by, self.answered_at, self.word = by, timezone.now(), word

    def unanswered(self) -> None:
        self.answered_by = self.answered_at = None
        self.word = ""
