"""Days on which nobody works."""

from __future__ import annotations

from django.db import models


class Holiday(models.Model):
    """A public holiday, or (working=True) a weekend day that is worked instead."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    working = models.BooleanField(default=False)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
