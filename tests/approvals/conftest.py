"""Ballots to vote on, opened on a Monday morning."""

from __future__ import annotations

from typing import Any

import pytest

from improvement.approvals.models import Ballot
from improvement.door.acts import take
from tests import factories

from .voting import MONDAY


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """Stands still on a Monday until a test moves it."""
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def of_everybody(clock: Any, cast: Any) -> Ballot:
    """On the overall goals, which are no single department's: nobody is recused."""
    overall = factories.make_round(cast).overall_goal_set
    return factories.ballot_of(take(overall, "put_forward", by=cast.olga))


@pytest.fixture
def of_contact_centre(clock: Any, cast: Any) -> Ballot:
    """On the goals of the contact centre, which Dana wrote and Hana heads."""
    plan = factories.make_plan(cast, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    return factories.ballot_of(plan.goal_set)
