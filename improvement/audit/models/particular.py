"""A personal value beside its entry: the entry seals a digest, this row can be redacted."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.audit.models.entry import Entry

ERASED = _("Erased")


class ParticularQuerySet(models.QuerySet["Particular"]):
    def redact(self) -> int:
        """Forget salt and value for good; the digests in the record stay and prove nothing more."""
        readable = self.filter(redacted_at=None)
        return readable.update(salt=None, value=None, redacted_at=timezone.now())


class Particular(models.Model):
    class Part(models.TextChoices):
        CHANGES = "changes"
        INPUTS = "inputs"

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="particulars", db_index=False
    )
    part = models.CharField(max_length=7, choices=Part.choices)
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null is redacted
    value = models.TextField(null=True)  # noqa: DJ001 - null is redacted
    redacted_at = models.DateTimeField(null=True)

    objects = ParticularQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "particular"
        verbose_name_plural = "particulars"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "part", "name"], name="audit_particular_entry_part_name"
            ),
            models.CheckConstraint(
                condition=Q(part__in=["changes", "inputs"]), name="audit_particular_part"
            ),
            models.CheckConstraint(
                condition=Q(salt__isnull=False, value__isnull=False, redacted_at__isnull=True)
                | Q(salt__isnull=True, value__isnull=True, redacted_at__isnull=False),
                name="audit_particular_whole_or_redacted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}.{self.name}"

    @property
    def reading(self) -> Any:
        """What a reader sees in place of the digest."""
        if self.value is not None:
            return json.loads(self.value)
        return [ERASED, ERASED] if self.part == self.Part.CHANGES else ERASED
