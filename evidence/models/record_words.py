"""The words of a service record, as a worker has read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .service_record import ServiceRecord


class RecordWords(models.Model):
    """Made from the text and nothing of its own; it may be thrown away and read again.

    Words and phrases stand between spaces, each once, as they were written.
    """

    record = models.OneToOneField(
        ServiceRecord, models.CASCADE, primary_key=True, related_name="read"
    )
    version = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    phrases = models.TextField(blank=True)
    stale = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["record"], condition=Q(stale=True), name="record_words_stale")
        ]

    def __str__(self) -> str:
        return self.words.strip()
