"""Attempts to get in, kept only for as long as they count against the next one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    SIGN_IN = "sign_in", _("Sign in")
    RESET = "reset", _("Set a new password")


class Attempt(models.Model):
    """One attempt; of the e-mail only a keyed digest, for people type passwords there too."""

    act = models.CharField(max_length=8, choices=Act.choices)
    person = models.CharField(max_length=64)
    address = models.CharField(max_length=45, blank=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["act", "person", "at"], name="attempt_by_person"),
            models.Index(fields=["act", "address", "at"], name="attempt_by_address"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M:%S}"
