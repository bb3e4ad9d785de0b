"""A meeting of the leadership group for which the office puts papers together (ours)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as in_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet

from .ballot import Ballot

TAIL = 8
"""So many characters of a hash are typed from the paper that was signed."""


class Sitting(Guarded):
    """Which ballots are decided in one meeting, in which order; nobody may change it.

    The code stands on every page of the papers: SHA-256 over the hashes of what is voted on.
    """

    held_on = models.DateField(_("day of the meeting"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    code = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of the leadership group")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        day = in_format(self.held_on, "Y-m-d")
        return gettext("Meeting of the leadership group, %(day)s") % {"day": day}

    def get_absolute_url(self) -> str:
        return reverse("approvals:sitting", args=[self.public_id])

    @property
    def tail(self) -> str:
        return self.code[-TAIL:]

    def is_signed_with(self, typed: str) -> bool:
        """Whether this was typed from a sheet on which these very contents were voted on."""
        return "".join(typed.split()).lower() == self.tail

    def count_papers(self) -> int:
        """Every matter has one, and every item of a list."""
        sizes = self.items.values_list("ballot__size", flat=True)
        return sum(1 + size for size in sizes)

    def numbered(self) -> list[SittingItem]:
        """Its items in their order, each with its ballot."""
        read = ("ballot__department", "ballot__revision", "ballot__content_type")
        return list(self.items.select_related(*read, "ballot__opened_by"))


class SittingItem(models.Model):
    """One matter of the agenda."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="on_agendas")

    class Meta:
        default_permissions = ()
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="sitting_number_once"),
            models.UniqueConstraint(fields=["sitting", "ballot"], name="sitting_ballot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.ballot}"


def code_of(ballots: Iterable[Any]) -> str:
    """One hash for all: of which ballots, on which contents, in which order."""
    lines = (f"{ballot.public_id} {ballot.digest}" for ballot in ballots)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
