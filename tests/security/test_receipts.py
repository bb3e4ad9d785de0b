"""A form counts once, and its key opens nothing else."""

import pytest

from improvement.approvals.steps import cast_vote
from improvement.door.acts import record
from improvement.door.models import Receipt
from improvement.door.refusals import Invisible, WrongState
from tests.factories import ballot_of, make_plan


@pytest.fixture
def used(cast, planning_round):
    """A key that Dora of Quality has used up on a section of her own plan."""
    plan = make_plan(cast, planning_round, "qua", status="empty", by="dora", head="hugo")
    record(plan.sections.get(key="overview"), {"body": "Ours."}, by=cast.dora, key="used")
    return plan


@pytest.fixture
def ballot(cast, planning_round):
    return ballot_of(make_plan(cast, planning_round, status="leadership_approval"))


def test_a_used_key_does_not_show_somebody_elses_ballot(used, ballot, cast, sign_in):
    sent = {"choice": "approve", "seen": ballot.digest, "key": "used"}

    response = sign_in(cast.dora).post(f"/approvals/{ballot.public_id}/vote/", sent)

    assert response.status_code == 404
    assert ballot.title not in response.content.decode()
    with pytest.raises(Invisible):
        cast_vote(ballot, by=cast.dora, choice="approve", seen=ballot.digest, key="used")


def test_a_used_key_does_nothing_to_another_row_and_says_so(used, cast):
    other = used.sections.get(key="analysis")

    with pytest.raises(WrongState):
        record(other, {"body": "Lost?"}, by=cast.dora, key="used")

    other.refresh_from_db()
    assert (other.body, other.version) == ("", 1)


def test_a_repeated_form_is_harmless(used, cast):
    section = used.sections.get(key="overview")

    kept = record(section, {"body": "Again."}, by=cast.dora, key="used")

    assert (kept.body, kept.version) == ("Ours.", 2)


def test_two_people_may_use_the_same_key(used, cast):
    section = used.sections.get(key="overview")

    kept = record(section, {"body": "The head's."}, by=cast.hugo, key="used")

    assert kept.body == "The head's."


def test_a_key_of_any_length_fits_into_its_column(used, cast):
    section, key = used.sections.get(key="overview"), "k" * 5_000

    record(section, {"body": "First."}, by=cast.dora, key=key)
    kept = record(section, {"body": "Second."}, by=cast.dora, key=key)

    assert kept.body == "First."
    assert max(len(row.key) for row in Receipt.objects.all()) <= 64
