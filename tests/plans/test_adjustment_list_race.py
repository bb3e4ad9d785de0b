"""A list and what overtakes its items at once: one change of a field is in force, on PostgreSQL."""

import pytest

from tests import racing

pytestmark = pytest.mark.postgres
RACE = "tests.plans.adjustment_list_race"


def test_of_a_list_and_a_faster_adjustment_one_is_in_force(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "20")
    assert report["violations"] == []
    said = report["said"]
    assert {"pulled", "evaluated", "ballot: approved"} <= set(said)
