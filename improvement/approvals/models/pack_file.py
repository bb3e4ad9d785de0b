"""The papers of a meeting as one file that a worker makes: how far it is, and what came of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .sitting import Sitting

BRIEF, WHOLE = "brief", "whole"
TEXTS = {BRIEF: _("In brief"), WHOLE: _("Whole text")}


class State(models.TextChoices):
    """Machine bookkeeping: no state of the meeting."""

    WAITING = "waiting", pgettext_lazy("state of a file", "Waits for its turn")
    WRITING = "writing", pgettext_lazy("state of a file", "Being written")
    SETTING = "setting", pgettext_lazy("state of a file", "Being set")
    MADE = "made", pgettext_lazy("state of a file", "Made")
    FAILED = "failed", pgettext_lazy("state of a file", "Not made")


AT_WORK = (State.WRITING, State.SETTING)
UNDER_WAY = (State.WAITING, *AT_WORK)


class PackFileQuerySet(models.QuerySet["PackFile"]):
    def due(self, now: dt.datetime) -> PackFileQuerySet:
        """What nobody has begun, and what a worker has begun that is no more."""
        return self.filter(
            Q(state=State.WAITING) | Q(state__in=AT_WORK, lease_until__lt=now)
        ).order_by("asked_at", "pk")


class PackFile(models.Model):
    """One for each reader, since what a reader may not know of is left out; made again on demand.

    `content` is the digest of what the file says, by which it is kept; `sha256` that of its bytes.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="pack_files")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    whole = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    papers = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    content = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    State = State

    objects = PackFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("papers in one file")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "asked_by", "language", "whole"], name="pack_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="made") | Q(made_at__isnull=False), name="pack_file_made_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(state__in=["waiting", "writing", "setting"]),
                name="pack_file_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting}, {self.get_language_display()}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:pack", args=[self.sitting.public_id, self.language, self.text])

    @property
    def text(self) -> str:
        return WHOLE if self.whole else BRIEF

    @property
    def text_named(self) -> str:
        return str(TEXTS[self.text])

    @property
    def share(self) -> float:
        """How much of it is written, of a hundred."""
        return 100 * self.written / self.papers if self.papers else 0

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY
