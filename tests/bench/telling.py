"""Telling 100,000 people at once, against the bare statement that writes the same rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE = 100_000
ROUNDS = 3

BARE = """
    INSERT INTO {table} ({columns})
    SELECT {values}
    FROM {people} AS person CROSS JOIN (VALUES ('email', 'pending'), ('inapp', 'sent'))
        AS way (channel, state)
    WHERE person.is_active
"""


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from improvement.notifications import outbox
        from improvement.organization.models import User
        from tests import factories

        planning_round = factories.make_round(cast)
        populate()
        people = User.objects.active()
        kind = "plans.round.open_drafting"
        occasions = itertools.count()
        told: list[str] = []

        def fan_out() -> None:
            told.append(f"told {next(occasions)}")
            written = outbox.fan_out(kind, planning_round, told[-1], people, {})
            assert written >= 2 * PEOPLE, written

        def repeat() -> None:
            assert outbox.fan_out(kind, planning_round, told[-1], people, {}) == 0

        def bare() -> None:
            insert(planning_round, kind, occasions)

        of_bare, of_fan_out, of_repeat = interleaved(
            bare, fan_out, repeat, rounds=ROUNDS, warm_up=1
        )
    return {"fanout_vs_insert": of_fan_out / of_bare, "fanout_repeat": of_repeat / of_bare}


def populate() -> None:
    """As many people as are told."""
    from django.db import connection

    from improvement.organization.models import User
    from tests.bench.queueing import copied

    made = f"generate_series(1, {PEOPLE}) AS n WHERE one.email = 'sam@example.org'"
    different = {"public_id": "gen_random_uuid()", "email": "'person' || n || '@example.org'"}
    with connection.cursor() as cursor:
        cursor.execute(copied(User, made, **different))
        cursor.execute("ANALYZE")


def insert(subject: Any, kind: str, occasions: Iterator[int]) -> None:
    """The same rows with the same values by one plain INSERT … SELECT."""
    from django.db import connection
    from django.utils import timezone

    from improvement.notifications import outbox
    from improvement.notifications.models import Message
    from improvement.organization.models import User

    told = outbox.telling(kind, subject, f"bare {next(occasions)}", {}, timezone.now())
    fields = outbox.prepared(told)
    statement = BARE.format(
        table=Message._meta.db_table,
        people=User._meta.db_table,
        columns=", ".join(outbox.COLUMNS),
        values=", ".join([*["%s"] * len(fields), "person.id", "way.channel", "way.state"]),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, fields)


if __name__ == "__main__":
    report(measure())
