"""The home page of every role in an organization of 10,000 departments against one of 10."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.bench.ground import ground, signed_in
from tests.bench.measuring import interleaved, report
from tests.services import postgres

if TYPE_CHECKING:
    from plans.models import Plan

FEW, MANY = 10, 10_000
ROUNDS = 20
ROLES = ("hana", "dana", "sam", "olga", "leo", "cora", "ada")


def measure() -> dict[str, float]:
    with ground() as (cast, server):
        from django.db import connections

        from tests.bench.organization import multiplied

        plan = in_the_middle_of_the_year(cast)
        multiplied(plan, FEW, worker=cast.xia)
        clients = {name: signed_in(cast.people[name]) for name in ROLES}
        few = connections["default"]
        few.close()  # a database is copied only while nobody is in it
        with postgres.database(server, few.settings_dict["NAME"]) as url:
            many = few.copy()
            many.settings_dict["NAME"] = urlsplit(url).path[1:]
            connections["default"] = many
            multiplied(plan, MANY, worker=cast.xia)

            def home(client: Any, connection: Any) -> None:
                connections["default"] = connection
                assert client.get("/").status_code == 200

            acts = [
                partial(home, client, connection)
                for client in clients.values()
                for connection in (few, many)
            ]
            times = interleaved(*acts, rounds=ROUNDS)
            many.close()
            connections["default"] = few
    growth = [large / small for small, large in zip(times[::2], times[1::2], strict=True)]
    return {"home_growth": max(growth)}


def in_the_middle_of_the_year(cast: Any) -> Plan:
    """A plan in force with tasks, reports and values; the next year's call for plans is open."""
    from execution.steps import break_down
    from tests import factories

    planning_round = factories.make_round(cast)
    plan = factories.make_plan(cast, planning_round, status="execution")
    for measure in plan.measures.live():
        break_down(
            by=cast.dana,
            measure=measure,
            title="Train the desk",
            starts=measure.starts,
            due=measure.ends,
            person=cast.sam,
        )
    factories.make_round(cast, year=factories.YEAR + 1)
    return plan


if __name__ == "__main__":
    report(measure())
