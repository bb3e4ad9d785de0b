"""Seven processes at one list of adjustments: vote, overtake, pull, and begin the evaluation.

Run by test_adjustment_list_race.py as a program of its own on PostgreSQL; prints what it saw as
JSON. A deadlock is told as an error: every act takes the list, then plans, then adjustments.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from tests import racing
from tests.approvals.race import VOTERS, vote

PROCESSES = len(VOTERS) + 2


def act(number: int, ballot_pk: int, rng: random.Random) -> str:
    """Vote on the list and on a faster adjustment of the same plan; pull; or end the year."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import take
    from improvement.door.refusals import Refused
    from improvement.organization.models import User
    from plans.models import Adjustment

    listed = Ballot.objects.get(pk=ballot_pk)
    first, second = (item.subject for item in listed.items.all())
    try:
        if number < len(VOTERS):
            person = User.objects.get(email=f"{VOTERS[number]}@example.org")
            faster = Adjustment.objects.get(plan=first.plan_id, number=2).ballot
            both = [listed, faster]
            rng.shuffle(both)
            said = [vote(ballot, person, "approve", cast_vote) for ballot in both]
            return ", ".join(sorted(said))
        if number == len(VOTERS):
            take(listed, "pull", by=User.objects.get(email="leo@example.org"), item=2)
            return "pulled"
        time.sleep(rng.random())  # the pull waits behind the votes, for the lock of the list
        take(second.plan, "begin_evaluation", by=User.objects.get(email="oscar@example.org"))
    except Refused as refused:
        return f"refused: {type(refused).__name__}"
    return "evaluated"


def prepare(cast: Any, n: int) -> Any:
    """Two plans with an adjustment each on the list, and a faster one of the first by itself."""
    from improvement.door.acts import take
    from plans.models import AdjustmentList, ListedAdjustment, Round

    year = 2100 + n
    planning_round = Round(
        label=str(year),
        starts=dt.date(year, 1, 1),
        ends=dt.date(year, 12, 31),
        deadline=dt.date(year - 1, 12, 1),
        status="executing",
    )
    planning_round.save()
    plans = [a_plan(cast, planning_round, code) for code in ("csc", "lic")]
    listed = [an_adjustment(cast, plan, 1, "12") for plan in plans]
    faster = an_adjustment(cast, plans[0], 2, "13")
    made = AdjustmentList(round=planning_round, number=1)
    made.save()
    for position, adjustment in enumerate(listed, start=1):
        ListedAdjustment.objects.create(
            adjustment_list=made, adjustment=adjustment, position=position
        )
    take(faster, "put_forward", by=cast.oscar)
    return take(made, "put_forward", by=cast.oscar).ballot


def a_plan(cast: Any, planning_round: Any, code: str) -> Any:
    from improvement.door.models import Revision
    from plans.models import GoalSet, Measure, Plan

    plan = Plan(round=planning_round, department=cast.departments[code], status="adjustment")
    plan.save()
    GoalSet(plan=plan, status="fixed").save()
    Measure(plan=plan, number=1, title="Call back", cost=10).save()
    Revision.freeze(plan, step="submit", by=cast.hana)
    return plan


def an_adjustment(cast: Any, plan: Any, number: int, cost: str) -> Any:
    from improvement.door.models import Revision
    from plans.models import Adjustment, AdjustmentChange

    made = Adjustment(plan=plan, number=number, status="office_review", reason="gap")
    made.save()
    measure = plan.measures.get()
    AdjustmentChange(
        adjustment=made,
        operation="change",
        kind="measure",
        item=measure.public_id,
        owner=measure.public_id,
        number=measure.code,
        title=measure.title,
        field="cost",
        before="10",
        after=cost,
    ).save()
    Revision.freeze(made, step="submit", by=cast.hana)
    return made


def violations(ballot_pk: int, answers: list[str]) -> list[str]:
    """Everything that must not be, after one round."""
    from improvement.approvals.models import Ballot
    from improvement.audit.models import Entry

    ballot = Ballot.objects.get(pk=ballot_pk)
    found = [f"somebody got {said}" for said in answers if "error" in said]
    for item in ballot.items.all():
        adjustment = item.subject
        applied = list(adjustment.plan.adjustments.filter(status="applied"))
        cost = adjustment.plan.measures.get().cost
        wanted = {one.changes.get().after for one in applied} or {"10"}
        if len(applied) > 1 or {str(int(cost))} != wanted:
            found.append(f"{len(applied)} are in force, the cost is {cost}")
        decided = ballot.status == "approved" and item.listed
        if decided and item.passed_over is (adjustment.status == "applied"):
            found.append(f"the item says {item.passed_over}, it is {adjustment.status}")
        if decided and adjustment.status == "leadership_approval":
            found.append("the list is decided and an item still waits")
        chain = Entry.objects.of(f"plans.plan:{adjustment.plan_id}")
        found += racing.versions_without_entries(chain, adjustment.plan, adjustment)
    return found


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report."""
    return racing.run_on_ballots(
        act, prepare, violations, processes=PROCESSES, rounds=rounds, lock=lock, seed=seed
    )


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
