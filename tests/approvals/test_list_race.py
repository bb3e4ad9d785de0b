"""Eight processes at one list: an item is pulled once, or decided with it, on PostgreSQL."""

import pytest

from tests import racing

pytestmark = pytest.mark.postgres
RACE = "tests.approvals.list_race"


def test_an_item_is_pulled_once_or_decided_with_the_list(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "60")
    assert report["violations"] == []
    said = report["said"]
    assert said["pulled: 1"] and said["pulled: 2"] and said["refused: StepRefused"]
    assert said["ballot: approved"] and said["ballot: returned"]


def test_without_the_lock_the_same_checks_find_violations(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "20", "--without-lock")
    assert report["violations"]
