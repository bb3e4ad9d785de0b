"""The check of a long plan, and the comparison of two long versions: what a person waits for."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from plans.models import Plan

GOALS, MEASURES, MONTHS = 20, 50, 36
PAGES, LINES, WORDS = 50, 30, 14
ROUNDS = 25


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from plans.checking.check import check_plan
        from plans.history.comparison import sections
        from plans.history.differences import differences
        from plans.models import Plan

        key = in_draft(cast).pk
        before, after = two_versions()

        def check() -> None:
            assert check_plan(Plan.objects.with_names().get(pk=key))

        def compare() -> None:
            assert sections(differences(before, after))

        checking, comparing = interleaved(check, compare, rounds=ROUNDS)
    return {"plan_check_ms": checking * 1000, "compare_ms": comparing * 1000}


def in_draft(cast: Any) -> Plan:
    """Goals with three years of figures each, measures of which each waits for the one before."""
    from evidence.models import Indicator, Value
    from improvement.door.acts import create
    from plans.models import Dependency, TargetLine
    from tests import factories

    plan = factories.make_plan(cast, factories.make_round(cast), status="empty", goals=GOALS)
    factories.complete(cast, plan, by=cast.dana)
    year = plan.round.starts.year - 1 - MONTHS // 12
    for goal in plan.goals.live():
        card = create(
            Indicator(
                code=f"i-{goal.number}",
                name=f"Indicator {goal.number}",
                direction="higher",
                unit="%",
                rhythm="monthly",
            ),
            by=cast.olga,
        )
        for n in range(MONTHS):
            Value.objects.create(
                indicator=card,
                department=plan.department,
                period=f"{year + n // 12}-{n % 12 + 1:02}",
                value=Decimal(60 + n % 9),
                status="accepted",
            )
        TargetLine.objects.filter(goal=goal).update(indicator=card)
    goals = list(plan.goals.live())
    measures = [
        factories.make_measure(cast, plan, goals=goals[n % GOALS :][:2]) for n in range(1, MEASURES)
    ]
    for needs, waits in itertools.pairwise(measures):
        create(Dependency(measure=waits, needs=needs), by=cast.dana)
    return plan


def two_versions() -> tuple[dict[str, Any], dict[str, Any]]:
    """Fifty pages of prose; every tenth line is written anew in a word or two, some are moved."""
    chance = random.Random(50)
    known = [f"word{n}" for n in range(400)]
    lines = [" ".join(chance.choices(known, k=WORDS)) for _n in range(PAGES * LINES)]
    later = list(lines)
    for at in range(0, len(later), 10):
        words = later[at].split()
        words[chance.randrange(WORDS)] = "anew"
        later[at] = " ".join(words)
    for at in range(0, len(later) - 200, 200):
        later.insert(at + 150, later.pop(at))
    keys = ("overview", "analysis", "schedule", "effect")
    return tuple(  # type: ignore[return-value]
        {"sections": [{"key": key, "body": part(text, n)} for n, key in enumerate(keys)]}
        for text in (lines, later)
    )


def part(lines: list[str], number: int) -> str:
    size = len(lines) // 4
    return "\n".join(lines[number * size : (number + 1) * size])


if __name__ == "__main__":
    report(measure())
