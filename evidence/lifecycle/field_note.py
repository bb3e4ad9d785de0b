"""Every state and arrow of a record of field work."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import Gap


class NoteStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    HANDED_IN = "handed_in", pgettext_lazy("status of a field record", "Handed in")
    RETURNED = "returned", pgettext_lazy("status of a field record", "Returned")


N = NoteStatus

SHARED = (N.HANDED_IN, N.RETURNED)
"""What others than its writer know of."""

SAYS_NOTHING = _("Write something under flow, quality or staff first.")


def says_something(note: Any) -> Gap | None:
    """3.1.3: what is seen and heard is told under flow, quality and staff."""
    return None if note.headings else Gap(SAYS_NOTHING, f"{note.get_absolute_url()}edit/")


class FieldNoteLifecycle(Stateful):
    """A record is its writer's until it is handed in."""

    return_reason: str

    status = StatusField(_("status"), choices=N.choices, default=N.DRAFT)

    class Meta:
        abstract = True

    @step(
        [N.DRAFT, N.RETURNED],
        N.HANDED_IN,
        _("Hand in the record"),
        clause="3.1.3",
        when=[says_something],
    )
    def hand_in(self) -> None:
        self.return_reason = ""

    @step(N.HANDED_IN, N.RETURNED, _("Return the record"), clause="2.2.2", needs=["reason"])
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason
