"""Eight processes at one sheet: it is counted once or stopped once, on PostgreSQL."""

import pytest

from tests import racing

pytestmark = pytest.mark.postgres
RACE = "tests.approvals.minutes_race"


def test_minutes_are_counted_once_or_stopped_once(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "30")
    assert report["violations"] == []
    said = report["said"]
    assert said["in force"] and said["contested"] and said["voted"]


def test_without_the_lock_the_same_checks_find_violations(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "20", "--without-lock")
    assert report["violations"]
