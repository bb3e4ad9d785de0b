"""Eight processes at one sheet: it is counted once or stopped once, on PostgreSQL."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.postgres


def race(url, *options):
    done = subprocess.run(
        [sys.executable, "-m", "tests.approvals.minutes_race", *options],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_minutes_are_counted_once_or_stopped_once(postgres_copy):
    report = race(postgres_copy, "--rounds", "30")
    assert report["violations"] == []
    said = report["said"]
    assert said["in force"] and said["contested"] and said["voted"]
