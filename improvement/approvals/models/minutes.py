"""A decision taken in a meeting, on paper: it counts when nobody has objected in time (ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.approvals.tally import Choice

from .ballot import Vote
from .seat import Seat

ABSENT = "absent"

Q_WAITS = Q(in_force_at=None, stopped_at=None)


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def waiting(self) -> MinutesQuerySet:
        """Neither in force nor contested nor withdrawn; of an open ballot."""
        return self.filter(Q_WAITS, ballot__status="open")

    def past_objection(self, now: dt.datetime) -> MinutesQuerySet:
        return self.waiting().filter(objections_until__lt=now)


class Minutes(models.Model):
    """What the office entered from signed minutes, on the content the vote sheet named."""

    ballot = models.ForeignKey("approvals.Ballot", models.PROTECT, related_name="minutes")
    held_on = models.DateField()
    file = models.ForeignKey("files.Attachment", models.PROTECT, related_name="+")
    seen = models.CharField(max_length=64)
    over_goal = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    objections_until = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    stopped_because = models.TextField(blank=True)
    contested = models.BooleanField(default=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes of a meeting")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot"], condition=Q_WAITS, name="minutes_one_waiting_per_ballot"
            ),
            models.CheckConstraint(
                condition=Q(in_force_at=None) | Q(stopped_at=None), name="minutes_end_once"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="minutes_stopped_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["objections_until"], condition=Q_WAITS, name="minutes_due")]

    def __str__(self) -> str:
        return f"{self.ballot}, {self.held_on}"

    @property
    def waits(self) -> bool:
        return self.in_force_at is None and self.stopped_at is None

    def unconfirmed(self) -> list[MinutesVote]:
        """The seats whose word is still out: neither confirmed nor voted on screen."""
        rows = self.votes.select_related("seat__vote", "member")
        return [row for row in rows if row.confirmed_at is None and row.seat.choice is None]

    def stop(self, *, by: Any, because: str, contested: bool = False) -> None:
        self.stopped_at, self.stopped_by = timezone.now(), by
        self.stopped_because, self.contested = because, contested
        self.save()


class MinutesVote(models.Model):
    """A line of the vote sheet: how the holder of a seat voted by hand, or was absent."""

    CHOICES = [*Vote.CHOICES, (ABSENT, _("Absent"))]

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="on_minutes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=12, choices=CHOICES)
    reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    due = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["minutes", "seat__number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="minutes_seat_once"),
            models.CheckConstraint(
                condition=Q(choice__in=[*(c.value for c in Choice), ABSENT]),
                name="minutes_choice_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"

    @property
    def condition_lines(self) -> list[str]:
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]
