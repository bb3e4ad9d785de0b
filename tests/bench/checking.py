"""`manage.py check` against the same command of a project that Django has just begun."""

import os
import subprocess
import sys
import tempfile

from tests.bench.measuring import interleaved, report
from tests.services.obtain import ROOT
from tests.services.website import plain_environment

ROUNDS = 11


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-") as bare:
        command = [sys.executable, "-m", "django", "startproject", "bare", bare]
        environment = plain_environment()
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as an image has it
        subprocess.run(command, check=True, env=environment)

        def check(folder: str | os.PathLike[str]) -> None:
            command = [sys.executable, "manage.py", "check"]
            subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)

        ours, theirs = interleaved(lambda: check(ROOT), lambda: check(bare), rounds=ROUNDS)
    return {"check_vs_bare": ours / theirs}


if __name__ == "__main__":
    report(measure())
