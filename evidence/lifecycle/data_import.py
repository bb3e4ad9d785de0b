"""Every state and arrow of an import."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import Gap


class ImportStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    FINISHED = "finished", pgettext_lazy("status of an import", "Finished")
    UNDONE = "undone", pgettext_lazy("status of an import", "Undone")
    CANCELLED = "cancelled", pgettext_lazy("status of an import", "Cancelled")


M = ImportStatus


def looked_through(data_import: Any) -> Gap | None:
    """What is written is what somebody has seen the figures of."""
    if not data_import.checked:
        return Gap(_("Have the file looked through first."), data_import.get_absolute_url())
    if not data_import.rows_good:
        return Gap(_("No row of the file can be taken over."), data_import.get_absolute_url())
    return None


def free_to_go(data_import: Any) -> Gap | None:
    """What others have decided on the strength of a file is not taken from under them."""
    sentence = data_import.held()
    return Gap(sentence, data_import.get_absolute_url()) if sentence else None


class DataImportLifecycle(Stateful):
    """A file is written as a whole and undone as a whole."""

    status = StatusField(_("status"), choices=M.choices, default=M.DRAFT)

    class Meta:
        abstract = True

    @step(M.DRAFT, M.FINISHED, _("Finish the import"), clause="3.1.1", when=[looked_through])
    def finish(self) -> None: ...

    @step(M.DRAFT, M.CANCELLED, _("Cancel the import"), clause="ours")
    def cancel(self) -> None: ...

    @step(
        M.FINISHED,
        M.UNDONE,
        _("Undo the import"),
        clause="ours",
        needs=["reason"],
        when=[free_to_go],
    )
    def undo(self, *, reason: str) -> None: ...
