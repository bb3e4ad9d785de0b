"""More departments than the cast has: some drafted by Dana and headed by Hana, or very many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.models import Plan
    from tests.cast import Cast


def departments(cast: Cast, number: int) -> list[str]:
    """The codes of as many departments; those that are not there yet are made."""
    from improvement.organization.models import Department, Role

    codes = [f"d{count}" for count in range(number)]
    for code in codes:
        if code not in cast.departments:
            cast.departments[code] = Department.objects.create(code=code, name=f"Department {code}")
            cast.appoint("dana", Role.CLERK, code)
            cast.appoint("hana", Role.HEAD, code)
    return codes


def multiplied(plan: Plan, number: int, *, worker: Any) -> None:
    """So many departments in all with a plan, each a copy of this one with what hangs on it.

    The work of the copies is somebody else's than that of the first: the `worker`'s.
    """
    from django.db import connection

    from evidence.models import Value
    from execution.models import Task
    from improvement.organization.models import Department
    from plans.models import Goal, GoalHealth, GoalSet, Measure, TargetLine
    from plans.models import Plan as Plans
    from tests.bench.queueing import copied

    first = Plans.objects.filter(round=plan.round_id).count()
    new = f"plans_plan AS plan WHERE plan.id > {Plans.objects.latest('pk').pk}"
    fresh = {"public_id": "gen_random_uuid()"}
    beside = "AND made.plan_id <> kept.plan_id AND made.number = kept.number"

    def below(model: Any, table: str, column: str, **more: str) -> str:
        """Copies of what hangs on a goal or measure, for the one of the same number elsewhere."""
        pairs = f"{table} AS kept, {table} AS made"
        hung = f"one.{column} = kept.id AND kept.plan_id = {plan.pk} {beside}"
        lasts = f"made.plan_id IN (SELECT plan.id FROM {new})"
        different = {column: "made.id"} | fresh | more
        return copied(model, f"{pairs} WHERE {hung} AND {lasts}", **different)

    departments_made = copied(
        Department,
        f"generate_series({first}, {number - 1}) AS n WHERE one.id = {plan.department_id}",
        code="'k' || n",
        path="'k' || n || '/'",
        name="'Department ' || n",
        parent_id="NULL",
        **fresh,
    )
    plans_made = copied(
        Plans,
        "organization_department AS made WHERE made.code ~ '^k[0-9]+$' AND made.id NOT IN"
        f" (SELECT department_id FROM plans_plan WHERE round_id = {plan.round_id})"
        f" AND one.id = {plan.pk}",
        department_id="made.id",
        **fresh,
    )
    on_plans, theirs = {"plan_id": "plan.id", **fresh}, {"person_id": str(worker.pk)}
    of_plan = f"{new} AND one.plan_id = {plan.pk}"
    statements = [
        departments_made,
        plans_made,
        copied(GoalSet, of_plan, **on_plans),
        copied(Goal, of_plan, **on_plans),
        copied(Measure, of_plan, **on_plans, **theirs),
        below(TargetLine, "plans_goal", "goal_id"),
        below(Task, "plans_measure", "measure_id", **theirs),
        copied(
            GoalHealth,
            f"plans_goal AS kept, plans_goal AS made WHERE one.goal_id = kept.id"
            f" AND kept.plan_id = {plan.pk} {beside}"
            f" AND made.plan_id IN (SELECT plan.id FROM {new})",
            goal_id="made.id",
            line_id="NULL",
            health="CASE WHEN made.id % 3 = 0 THEN 'bad' ELSE 'good' END",
            ratio="(made.id % 1000) / 1000.0",
        ),
        f"""
        INSERT INTO plans_measure_goals (measure_id, goal_id)
        SELECT made.id, goal.id
        FROM plans_measure_goals AS one
        JOIN plans_measure AS kept ON kept.id = one.measure_id AND kept.plan_id = {plan.pk}
        JOIN plans_goal AS served ON served.id = one.goal_id
        JOIN plans_measure AS made ON made.number = kept.number
        JOIN plans_goal AS goal ON goal.plan_id = made.plan_id AND goal.number = served.number
        WHERE made.plan_id IN (SELECT plan.id FROM {new})
        """,
        copied(
            Value,
            f"{new} AND one.department_id = {plan.department_id}",
            department_id="plan.department_id",
            **fresh,
        ),
        "ANALYZE",  # as the server does by itself some time after such a load
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
