"""The outbox: one row per kind, subject, occasion, recipient and channel, whatever happens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .keys import RandomUUID

COUNTED_UP_TO = 101
NOT_VISIBLE = "not visible any more"
NOTHING_LEFT = "nothing left to tell"
TAKEN_BACK = (NOT_VISIBLE, NOTHING_LEFT)


class Channel(models.TextChoices):
    INAPP = "inapp", _("In the application")
    EMAIL = "email", _("E-mail")


class State(models.TextChoices):
    PENDING = "pending", pgettext_lazy("status of a message", "Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    IN_DOUBT = "in_doubt", _("In doubt")
    DEAD = "dead", _("Not deliverable")


LETTER = Q(channel=Channel.EMAIL, digest_day=None)  # an e-mail of its own
LINE = Q(channel=Channel.EMAIL, digest_day__isnull=False)  # a line of somebody's digest


class MessageQuerySet(models.QuerySet["Message"]):
    def inbox(self, user: Any) -> MessageQuerySet:
        """What a person finds in the application, newest first."""
        mine = self.filter(recipient=user, channel=Channel.INAPP)
        return mine.exclude(state=State.DEAD).order_by("-pk")

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)

    def unread_count(self, user: Any) -> int:
        """Capped at 101, which is shown as 100+."""
        return self.inbox(user).unread().order_by()[:COUNTED_UP_TO].count()

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())

    def waiting(self, now: datetime) -> MessageQuerySet:
        """E-mails that are due and that no worker holds."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(LETTER, free, state=State.PENDING, due_at__lte=now)

    def lines_until(self, day: date) -> MessageQuerySet:
        """What the digests of `day` have to tell, with what earlier ones left over."""
        return self.filter(LINE, state=State.PENDING, digest_day__lte=day).order_by("pk")

    def in_doubt(self) -> MessageQuerySet:
        """E-mails of which nobody knows whether they went out; a digest is one e-mail."""
        return self.filter(LETTER, state=State.IN_DOUBT).order_by("pk")

    def undeliverable(self) -> MessageQuerySet:
        """E-mails put away for a fault that somebody could mend; not those taken back."""
        put_away = self.filter(channel=Channel.EMAIL, state=State.DEAD)
        return put_away.exclude(last_error__in=TAKEN_BACK).order_by("pk")


class Message(models.Model):
    """`state` is machine bookkeeping and moves by conditional UPDATE; see delivery.py."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    kind = models.CharField(max_length=100)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    occasion = models.CharField(max_length=100)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=5, choices=Channel.choices)
    context = models.JSONField()
    created = models.DateTimeField()

    state = models.CharField(max_length=8, choices=State.choices)
    due_at = models.DateTimeField()
    digest_day = models.DateField(null=True)  # the day whose digest tells it; null: at once
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    last_error = models.TextField(blank=True, db_default="")
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "occasion", "recipient", "channel"],
                name="notifications_message_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="notifications_message_state"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="notifications_message_channel"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="notifications_due",
                condition=LETTER & Q(state=State.PENDING),
            ),
            models.Index(
                fields=["recipient", "digest_day"],
                name="notifications_digest",
                condition=LINE & Q(state=State.PENDING),
            ),
            models.Index(
                fields=["lease_until"],
                name="notifications_sending",
                condition=Q(state=State.SENDING),
            ),
            models.Index(
                fields=["id"],
                name="notifications_in_doubt",
                condition=Q(state=State.IN_DOUBT),
            ),
            models.Index(
                fields=["recipient", "-id"],
                name="notifications_inbox",
                condition=Q(channel=Channel.INAPP),
            ),
            models.Index(
                fields=["recipient"],
                name="notifications_unread",
                condition=Q(channel=Channel.INAPP, read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def message_id(self) -> str:
        """The Message-ID of every attempt, so that a mail server can tell a second one."""
        return f"<{self.public_id}@{urlsplit(settings.SITE_URL).hostname}>"
