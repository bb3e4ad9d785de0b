"""One e-mail a day and person for everything that needs no decision from them."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import outbox, timing
from .kinds import Kind
from .models import Channel, Message, State
from .models.message import MessageQuerySet

# Its subject is the recipient and its occasion the day, so that the unique key of the outbox
# keeps it to one a day.
KIND = Kind("notifications.digest", title=_("Daily digest"), body="", decision=True)


def is_digest(row: Message) -> bool:
    return row.kind == KIND.name


def day_of(row: Message) -> date:
    return date.fromisoformat(row.occasion)


def lines_of(row: Message) -> MessageQuerySet:
    """What this digest has to tell and no earlier one has told."""
    return Message.objects.lines_until(day_of(row)).filter(recipient=row.recipient_id)


def open_due(now: datetime) -> int:
    """From nine o'clock on, begin today's digest of everybody who has something to be told."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    if local.time() < timing.DIGEST_HOUR:
        return 0
    person_type = ContentType.objects.get_for_model(get_user_model()).pk
    people = (
        Message.objects.lines_until(local.date()).order_by().values_list("recipient", flat=True)
    )
    return outbox.insert(
        outbox.Row(
            outbox.Told(
                content_type_id=person_type,
                object_id=person,
                kind=KIND.name,
                occasion=local.date().isoformat(),
                digest_day=None,
                due_at=now,
                context={},
                created=now,
            ),
            person,
            Channel.EMAIL,
            State.PENDING,
        )
        for person in people.distinct()
    )
