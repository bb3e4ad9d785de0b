"""Who has a section open: bookkeeping of a moment, no part of the plan or of its record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from improvement.door.packed import Packed, unpacked
from improvement.organization.models import User

from .section import Section

FRESH = dt.timedelta(seconds=50)
"""An editor tells of itself every twenty seconds; whoever missed two has left."""


EDITOR = ("id", *(f"user__{name}" for name in ("id", "name", "name_hant", "name_hans")))


def editors(read: list[Any]) -> list[User]:
    """Who was found by `read_along`, with their names."""
    return [one.user for one in unpacked(Presence, EDITOR, read)]


class PresenceQuerySet(models.QuerySet["Presence"]):
    def tell(self, section: Section, user: Any) -> None:
        """This person has the section open now."""
        self.update_or_create(section=section, user=user, defaults={"seen_at": timezone.now()})

    def others(self, section: Section, user: Any) -> list[User]:
        """Who else has it open, in the order in which they came."""
        fresh = self.filter(section=section).fresh()
        return [one.user for one in fresh.exclude(user=user).select_related("user")]

    def fresh(self) -> PresenceQuerySet:
        return self.filter(seen_at__gt=timezone.now() - FRESH)

    def read_along(self, key: str, user: Any) -> Packed:
        """The same for a section of the plan outside, within the statement that reads the plan."""
        rows = self.fresh().filter(section__plan=models.OuterRef("pk"), section__key=key)
        return Packed(rows.exclude(user=user).order_by("pk"), EDITOR)


class Presence(models.Model):
    """One row per section and person; it is overwritten, never kept."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["section", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.section}"
