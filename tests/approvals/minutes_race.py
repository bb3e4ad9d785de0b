"""Eight processes at one ballot: the clock counts its minutes, members object, confirm and vote.

Run by test_minutes_race.py as a program of its own on PostgreSQL; prints what it saw as JSON. With
`--without-lock` the rows are read without their locks, and the same checks must find it out.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from tests import racing

PROCESSES = 8
CONFIRMING = {1: "vic", 2: "leo", 3: "lena"}
OBJECTING = {4: "luis", 5: "leo"}
VOTING = {6: "lena", 7: "luis"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def act(number: int, ballot_pk: int, rng: random.Random) -> str:
    """What process `number` does in a round; the answer is counted."""
    from improvement.approvals.models import Ballot, Minutes
    from improvement.approvals.on_paper import apply_one
    from improvement.approvals.steps import cast_vote
    from improvement.door.acts import take
    from improvement.door.refusals import Refused
    from improvement.organization.models import User

    ballot = Ballot.objects.get(pk=ballot_pk)
    time.sleep(rng.random() * 0.1)
    try:
        if number == 0:
            minutes = Minutes.objects.select_related("ballot").get(ballot=ballot)
            apply_one(minutes, minutes.objections_until + dt.timedelta(minutes=1))
            return "clock"
        name = CONFIRMING.get(number) or OBJECTING.get(number) or VOTING[number]
        person = User.objects.get(email=f"{name}@example.org")
        if number in CONFIRMING:
            take(ballot, "confirm_minutes", by=person)
            return "confirmed"
        if number in OBJECTING:
            take(ballot, "contest_minutes", by=person, reason="Not so.")
            return "contested"
        cast_vote(ballot, by=person, choice="abstain", seen=ballot.digest)
    except Refused as refused:
        return f"refused: {type(refused).__name__}"
    return "voted"


def prepare(cast: Any, n: int) -> Any:
    """A list put to the vote, and a sheet on which everybody approves."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from improvement.approvals.on_paper import Entered, Line, enter_minutes, seats_to_enter
    from tests.approvals.list_race import prepare as a_list

    ballot = a_list(cast, n)
    lines = [Line(seat.number, "approve") for seat in seats_to_enter(ballot)]
    entered = Entered(timezone.localdate(), ballot.digest[-8:], lines)
    return enter_minutes(ballot, entered, ContentFile(PDF, "minutes.pdf"), by=cast.olga)


def violations(ballot_pk: int, answers: list[str]) -> list[str]:
    """Everything that must not be, after one round."""
    from improvement.approvals.models import Ballot
    from improvement.audit.models import Entry

    ballot, found = Ballot.objects.get(pk=ballot_pk), []
    minutes = ballot.minutes.get()
    counted = ballot.votes.filter(minutes=minutes).count()
    if minutes.waits:
        found.append("the minutes still wait")
    if bool(counted) != (minutes.in_force_at is not None):
        found.append(f"{counted} votes on paper, in force {minutes.in_force_at}")
    if minutes.in_force_at and (ballot.votes.count(), ballot.status) != (5, "approved"):
        found.append(f"{ballot.votes.count()} votes, {ballot.status}")
    if answers.count("contested") > 1:
        found.append("one sheet was contested twice")
    chain = Entry.objects.of(ballot.root_key)
    verbs = [entry.verb for entry in chain]
    if verbs.count("contest_minutes") + verbs.count("apply_minutes") != 1:
        found.append(f"stopped or counted more than once: {verbs}")
    return found + racing.versions_without_entries(chain, ballot, ballot.subject)


def race(rounds: int, lock: bool, seed: int) -> dict[str, Any]:
    """Run the rounds and report."""
    from tests.cast import assemble

    cast = assemble()
    return racing.run(
        act,
        lambda n: prepare(cast, n),
        violations,
        processes=PROCESSES,
        rounds=rounds,
        lock=lock,
        seed=seed,
        counted=lambda ballot: (
            ["in force"] * ballot.minutes.filter(in_force_at__isnull=False).count()
        ),
    )


if __name__ == "__main__":
    raise SystemExit(racing.main(__doc__, race))
