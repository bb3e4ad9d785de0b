"""Attachments: a row for every file that was ever sent, whatever became of it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class State(models.TextChoices):
    """Bookkeeping of the machine, not the life of a domain object."""

    QUARANTINED = "quarantined", "quarantined"
    READY = "ready", "ready"
    REFUSED = "refused", "refused"
    REMOVED = "removed", "removed"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def ready(self) -> AttachmentQuerySet:
        return self.filter(state=State.READY)

    def of(self, row: models.Model) -> AttachmentQuerySet:
        """What hangs on a row, in the order in which it came."""
        kind = ContentType.objects.get_for_model(row)
        found = self.ready().filter(content_type=kind, object_id=row.pk)
        return found.select_related("uploaded_by").order_by("pk")


class Attachment(models.Model):
    """One file on one row; what it is was read from its content, not from its name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    name = models.CharField(max_length=160)
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    refused_because = models.CharField(max_length=24, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="attachment_state"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(sha256=""), name="attachment_ready_was_read"
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="attachment_subject"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(state="quarantined"),
                name="attachment_quarantined",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file lies once it is ready; never under the name it was sent with."""
        key = self.public_id.hex
        return Path(settings.FILES_DIR) / key[:2] / key

    @property
    def waiting_path(self) -> Path:
        """Where it lies until it has been looked at."""
        return Path(settings.FILES_DIR) / "quarantine" / self.public_id.hex

    def visible_to(self, user: Any) -> bool:
        """Whoever may see the row may see what hangs on it."""
        row = self.subject
        if row is None:
            return False
        return bool(user.has_perm(f"{row._meta.app_label}.view_{row._meta.model_name}", row))
