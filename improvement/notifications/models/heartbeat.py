"""When each scanner last ran, so that a silent one is noticed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Coalesce


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def started(self, names: list[str], now: datetime) -> None:
        """Note that these scanners start now, whether or not they ever did before."""
        self.bulk_create(
            [self.model(name=name, first_started=now, last_started=now) for name in names],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["last_started"],
        )

    def age(self, names: list[str], now: datetime) -> timedelta | None:
        """How long ago the slowest of these scanners last came through; None if none ever ran."""
        oldest = self.filter(name__in=names).aggregate(
            at=models.Min(Coalesce("last_finished", "first_started"))
        )["at"]
        return None if oldest is None else now - oldest


class Heartbeat(models.Model):
    name = models.CharField(max_length=100, unique=True)
    first_started = models.DateTimeField()
    last_started = models.DateTimeField()
    last_finished = models.DateTimeField(null=True)  # without error
    last_error = models.TextField(blank=True, db_default="")

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
