"""The page of a plan that is carried out, and my tasks, against a page that says hello."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground, queries, signed_in
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from plans.models import Plan

GOALS, MEASURES, TASKS = 20, 50, 200
ROUNDS = 40


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from django.test import override_settings

        plan = in_execution(cast)
        head, staff = signed_in(cast.hana), signed_in(cast.sam)

        def page() -> None:
            answer = head.get(plan.get_absolute_url())
            assert answer.status_code == 200, answer
            assert f"M{MEASURES}".encode() in answer.content
            assert f"G{GOALS}".encode() in answer.content

        def hello() -> None:
            assert head.get("/hello/").status_code == 200

        def my_tasks() -> None:
            answer = staff.get("/tasks/")
            assert answer.content.count(b"Train the desk") >= TASKS, answer

        with override_settings(ROOT_URLCONF="tests.bench.hello"):
            of_page, of_hello = interleaved(page, hello, rounds=ROUNDS)
        my_tasks()  # some things are kept for five minutes
        return {
            "plan_page_vs_hello": of_page / of_hello,
            "plan_page_queries": queries(page),
            "my_tasks_queries": queries(my_tasks),
        }


def in_execution(cast: Any) -> Plan:
    """A plan brought to execution by the real acts, its measures broken down into tasks."""
    from execution.steps import break_down
    from tests import factories

    planning_round = factories.make_round(cast)
    plan = factories.make_plan(cast, planning_round, status="empty", goals=GOALS)
    factories.advance_goals(cast, plan, to="fixed")
    factories.complete(cast, plan, by=cast.dana)
    goals = list(plan.goals.live())
    for n in range(1, MEASURES):
        factories.make_measure(cast, plan, goals=goals[n % GOALS :][:2])
    plan = factories.advance(cast, plan, to="execution")
    measures = list(plan.measures.live())
    for n in range(TASKS):
        measure = measures[n % MEASURES]
        break_down(
            by=cast.dana,
            measure=measure,
            title=f"Train the desk, part {n}",
            starts=measure.starts,
            due=measure.ends,
            person=cast.sam,
        )
    return plan


if __name__ == "__main__":
    report(measure())
