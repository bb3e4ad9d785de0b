"""Six processes at one plan: one effect on a field, and nothing half done, on PostgreSQL."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import racing

pytestmark = pytest.mark.postgres


RACE = "tests.plans.race"


def test_sixty_rounds_have_one_effect_on_a_field(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "60")
    assert report["violations"] == []
    said = report["said"]
    assert {"adjustment: applied", "adjustment: draft", "adjustment: lapsed"} <= set(said)
    assert {"decide", "submit", "edit", "begin the evaluation"} <= set(said)
    verified = subprocess.run(
        [sys.executable, "-m", "improvement.audit.verify", "--database", postgres_copy],
        cwd=settings.BASE_DIR,
        env={**os.environ, "AUDIT_KEY": settings.AUDIT_KEY},
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_without_the_lock_the_same_checks_find_violations(postgres_copy):
    report = racing.outside(RACE, postgres_copy, "--rounds", "8", "--without-lock")
    assert report["violations"]
