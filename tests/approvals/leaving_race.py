"""A vote and the departure of a seat at the same moment: none of both goes unnoticed.

Run by test_leaving_race.py as a program of its own on PostgreSQL; prints what it saw as JSON.
Process 0 closes the account of a member who has not voted; the others vote. With `--without-lock`
nothing follows a departure, and the same checks must find it out.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from tests import racing

VOTERS = ("vic", "leo", "lena")
PROCESSES = 1 + len(VOTERS)


def act(number: int, ballot_pk: int, rng: random.Random) -> str:
    """Give up Luis's seat, or vote; two say no, so that every approval counts."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import record
    from improvement.door.refusals import Refused
    from improvement.organization.models import User

    time.sleep(rng.random() * 0.05)
    if number == 0:
        luis = User.objects.get(email="luis@example.org")
        administrator = User.objects.get(email="ada@example.org")
        record(luis, {"is_active": False}, by=administrator)
        return "given up"
    name = VOTERS[number - 1]
    choice = "approve" if name == "lena" else "return"
    ballot = Ballot.objects.get(pk=ballot_pk)
    person = User.objects.get(email=f"{name}@example.org")
    try:
        cast_vote(ballot, by=person, choice=choice, reason="Too dear.", seen=ballot.digest)
    except Refused as refused:
        return f"refused: {type(refused).__name__}"
    return f"voted: {choice}"


def prepare(cast: Any, n: int) -> Any:
    """Everybody is back; a plan of a new year before the group."""
    from improvement.approvals.steps import open_ballot
    from improvement.door.models import Revision
    from improvement.organization.models import User
    from plans.models import GoalSet, Plan, Round

    User.objects.filter(email="luis@example.org").update(is_active=True)
    year = 2100 + n
    planning_round = Round(
        label=str(year),
        starts=dt.date(year, 1, 1),
        ends=dt.date(year, 12, 31),
        deadline=dt.date(year - 1, 12, 1),
        status="drafting",
    )
    planning_round.save()
    plan = Plan(
        round=planning_round, department=cast.departments["csc"], status="leadership_approval"
    )
    plan.save()
    GoalSet(plan=plan, status="fixed").save()
    Revision.freeze(plan, step="submit", by=cast.hana)
    return open_ballot(plan, by=cast.olga, department=plan.department)


def violations(ballot_pk: int, answers: list[str]) -> list[str]:
    """A ballot on which no vote to come changes anything does not stay open."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.tally import outcome

    ballot = Ballot.objects.get(pk=ballot_pk)
    found = [f"somebody got {said}" for said in answers if said.startswith("error")]
    if ballot.status == "open" and outcome(ballot.tally(ballot.seat_list())):
        found.append("approval is impossible, and the ballot is open")
    status = {"returned": "draft", "open": "leadership_approval"}.get(ballot.status)
    if ballot.subject.status != status:
        found.append(f"the ballot is {ballot.status}, its plan {ballot.subject.status}")
    if ballot.votes.count() != sum(said.startswith("voted") for said in answers):
        found.append("a vote was told as cast and is not there")
    return found


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report; without the lock also without what follows a departure."""
    from improvement.organization import leaving

    if not lock:
        leaving._followers.clear()
    return racing.run_on_ballots(
        act, prepare, violations, processes=PROCESSES, rounds=rounds, lock=lock, seed=seed
    )


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
