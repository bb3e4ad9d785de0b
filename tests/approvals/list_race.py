"""Eight processes at one consent list: vote on all, pull the same item, pull another, recall.

Run by test_list_race.py as a program of its own on PostgreSQL; prints what it saw as JSON. With
`--without-lock` the rows are read without their locks, and the same checks must find it out.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from tests import racing
from tests.approvals.race import VOTERS, vote

PROCESSES = 8
PLANS = 3
PULLERS = {5: ("leo", 1), 6: ("lena", 1), 7: ("luis", 2)}


def act(number: int, ballot_pk: int, rng: random.Random) -> str:
    """What process `number` does in a round; the answer is counted."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import take
    from improvement.door.refusals import Refused
    from improvement.organization.models import User

    ballot = Ballot.objects.get(pk=ballot_pk)
    name, item = PULLERS.get(number) or (VOTERS[number], 0)
    person = User.objects.get(email=f"{name}@example.org")
    try:
        if not item:
            return vote(ballot, person, "return" if rng.random() < 0.2 else "approve", cast_vote)
        time.sleep(rng.random() * 0.15)
        take(ballot, "pull", by=person, item=item)
    except Refused as refused:
        return f"refused: {type(refused).__name__}"
    return f"pulled: {item}"


def prepare(cast: Any, n: int) -> Any:
    """A new year with three endorsed plans, put to the vote together."""
    from improvement.door.acts import take
    from improvement.door.models import Revision
    from plans.models import OrganizationPlan, OrganizationPlanItem, Plan, Round

    year = 2100 + n
    planning_round = Round(
        label=str(year),
        starts=dt.date(year, 1, 1),
        ends=dt.date(year, 12, 31),
        deadline=dt.date(year - 1, 12, 1),
        status="consolidating",
    )
    planning_round.save()
    edition = OrganizationPlan(round=planning_round)
    edition.save()
    for position, code in enumerate(("csc", "qua", "lic")[:PLANS], start=1):
        plan = Plan(round=planning_round, department=cast.departments[code], status="endorsed")
        plan.save()
        OrganizationPlanItem.objects.create(
            organization_plan=edition,
            plan=plan,
            revision=Revision.freeze(plan, step="submit", by=cast.hana),
            position=position,
        )
    return take(edition, "put_forward", by=cast.olga).ballot


def violations(ballot_pk: int, answers: list[str]) -> list[str]:
    """Everything that must not be, after one round."""
    from improvement.approvals.models import Ballot
    from improvement.audit.models import Entry

    ballot = Ballot.objects.get(pk=ballot_pk)
    found = ["one item was pulled twice"] * (answers.count("pulled: 1") > 1)
    decided = {"approved": "approved", "returned": "endorsed", "open": "leadership_approval"}
    for item in ballot.items.all():
        plan, alone = item.subject, list(Ballot.objects.of(item.subject))
        wanted = decided[ballot.status] if item.listed else "leadership_approval"
        if plan.status != wanted:
            found.append(f"the list is {ballot.status}, a plan on or off it is {plan.status}")
        if [own.pk for own in alone] != ([] if item.listed else [item.own_ballot_id]):
            found.append(f"a plan has the ballots {alone}, its item names {item.own_ballot_id}")
        chain = Entry.objects.of(f"plans.plan:{plan.pk}")
        found += racing.versions_without_entries(chain, plan, *alone)
    chain = Entry.objects.of(ballot.root_key)
    found += racing.versions_without_entries(chain, ballot, ballot.subject)
    return found


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report."""
    return racing.run_on_ballots(
        act, prepare, violations, processes=PROCESSES, rounds=rounds, lock=lock, seed=seed
    )


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
