"""Eight processes at one plan: vote, return, edit, recall and resubmit at the same moment.

Run by test_race.py as a program of its own on PostgreSQL; prints what it saw as JSON. With
`--without-lock` the rows are read without their locks, and the same checks must find it out.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

from tests import racing

PROCESSES = 8
VOTERS = ("vic", "leo", "lena", "luis", "cora")
PATIENCE = 5.0


def act(number: int, ballot_pk: int, rng: random.Random) -> str:
    """What process `number` does in a round; the answer is counted."""
    from improvement.approvals.models import Ballot
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import record, take
    from improvement.door.refusals import Refused
    from improvement.organization.models import User

    def person(name: str) -> User:
        return User.objects.get(email=f"{name}@example.org")

    ballot = Ballot.objects.get(pk=ballot_pk)
    plan = ballot.subject
    try:
        if number < len(VOTERS):
            choice = "return" if rng.random() < 0.3 else "approve"
            return vote(ballot, person(VOTERS[number]), choice, cast_vote)
        if number == 5:
            text = f"Edited at {time.time_ns()}"
            record(plan.sections.first(), {"body": text}, by=person("hana"))
        elif number == 6:
            if rng.random() < 0.7:
                time.sleep(0.02)
            take(ballot, "recall", by=person("olga"), reason="To be mended")
        else:
            time.sleep(rng.random() * 0.02)
            take(plan, "submit", by=person("hana"))
        return ["edit", "recall", "submit"][number - 5]
    except Refused as refused:
        return f"refused: {type(refused).__name__}"


def vote(ballot: Any, voter: Any, choice: str, cast_vote: Any) -> str:
    """The chair waits for its turn; everybody else votes once."""
    from improvement.door.refusals import StepRefused

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            cast_vote(ballot, by=voter, choice=choice, reason="As discussed", seen=ballot.digest)
            return f"vote: {choice}"
        except StepRefused:
            ballot.refresh_from_db()
            early = ballot.status == "open" and voter.email.startswith("cora")
            if not early or time.monotonic() > deadline:
                return "refused: StepRefused"
            time.sleep(0.005)


def prepare(cast: Any, planning_round: Any, plan: Any, n: int) -> Any:
    """A plan before the leadership group: the last one again, or a new one once it is approved."""
    from improvement.organization.models import Department
    from plans.models import Plan
    from tests import factories

    if plan is not None:
        plan = Plan.objects.get(pk=plan.pk)
        if plan.status in {"draft", "office_review", "endorsed"}:
            return onward(cast, plan)
    code = f"d{n}"
    cast.departments[code] = Department.objects.create(code=code, name=f"Department {n}")
    cast.appoint("hana", "head", code)
    plan = factories.make_plan(cast, planning_round, code, goals=1, by="hana", status="draft")
    return onward(cast, plan)


def onward(cast: Any, plan: Any) -> Any:
    from improvement.door.acts import take
    from plans.steps import begin_review, finish_review

    if plan.status == "draft":
        plan = take(plan, "submit", by=cast.hana)
    if plan.status == "office_review":
        review = begin_review(by=cast.olga, plan=plan)
        plan = finish_review(by=cast.olga, review=review, verdict="endorse")
    return take(plan, "put_forward", by=cast.olga)


def violations(ballot_pk: int) -> list[str]:
    """Everything that must not be, after one round; the count is made anew, not read."""
    from improvement.approvals.models import Ballot
    from improvement.audit.models import Entry

    ballot = Ballot.objects.get(pk=ballot_pk)
    plan, found = ballot.subject, []
    votes = list(ballot.votes.values_list("choice", flat=True))
    expected = decided(votes, ballot.seats.count())
    if ballot.status == "recalled":
        expected = "recalled" if not votes else "open, for somebody had voted"
    if ballot.status != expected:
        found.append(f"votes {Counter(votes)} make it {expected}, but it is {ballot.status}")
    chain = Entry.objects.of(f"plans.plan:{plan.pk}")
    found += racing.versions_without_entries(chain, plan, ballot)
    outcomes = [
        entry.verb
        for entry in chain.filter(object_type="plans.plan")
        if entry.cause == {"type": "approvals.ballot", "id": ballot.pk}
    ]
    wanted = {
        "approved": ["approve"],
        "returned": ["return_by_leaders"],
        "recalled": ["put_back"],
        "open": [],
    }
    if outcomes != wanted.get(ballot.status):
        found.append(f"the plan took {outcomes} from a ballot that is {ballot.status}")
    return found


def decided(votes: list[str], seats: int) -> str:
    """The rule once more, in the plainest words."""
    approving = sum(choice == "approve" for choice in votes)
    if approving + seats - len(votes) <= seats // 2:
        return "returned"
    if len(votes) < seats:
        return "open"
    return "approved" if approving > seats / 2 else "returned"


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report."""
    from tests import factories
    from tests.cast import assemble

    cast = assemble()
    planning_round = factories.make_round(cast)
    planning_round.switched_off.model.objects.bulk_create(
        planning_round.switched_off.model(round=planning_round, gate=gate, reason="race")
        for gate in ("families", "customer")
    )
    said: Counter[str] = Counter()
    found: list[str] = []
    plan = None
    with racing.Racers(act, PROCESSES, seed=seed, lock=lock) as racers:
        for n in range(rounds):
            plan = prepare(cast, planning_round, plan, n)
            ballot = factories.ballot_of(plan)
            answers = racers.run(ballot.pk)
            said.update(answers)
            found += [answer for answer in answers if answer.startswith("error")]
            found += violations(ballot.pk)
            ballot.refresh_from_db()
            said[f"ballot: {ballot.status}"] += 1
            if ballot.status == "open" or (found and not lock):
                plan = None
    return {"rounds": rounds, "said": dict(said), "violations": found}


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
