"""Put notices into the outbox, in the transaction of what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from . import bell, kinds, timing
from .kinds import Notice
from .models import Channel, Message, State

ROWS_A_STATEMENT = 1_000

ONCE = """
    ON CONFLICT (content_type_id, object_id, kind, occasion, recipient_id, channel) DO NOTHING
"""

INSERT = "INSERT INTO {table} ({columns}) VALUES {rows}" + ONCE

# "WHERE true" keeps SQLite from reading ON CONFLICT as part of the join; the order keeps two
# writers of the same keys from waiting for each other in a circle.
FAN_OUT = (
    """
    INSERT INTO {table} ({columns})
    SELECT %s, {about}, %s, %s, %s, %s, %s, %s, person.told, way.channel, way.state
    FROM ({people}) AS person
    CROSS JOIN ({ways}) AS way
    WHERE true
    ORDER BY person.told, way.number
"""
    + ONCE
)

LETTER = "SELECT 1 AS number, 'email' AS channel, 'pending' AS state"
BOTH_WAYS = f"{LETTER} UNION ALL SELECT 2, 'inapp', 'sent'"


class Told(NamedTuple):
    """The columns that are the same for everybody who is told."""

    content_type_id: int
    object_id: int
    kind: str
    occasion: str
    digest_day: date | None
    due_at: datetime
    context: dict[str, str]
    created: datetime


class Row(NamedTuple):
    """One row to write, in the order of COLUMNS."""

    told: Told
    recipient_id: int
    channel: Channel
    state: State

    @property
    def key(self) -> tuple[int | str, ...]:
        return (*self.told[:4], self.recipient_id, self.channel)


COLUMNS = (*Told._fields, "recipient_id", "channel", "state")


def add(notices: Sequence[Notice]) -> int:
    """Write what has no row yet, on both channels; return how many rows are new."""
    now = timezone.now()
    written = insert(
        Row(told, person, channel, state)
        for notice in notices
        for told in [telling(notice.kind, notice.subject, notice.occasion, notice.context, now)]
        for person in notice.recipients
        for channel, state in ((Channel.EMAIL, State.PENDING), (Channel.INAPP, State.SENT))
    )
    if written and any(kinds.get(notice.kind).decision for notice in notices):
        bell.ring()
    return written


def fan_out(
    kind: str,
    subject: Model,
    occasion: str,
    recipients: QuerySet[Any],
    context: Mapping[str, str],
) -> int:
    """Tell everybody whom `recipients` selects, in one INSERT … SELECT; return the new rows."""
    told = telling(kind, subject, occasion, context, timezone.now())
    try:
        people, params = recipients.order_by().values(told=F("pk")).query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that it selects nobody
        return 0
    parts = {"about": "%s", "ways": BOTH_WAYS, "people": people}
    written = execute(FAN_OUT, [*prepared(told), *params], **parts)
    if written and kinds.get(kind).decision:
        bell.ring()
    return written


def write_to(kind: str, people: QuerySet[Any], occasion: str, context: Mapping[str, str]) -> None:
    """One letter to each of these about their own account, which the application does not show.

    It does the same whether or not there is anybody, so that whoever waits for it learns nothing:
    the bell rings either way, and how many there were is not said.
    """
    told = telling(kind, people.model(pk=0), occasion, context, timezone.now())
    who, params = people.order_by().values(told=F("pk")).query.sql_with_params()
    content_type, _about, *rest = prepared(told)
    parts = {"about": "person.told", "ways": LETTER, "people": who}
    execute(FAN_OUT, [content_type, *rest, *params], **parts)
    bell.ring()


def telling(
    kind: str, subject: Model, occasion: str, context: Mapping[str, str], now: datetime
) -> Told:
    """What is to be told, and when: at once where a decision is needed, else in the digest."""
    day = None if kinds.get(kind).decision else timing.digest_day(now)
    return Told(
        content_type_id=ContentType.objects.get_for_model(subject).pk,
        object_id=subject.pk,
        kind=kind,
        occasion=occasion,
        digest_day=day,
        due_at=timing.digest_time(day) if day else now,
        context=dict(context),
        created=now,
    )


def insert(rows: Iterable[Row]) -> int:
    """Insert the rows whose key is not there yet; return how many.

    In the order of the key, so that two writers of the same keys never wait in a circle.
    """
    ordered = sorted(rows, key=lambda row: row.key)
    holes = "(" + ", ".join(["%s"] * len(COLUMNS)) + ")"
    return sum(
        execute(
            INSERT,
            [value for row in some for value in prepared((*row.told, *row[1:]))],
            rows=", ".join([holes] * len(some)),
        )
        for some in batches(ordered)
    )


def batches(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        yield rows[start : start + ROWS_A_STATEMENT]


def prepared(values: Sequence[Any]) -> list[Any]:
    """The values of the first COLUMNS as this database takes them."""
    fields = [Message._meta.get_field(name) for name in COLUMNS[: len(values)]]
    return [
        field.get_db_prep_save(value, connection)  # type: ignore[union-attr]
        for field, value in zip(fields, values, strict=True)
    ]


def execute(sql: str, params: list[Any], **parts: str) -> int:
    """Run one INSERT into the outbox; return the number of rows it wrote."""
    table = connection.ops.quote_name(Message._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=table, columns=", ".join(COLUMNS), **parts), params)
        return int(cursor.rowcount)
