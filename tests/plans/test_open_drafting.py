"""The office opens a year: only with overall goals, and everybody concerned is called."""

import pytest

from improvement.door.acts import record, take
from improvement.door.refusals import StepRefused
from improvement.notifications.models import Message
from tests import factories


@pytest.fixture
def prepared(cast):
    return factories.make_round(cast, open_drafting=False)


def test_the_call_for_plans_reaches_heads_and_clerks(cast, prepared):
    """D17."""
    assert take(prepared, "open_drafting", by=cast.olga).status == "drafting"
    called = Message.objects.filter(kind="plans.round.open_drafting", channel="inapp")
    assert {m.recipient.name for m in called} == {"Dana", "Hana", "Dora", "Hugo", "Lily"}


def test_drafting_opens_after_the_overall_goals(cast, prepared):
    """D9: approved by the leaders, unless marked provisional."""
    prepared = record(prepared, {"provisional_goals": False}, by=cast.olga)
    with pytest.raises(StepRefused, match="overall goals are not approved"):
        take(prepared, "open_drafting", by=cast.olga)
    take(prepared.overall_goal_set, "put_forward", by=cast.olga)
    factories.vote_through(cast, prepared.overall_goal_set)
    assert take(prepared, "open_drafting", by=cast.olga).status == "drafting"


def test_a_closed_year_takes_late_plans_where_the_office_says_so(cast, prepared):
    opened = take(prepared, "open_drafting", by=cast.olga)
    closed = take(opened, "close_drafting", by=cast.olga)
    assert closed.takes_drafts
    assert not record(closed, {"late_submissions": False}, by=cast.olga).takes_drafts
