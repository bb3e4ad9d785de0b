"""Every state and arrow of a saved view of the register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Stateful, StatusField, step


class SavedViewStatus(models.TextChoices):
    IN_USE = "in_use", pgettext_lazy("status of a saved view", "In use")
    REMOVED = "removed", pgettext_lazy("status of a saved view", "Taken away")


V = SavedViewStatus

VIEWS_IN_USE = (V.IN_USE,)


class SavedViewLifecycle(Stateful):
    """What was shared and is taken away can be brought back by whoever saved it."""

    status = StatusField(_("status"), choices=V.choices, default=V.IN_USE)

    class Meta:
        abstract = True

    @step(V.IN_USE, V.REMOVED, _("Take the view away"), clause="ours")
    def remove(self) -> None: ...

    @step(V.REMOVED, V.IN_USE, _("Bring the view back"), clause="ours")
    def restore(self) -> None: ...
