"""Eight processes at one plan: decided once, exactly as the votes say, on PostgreSQL."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import racing

pytestmark = pytest.mark.postgres


RACE = "tests.approvals.race"


def test_two_hundred_rounds_decide_exactly_as_the_votes_say(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "200")
    assert report["violations"] == []
    ballots = {k: v for k, v in report["said"].items() if k.startswith("ballot:")}
    assert sum(ballots.values()) == 200
    assert {"ballot: approved", "ballot: returned", "ballot: recalled"} <= set(ballots)
    verified = subprocess.run(
        [sys.executable, "-m", "improvement.audit.verify", "--database", postgres_copy],
        cwd=settings.BASE_DIR,
        env={**os.environ, "AUDIT_KEY": settings.AUDIT_KEY},
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_without_the_lock_the_same_checks_find_violations(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "12", "--without-lock")
    assert report["violations"]
