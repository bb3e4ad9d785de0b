"""Every state and arrow of an inspection."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import Gap


class InspectionStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("status of an inspection", "Under way")
    FINISHED = "finished", pgettext_lazy("status of an inspection", "Finished")


I = InspectionStatus  # noqa: E741


def is_answered(inspection: Any) -> Gap | None:
    """An item without an answer is neither good nor bad, and nothing is reckoned of it."""
    if not (number := inspection.answers.open().count()):
        return None
    words = ngettext(
        "%(number)d item has no answer yet. Say so where it does not apply.",
        "%(number)d items have no answer yet. Say so where they do not apply.",
        number,
    )
    return Gap(words % {"number": number}, f"{inspection.get_absolute_url()}edit/")


class InspectionLifecycle(Stateful):
    """An inspection is its inspector's until it is finished; then the department reads it."""

    score: Decimal | None
    reopened_because: str

    status = StatusField(_("status"), choices=I.choices, default=I.DRAFT)

    class Meta:
        abstract = True

    def reckoned(self) -> Decimal | None:
        raise NotImplementedError

    @step(I.DRAFT, I.FINISHED, _("Finish the inspection"), clause="5.2.2", when=[is_answered])
    def finish(self) -> None:
        self.score, self.reopened_because = self.reckoned(), ""

    @step(I.FINISHED, I.DRAFT, _("Open the inspection again"), clause="ours", needs=["reason"])
    def reopen(self, *, reason: str) -> None:
        self.score, self.reopened_because = None, reason
