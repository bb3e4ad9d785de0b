"""The consolidation workbench with 1,000 departments, each with a plan of goals and measures."""

from __future__ import annotations

from typing import Any

from tests.bench.ground import ground, queries, signed_in
from tests.bench.measuring import report, timed

DEPARTMENTS, GOALS, MEASURES, ROUNDS = 1000, 3, 10, 7


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from statistics import median

        from django.db import connection
        from django.urls import reverse

        from plans.consolidation.looking import look_through
        from plans.models import OverallGoal
        from tests import factories
        from tests.bench.organization import multiplied

        planning_round = factories.make_round(cast)
        plan = factories.make_plan(cast, planning_round, status="empty", goals=GOALS)
        for n in range(MEASURES):
            one = factories.make_measure(cast, plan, goals=list(plan.goals.live())[n % GOALS :][:1])
            type(one).objects.filter(pk=one.pk).update(title=f"Measure number {n} of its kind")
        for number in (8, 9):
            goal_set = planning_round.overall_goal_set
            OverallGoal(goal_set=goal_set, number=number, title=f"Goal {number}").save()
        look_through(planning_round, by=cast.olga)
        multiplied(plan, DEPARTMENTS, worker=cast.sam)
        client = signed_in(cast.olga)
        url = reverse("plans:consolidation", args=[planning_round.public_id])

        def page() -> Any:
            answer = client.get(url)
            assert answer.status_code == 200 and b"1000 departments" in answer.content, answer
            return answer

        page()
        assert connection.vendor == "postgresql"
        return {
            "consolidation_queries": queries(page),
            "consolidation_1000_ms": 1000 * median(timed(page) for _ in range(ROUNDS)),
        }


if __name__ == "__main__":
    report(measure())
