"""A draft is checked in its own department before the head hands it in (核稿; ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, Stateful, StatusField, step
from plans import conditions as only_if


class DraftCheckStatus(models.TextChoices):
    ASKED = "asked", pgettext_lazy("status of a check", "Under check")
    PASSED = "passed", pgettext_lazy("status of a check", "Checked")
    CHANGED = "changed", pgettext_lazy("status of a check", "Changed since")
    RETURNED = "returned", pgettext_lazy("status of a check", "Returned")
    LAPSED = "lapsed", pgettext_lazy("status of a check", "No longer asked")


class DraftCheckLifecycle(Stateful):
    """Whoever drafts says that it is ready; somebody else reads it before the head hands it in."""

    status = StatusField(
        _("status"), choices=DraftCheckStatus.choices, default=DraftCheckStatus.ASKED
    )
    ready_by: Any
    checked_by: Any
    checked_at: dt.datetime | None
    due: dt.date
    word: str
    digest: str

    class Meta:
        abstract = True

    @step(
        DraftCheckStatus.ASKED,
        DraftCheckStatus.PASSED,
        _("Pass the draft on"),
        clause="ours",
        when=[only_if.plan_is_drafted],
    )
    def pass_on(self, *, by: Any, remark: str = "") -> None:
        self.checked_by, self.checked_at = by, timezone.now()
        self.word = remark
        self.digest = self.read_now()

    @step(
        DraftCheckStatus.ASKED,
        DraftCheckStatus.RETURNED,
        _("Return the draft"),
        clause="ours",
        needs=["reason"],
        when=[only_if.plan_is_drafted],
    )
    def send_back(self, *, by: Any, reason: str) -> None:
        self.checked_by, self.checked_at = by, timezone.now()
        self.word = reason

    @step(
        [
            DraftCheckStatus.PASSED,
            DraftCheckStatus.CHANGED,
            DraftCheckStatus.RETURNED,
            DraftCheckStatus.LAPSED,
        ],
        DraftCheckStatus.ASKED,
        _("Ready for check"),
        clause="ours",
        when=[only_if.plan_is_drafted],
    )
    def ready(self, *, by: Any) -> None:
        self.ready_by, self.due = by, self.due_now()
        self.checked_by = self.checked_at = None
        self.word = self.digest = ""

    @step(
        DraftCheckStatus.ASKED, DraftCheckStatus.LAPSED, _("Take back for writing"), clause="ours"
    )
    def take_back(self) -> None: ...

    @step(
        DraftCheckStatus.PASSED,
        DraftCheckStatus.CHANGED,
        pgettext_lazy("act of a check", "Changed since"),
        clause="ours",
        on=PARENT,
    )
    def outdate(self) -> None: ...

    @step(
        DraftCheckStatus.ASKED,
        DraftCheckStatus.LAPSED,
        pgettext_lazy("act of a check", "No longer asked"),
        clause="ours",
        on=PARENT,
    )
    def lapse(self) -> None: ...

    def read_now(self) -> str:
        """The digest of what stands in the draft."""
        raise NotImplementedError

    def due_now(self) -> dt.date:
        """The day by which it is checked, counted from today."""
        raise NotImplementedError
