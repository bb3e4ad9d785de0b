"""The vote that completes a ballot, over HTTP, against the four statements it cannot do without."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Any

import psycopg

from tests.bench.ground import ground, queries, signed_in
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from improvement.approvals.models import Ballot
    from tests.cast import Cast

ROUNDS, WARM_UP = 40, 5
LAST = "cora"  # who presides votes last

RAW = (
    """UPDATE plans_plan SET status = 'approved', version = version + 1 WHERE id = %(plan)s""",
    """INSERT INTO approvals_vote (ballot_id, seat_id, voter_id, choice, reason, over_goal,
                                   presided, seen, at)
       VALUES (%(ballot)s, %(seat)s, %(voter)s, 'approve', '', false, true, %(digest)s, now())""",
    """INSERT INTO audit_entry (chain, sequence, at, actor_id, verb, object_type, object_id,
                                version, body, previous, digest)
       VALUES (%(chain)s, 1000, now(), %(voter)s, 'approve', 'plans.plan', %(plan)s,
               1, %(body)s, %(digest)s, %(digest)s)""",
    """INSERT INTO notifications_message (content_type_id, object_id, kind, occasion, recipient_id,
                                          channel, context, created, state, due_at)
       VALUES (%(kind)s, %(plan)s, 'plans.plan.approve', 'raw', %(recipient)s,
               'inapp', '{}', now(), 'sent', now())""",
)


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        ballots = deque(waiting_for_one(cast, 2 * (ROUNDS + WARM_UP) + 1))
        client = signed_in(cast.cora)
        token = client.get("/approvals/") and client.cookies["csrftoken"].value

        def approve() -> None:
            ballot = ballots.popleft()
            typed = {"choice": "approve", "seen": ballot.digest, "key": f"vote-{ballot.pk}"}
            answer = client.post(
                f"/approvals/{ballot.public_id}/vote/", {**typed, "csrfmiddlewaretoken": token}
            )
            assert answer.status_code == 302, answer.content

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            values = deque(values_of(ballots.popleft(), cast) for _ in range(ROUNDS + WARM_UP))

            def raw() -> None:
                given = values.popleft()
                with connection.transaction():
                    for statement in RAW:
                        connection.execute(statement, given)

            over_http, by_hand = interleaved(approve, raw, rounds=ROUNDS, warm_up=WARM_UP)
        return {"approve_vs_raw": over_http / by_hand, "approve_queries": queries(approve)}


def waiting_for_one(cast: Cast, number: int) -> list[Ballot]:
    """The ballots of as many plans, on which everybody has voted but one."""
    from improvement.approvals.steps import cast_vote
    from tests import factories
    from tests.bench.organization import departments

    factories.make_round(cast)
    ballots = []
    for code in departments(cast, number):
        plan = factories.make_plan(cast, department=code, status="leadership_approval")
        ballot = factories.ballot_of(plan)
        for name in factories.LEADERS:
            if name != LAST:
                cast_vote(ballot, by=cast.people[name], choice="approve", seen=ballot.digest)
        ballots.append(ballot)
    return ballots


def values_of(ballot: Ballot, cast: Cast) -> dict[str, Any]:
    return {
        "plan": ballot.object_id,
        "kind": ballot.content_type_id,
        "ballot": ballot.pk,
        "seat": ballot.seats.get(holder=cast.cora).pk,
        "voter": cast.cora.pk,
        "recipient": cast.hana.pk,
        "digest": ballot.digest,
        "chain": ballot.root_key,
        "body": '{"changes":{"status":["leadership_approval","approved"]}}',
    }


if __name__ == "__main__":
    report(measure())
