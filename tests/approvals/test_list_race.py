"""Eight processes at one list: an item is pulled once, or decided with it, on PostgreSQL."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.postgres


def race(url, *options):
    done = subprocess.run(
        [sys.executable, "-m", "tests.approvals.list_race", *options],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_an_item_is_pulled_once_or_decided_with_the_list(postgres_copy):
    report = race(postgres_copy, "--rounds", "60")
    assert report["violations"] == []
    said = report["said"]
    assert said["pulled: 1"] and said["pulled: 2"] and said["refused: StepRefused"]
    assert said["ballot: approved"] and said["ballot: returned"]


def test_without_the_lock_the_same_checks_find_violations(postgres_copy):
    assert race(postgres_copy, "--rounds", "20", "--without-lock")["violations"]
