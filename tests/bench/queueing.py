"""The first page of the approval queue, with few and with very many ballots waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.bench.ground import ground, queries, signed_in
from tests.bench.measuring import interleaved, report
from tests.services import postgres

if TYPE_CHECKING:
    from django.db.models import Model

    from improvement.approvals.models import Ballot

FEW, MANY = 100, 100_000
ROUNDS = 40
GENERATED = 1_000_000  # subjects from here on have a ballot and no row of their own


def measure() -> dict[str, float]:
    with ground() as (cast, server):
        from django.db import connections
        from django.test import override_settings

        from improvement.approvals.views import PAGE

        first = most_urgent(cast)
        client = signed_in(cast.leo)
        multiply(first, FEW)
        few = connections["default"]
        few.close()  # a database is copied only while nobody is in it
        with postgres.database(server, few.settings_dict["NAME"]) as url:
            many = few.copy()
            many.settings_dict["NAME"] = urlsplit(url).path[1:]
            connections["default"] = many
            multiply(first, MANY)

            def page(connection: Any) -> None:
                connections["default"] = connection
                answer = client.get("/approvals/")
                assert answer.content.count(b'class="queue-item"') == PAGE, answer

            def hello() -> None:
                connections["default"] = few
                assert client.get("/hello/").status_code == 200

            with override_settings(ROOT_URLCONF="tests.bench.hello"):
                of_few, of_many, of_hello = interleaved(
                    lambda: page(few), lambda: page(many), hello, rounds=ROUNDS
                )
            connections["default"] = many
            statements = queries(lambda: page(many))
            many.close()
            connections["default"] = few
    return {
        "queue_growth": of_many / of_few,
        "queue_vs_hello": of_many / of_hello,
        "queue_queries": statements,
    }


def most_urgent(cast: Any) -> Ballot:
    """A ballot on a plan that exists: the page opens it beside the list."""
    from tests import factories

    factories.make_round(cast)
    return factories.ballot_of(factories.make_plan(cast, status="leadership_approval"))


def multiply(first: Ballot, number: int) -> None:
    """Have `number` ballots wait in all, each with its seats; on every second two have voted."""
    from django.db import connection

    from improvement.approvals.models import Ballot, Seat
    from improvement.door.models import Revision

    there = Ballot.objects.open().count()
    lowest = GENERATED + there
    statements = [
        copied(
            Revision,
            f"generate_series({lowest}, {GENERATED + number - 1}) AS n"
            f" WHERE one.id = {first.revision_id}",
            object_id="n",
            content="'{}'",
        ),
        copied(
            Ballot,
            f"door_revision AS frozen WHERE one.id = {first.pk} AND frozen.object_id >= {lowest}",
            public_id="gen_random_uuid()",
            object_id="frozen.object_id",
            root_key="'plans.plan:' || frozen.object_id",
            revision_id="frozen.id",
            deadline=f"one.deadline + (frozen.object_id - {GENERATED}) * interval '1 second'",
        ),
        copied(
            Seat,
            "approvals_ballot AS made"
            f" WHERE one.ballot_id = {first.pk} AND made.object_id >= {lowest}",
            ballot_id="made.id",
        ),
        f"""
        INSERT INTO approvals_vote
            (ballot_id, seat_id, voter_id, choice, reason, over_goal, presided, seen, at)
        SELECT made.id, seat.id, seat.holder_id, 'approve', '', false, false, made.digest, now()
        FROM approvals_ballot AS made JOIN approvals_seat AS seat ON seat.ballot_id = made.id
        WHERE made.object_id >= {lowest} AND made.object_id % 2 = 0 AND seat.number > 3
        """,
        "ANALYZE",  # as the server does by itself some time after such a load
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def copied(model: type[Model], source: str, **different: str) -> str:
    """The statement that copies rows with all their columns, but for what is different."""
    fields = (field.column for field in model._meta.concrete_fields if field.column != "id")
    columns = {f'"{column}"': f'one."{column}"' for column in fields}
    columns |= {f'"{column}"': value for column, value in different.items()}
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
        f" SELECT {', '.join(columns.values())} FROM {model._meta.db_table} AS one, {source}"
    )


if __name__ == "__main__":
    report(measure())
