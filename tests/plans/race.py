"""Six processes at one plan: two adjustments of one field decided at once, a third written.

At the same moment a fourth of another field is decided and the plan may begin its evaluation. Run
by test_race.py as a program of its own on PostgreSQL; prints what it saw as JSON. With
`--without-lock` the rows are read without their locks, and the same checks must find it out.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from decimal import Decimal
from itertools import count
from typing import Any

from tests import racing

PROCESSES = 6
BEFORE_THE_CHAIR = ("vic", "leo", "lena", "luis")
PLANS = 12
"""Made in advance; when all of them are evaluated, the others go on being adjusted."""

RIVALS, OTHER, THIRD = (0, 1), 2, 3
"""Adjustments of the measure's cost; of its benefit; of its cost, still a draft."""


def act(number: int, handed: Any, rng: random.Random) -> str:
    """What process `number` does in a round; the answer is counted."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import take
    from improvement.door.refusals import Refused
    from improvement.organization.models import User
    from plans.adjusting import propose
    from plans.models import Adjustment, Measure, Plan

    def person(name: str) -> User:
        return User.objects.get(email=f"{name}@example.org")

    plan_pk, ballots, third, ends = handed
    try:
        if number in (*RIVALS, OTHER):
            ballot = Ballot.objects.get(pk=ballots[number])
            time.sleep(rng.random() * 0.01)
            cast_vote(ballot, by=person("cora"), choice="approve", seen=ballot.digest)
            return "decide"
        if number == 3:
            time.sleep(rng.random() * 0.04)
            take(Adjustment.objects.get(pk=third), "submit", by=person("hana"))
            return "submit"
        if number == 4:
            time.sleep(rng.random() * 0.04)
            measure = Measure.objects.get(plan=plan_pk)
            draft = Adjustment.objects.get(pk=third)
            costs = {"cost": Decimal(rng.randrange(10**6, 10**7))}
            propose(by=person("hana"), adjustment=draft, kind="measure", row=measure, values=costs)
            return "edit"
        if not ends:
            return "wait"
        time.sleep(rng.random() * 0.02)
        take(Plan.objects.get(pk=plan_pk), "begin_evaluation", by=person("olga"))
        return "begin the evaluation"
    except Refused as refused:
        return f"refused: {type(refused).__name__}"


def before_the_chair(cast: Any, plan: Any, numbers: Any) -> list[Any]:
    """Two rivals, another and a draft; of the first three only the chair's vote is missing."""
    from tests import factories
    from tests.plans.adjustments import proposing, put_forward

    values = [{"cost": next(numbers)}, {"cost": next(numbers)}, {"benefit": next(numbers)}]
    made = [proposing(cast, plan, **value) for value in values]
    ballots = [put_forward(cast, adjustment) for adjustment in made]
    for ballot in ballots:
        factories.vote_by(cast, ballot, *BEFORE_THE_CHAIR)
    made.append(proposing(cast, plan, cost=next(numbers)))
    return made


def violations(plan_pk: int, keys: list[int], was: dict[str, Any]) -> list[str]:
    """Everything that must not be, after one round; counted anew from the rows."""
    from improvement.approvals.models import Ballot
    from improvement.audit.models import Entry
    from improvement.door.models import Revision
    from plans.models import Adjustment, Plan

    plan = Plan.objects.get(pk=plan_pk)
    measure = plan.measures.get()
    made = [Adjustment.objects.get(pk=key) for key in keys]
    ballots = [Ballot.objects.of(one).get() for one in made[:THIRD]]
    found = [
        f"the {field} is {now}, after {[str(one) for one in effects]} from {was[field]}"
        for field, now, effects in (
            ("cost", measure.cost, effects_of("cost", made)),
            ("benefit", measure.benefit, effects_of("benefit", made)),
        )
        if len(effects) > 1 or now != (effects or [was[field]])[0]
    ]
    over = plan.status == "evaluation"
    for one, ballot in zip(made, ballots, strict=False):
        ended = {"approved": "applied", "void": "lapsed" if over else "draft"}
        if one.status != ended.get(ballot.status):
            found.append(f"an adjustment is {one.status}, its ballot {ballot.status}")
    applied = [one for one in made if one.status == "applied"]
    if not over and len(applied) != 2:
        found.append(f"{len(applied)} were applied, and the year goes on")
    undecided = {one.status for one in made} & {"draft", "office_review", "leadership_approval"}
    if plan.status != ("evaluation" if over else "adjustment") or (over and undecided):
        found.append(f"the plan is in {plan.status} with adjustments {undecided}")
    third = made[THIRD]
    stale = [c for c in third.changes.live() if c.before != str(plain(measure.cost))]
    if third.status == "office_review" and stale:
        found.append("one that was overtaken is still before the office")
    frozen = Revision.objects.of(plan).filter(step="adjust").count() - was["frozen"]
    if frozen != len(applied):
        found.append(f"{len(applied)} were applied, and {frozen} versions frozen")
    chain = Entry.objects.of(f"plans.plan:{plan.pk}")
    lines = [line for one in made for line in one.changes.all()]
    return found + racing.versions_without_entries(chain, plan, measure, *made, *ballots, *lines)


