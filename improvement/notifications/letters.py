"""From a claimed row to the e-mail that goes out, or to quarantine."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.mail import EmailMessage
from django.db import DatabaseError

from . import digest, rendering
from .models import Message, State
from .models.message import NOT_VISIBLE, NOTHING_LEFT
from .rendering import Text

logger = logging.getLogger(__name__)

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, and the rows whose fate it is: its own and, for a digest, its lines'."""

    row: Message
    lines: list[int]
    mail: EmailMessage

    @property
    def rows(self) -> list[int]:
        return [self.row.pk, *self.lines]


def write(key: int, lease: datetime) -> Letter | None:
    """The letter of a row held under `lease`; None when there is nothing to send any more."""
    held = Message.objects.filter(pk=key, state=State.PENDING, lease_until=lease)
    row = held.select_related("recipient").first()
    if row is None:  # another worker took it when the lease had run out
        return None
    return or_bury(row, write_digest if digest.is_digest(row) else write_one)


def or_bury(row: Message, writing: Callable[[Message], Written | None]) -> Written | None:
    """Whatever a row's own text, page or address raises is that row's fault alone.

    It is put away with the error, for a person to look at, and the queue goes on.
    """
    try:
        return writing(row)
    except DatabaseError:
        raise
    except Exception as error:
        logger.warning("%s cannot be delivered", row, exc_info=True)
        bury(row, f"{type(error).__name__}: {error}")
        return None


def write_one(row: Message) -> Letter | None:
    if not rendering.may_see(row.recipient, row.subject):
        withdraw(row)
        return None
    return Letter(row, [], rendering.letter(row))


def write_digest(row: Message) -> Letter | None:
    recipient: Any = row.recipient
    texts: dict[int, Text] = {}
    with rendering.language_of(recipient):
        for line in digest.lines_of(row):
            line.recipient = recipient
            if text := or_bury(line, write_line):
                texts[line.pk] = text
    if not texts:
        bury(row, NOTHING_LEFT)
        return None
    return Letter(row, list(texts), rendering.digest(row, list(texts.values())))


def write_line(line: Message) -> Text | None:
    if not rendering.may_see(line.recipient, line.subject):
        withdraw(line)
        return None
    return rendering.text(line)


def bury(row: Message, error: str) -> None:
    """Put a row away, a digest with its lines."""
    rows = Message.objects.filter(pk=row.pk)
    if digest.is_digest(row):
        digest.lines_of(row).update(
            state=State.DEAD, last_error=error, digest_day=digest.day_of(row)
        )
    rows.filter(state=State.PENDING).update(state=State.DEAD, last_error=error)


def withdraw(row: Message) -> None:
    """Take back what the recipient may not see any more, from the inbox too."""
    Message.objects.filter(
        kind=row.kind,
        content_type=row.content_type_id,
        object_id=row.object_id,
        occasion=row.occasion,
        recipient=row.recipient_id,
    ).update(state=State.DEAD, last_error=NOT_VISIBLE)
