"""An evaluation of 1,000 departments: opened, its figures computed, shown, settled, published.

What is timed are the acts on all of them at once, by the clock and by the office. The ratings that
a thousand departments and their superiors give one by one are put there beforehand.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground
from tests.bench.measuring import report

if TYPE_CHECKING:
    from collections.abc import Callable

    from evaluation.models import EvaluationPeriod
    from plans.models import Plan

DEPARTMENTS, GOALS, MONTHS = 1_000, 20, 3
YEAR = 2027


def measure() -> dict[str, float]:
    import time_machine

    with (
        time_machine.travel(dt.datetime(YEAR - 1, 11, 2, 2, tzinfo=dt.UTC)) as clock,
        ground() as (cast, _server),
    ):
        from tests.bench.organization import multiplied

        multiplied(first_of_many(cast), DEPARTMENTS, worker=cast.xia)
        seconds = evaluated(cast, clock)
    return {"evaluate_1000_s": seconds}


def evaluated(cast: Any, clock: Any) -> float:
    """The seconds of all steps from opening to publishing, without what people did between."""
    from django.utils import timezone

    from evaluation import by_clock
    from evaluation.models import EvaluationPeriod, Suggestion
    from evaluation.steps import confirm_all, show_all
    from improvement.door.acts import take

    taken = 0.0

    def timed(act: Callable[[], Any]) -> None:
        nonlocal taken
        began = time.perf_counter()
        act()
        taken += time.perf_counter() - began

    def period() -> EvaluationPeriod:
        return EvaluationPeriod.objects.get(key=f"{YEAR}Q1")

    def at(month: int, day: int) -> None:
        clock.move_to(dt.datetime(YEAR, month, day, 2, tzinfo=dt.UTC))

    at(4, 1)
    timed(lambda: by_clock.open_periods(timezone.now()))
    assert period().evaluations.count() == DEPARTMENTS
    at(4, 20)
    timed(lambda: by_clock.begin_ratings(timezone.now()))
    assert Suggestion.objects.filter(known__gt=0, score__isnull=False).exists()
    everybody_has_rated(period())
    timed(lambda: show_all(by=cast.olga, period=period()))
    timed(lambda: take(period(), "begin_moderation", by=cast.olga))
    at(4, 30)
    timed(lambda: confirm_all(by=cast.olga, period=period()))
    timed(lambda: take(period(), "put_forward", by=cast.olga))
    timed(lambda: take(period(), "publish", by=cast.cora))
    assert period().evaluations.filter(status="published").count() == DEPARTMENTS
    return taken


def everybody_has_rated(period: EvaluationPeriod) -> None:
    """Three ratings of every criterion of every department, and the score they make."""
    from django.db import connection

    statements = (
        """
        INSERT INTO evaluation_rating (version, public_id, evaluation_id, criterion_id, side,
                                       score, word)
        SELECT 1, gen_random_uuid(), one.id, criterion.id, side.name, 86, 'As the figures say.'
        FROM evaluation_evaluation AS one, evaluation_criterion AS criterion,
             (VALUES ('self'), ('superior'), ('office')) AS side (name)
        WHERE one.period_id = %(period)s AND criterion.criteria_set_id = %(criteria)s
        """,
        """
        UPDATE evaluation_evaluation
        SET status = 'scored', own_total = 86, superior_total = 86, office_total = 86,
            total = 86, grade = 'B'
        WHERE period_id = %(period)s
        """,
        "ANALYZE",
    )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, {"period": period.pk, "criteria": period.criteria_id})


def first_of_many(cast: Any) -> Plan:
    """A plan in force whose goals stand on indicators with a value for every month."""
    from evidence.models import Indicator, Value
    from plans.models import TargetLine
    from tests import factories

    planning_round = factories.make_round(cast, year=YEAR)
    plan = factories.make_plan(cast, planning_round, status="execution", goals=GOALS)
    for n, line in enumerate(TargetLine.objects.filter(goal__plan=plan).order_by("pk")):
        line.indicator = Indicator.objects.create(code=f"i{n}", name=f"Indicator {n}", unit="%")
        line.save()
        for month in range(1, MONTHS + 1):
            Value.objects.create(
                indicator=line.indicator,
                department=plan.department,
                period=f"{YEAR}-{month:02}",
                ends=dt.date(YEAR, month, 28),
                value=70 + month,
                status="accepted",
            )
    return plan


if __name__ == "__main__":
    report(measure())
