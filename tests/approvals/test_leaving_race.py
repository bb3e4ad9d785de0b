"""A vote and a departure at once: whichever comes second decides the ballot, on PostgreSQL."""

import pytest

from tests import racing

pytestmark = pytest.mark.postgres
RACE = "tests.approvals.leaving_race"


def test_what_can_no_longer_be_approved_never_stays_open(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "40")
    assert report["violations"] == []
    said = report["said"]
    assert said["given up"] == 40 and said["ballot: returned"]


def test_if_nothing_followed_a_departure_the_same_checks_find_it_out(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "20", "--without-lock")
    assert report["violations"]