def effects_of(field: str, made: list[Any]) -> list[Decimal]:
    """What the adjustments that were applied put into a field of the measure."""
    applied = [one for one in made if one.status == "applied"]
    return [Decimal(c.after) for one in applied for c in one.changes.live() if c.field == field]


def plain(number: Decimal | None) -> Any:
    from plans.adjustable import plain

    return plain(number)


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report."""
    from improvement.approvals.models import Ballot
    from improvement.door.models import Revision
    from plans.models import Adjustment
    from tests.cast import assemble

    cast = assemble()
    waiting = issued_plans(cast)
    rng, numbers = random.Random(seed), map(Decimal, count(1_000))
    said: Counter[str] = Counter()
    found: list[str] = []
    plan = waiting.pop()
    with racing.Racers(act, PROCESSES, seed=seed, lock=lock) as racers:
        for _round in range(rounds):
            plan.refresh_from_db()
            if plan.status == "evaluation" or (found and not lock):
                plan = waiting.pop()
            made = before_the_chair(cast, plan, numbers)
            measure = plan.measures.get()
            was = {
                "cost": measure.cost,
                "benefit": measure.benefit,
                "frozen": Revision.objects.of(plan).filter(step="adjust").count(),
            }
            keys = [one.pk for one in made]
            ballots = [Ballot.objects.of(one).get().pk for one in made[:THIRD]]
            ends = len(waiting) > 0 and rng.random() < 0.3
            answers = racers.run((plan.pk, ballots, keys[THIRD], ends))
            said.update(answers)
            found += [answer for answer in answers if answer.startswith("error")]
            found += violations(plan.pk, keys, was)
            for one in Adjustment.objects.filter(pk__in=keys):
                said[f"adjustment: {one.status}"] += 1
                if not found:
                    tidy(cast, one)
    return {"rounds": rounds, "said": dict(said), "violations": found}


def tidy(cast: Any, adjustment: Any) -> None:
    """The next round begins without what this one left undecided."""
    from improvement.door.acts import take

    if adjustment.status in {"draft", "office_review"}:
        take(adjustment, "withdraw", by=cast.hana, reason="The next one.")


def issued_plans(cast: Any) -> list[Any]:
    """Plans in execution, all headed by Hana, each with one measure."""
    from improvement.organization.models import Department
    from plans.models import Plan
    from tests import factories

    planning_round = factories.make_round(cast)
    switched_off = planning_round.switched_off.model
    switched_off.objects.bulk_create(
        switched_off(round=planning_round, gate=gate, reason="race")
        for gate in ("families", "customer")
    )
    for n in range(PLANS):
        code = f"d{n}"
        cast.departments[code] = Department.objects.create(code=code, name=f"Department {n}")
        cast.appoint("hana", "head", code)
        factories.make_plan(cast, planning_round, code, goals=1, by="hana", status="approved")
    factories.issue(cast, planning_round)
    return list(Plan.objects.filter(round=planning_round, status="execution"))


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
