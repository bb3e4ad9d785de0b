"""What tests of ballots say again and again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote

MONDAY = dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC)  # ten in the morning in Hong Kong


def vote(ballot: Ballot, person: Any, choice: str = "approve", **more: Any) -> Ballot:
    """Vote on the content that is put to the vote, unless `seen` names another."""
    return cast_vote(ballot, by=person, choice=choice, **{"seen": ballot.digest, **more})


def cast_so_far(ballot: Ballot) -> list[tuple[str, str]]:
    """Who holds the seat, and how it voted."""
    return list(ballot.votes.order_by("pk").values_list("seat__holder__name", "choice"))
