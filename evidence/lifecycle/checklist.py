"""Every state and arrow of a checklist."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step
from improvement.door.refusals import Gap


class ChecklistStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_USE = "in_use", pgettext_lazy("status of a checklist", "In use")
    RETIRED = "retired", pgettext_lazy("status of a checklist", "Retired")


C = ChecklistStatus

OFFERED = (C.IN_USE, C.RETIRED)
"""What others than the office know of."""


def asks_something(checklist: Any) -> Gap | None:
    if checklist.pk and checklist.items.live().exists():
        return None
    return Gap(_("Write at least one item first."), f"{checklist.get_absolute_url()}edit/")


class ChecklistLifecycle(Stateful):
    """What is inspected by it stays as it is, so that scores can be compared (5.2.2)."""

    status = StatusField(_("status"), choices=C.choices, default=C.DRAFT)

    class Meta:
        abstract = True

    @step(
        C.DRAFT,
        C.IN_USE,
        _("Put the checklist in use"),
        clause="5.2.2",
        when=[asks_something],
    )
    def put_in_use(self) -> None: ...

    @step(C.IN_USE, C.RETIRED, _("Retire the checklist"), clause="ours")
    def retire(self) -> None: ...

    @step(C.RETIRED, C.IN_USE, _("Put the checklist in use again"), clause="ours")
    def restore(self) -> None: ...
