"""The office urges a department to hand in: once per item and working day (ours)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet

from .round import Round


class Urging(Guarded):
    """Whom the office has urged, and on which working day."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="urgings")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="urgings"
    )
    day = models.DateField(_("working day"))
    due = models.DateField(_("due"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    NAMED_BY = ("department", "round")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("urging")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "department", "day"], name="urged_once_a_working_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.day.isoformat()}"

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id
