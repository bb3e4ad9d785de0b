"""`make test`: every test on SQLite, those of the database again on PostgreSQL, then the browser.

Servers and browser are found or fetched first, so that a want of one is the first thing said.
"""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from improvement.messages import compile_catalogues
from tests.services import chromium, postgres
from tests.services.obtain import ROOT, Missing
from tests.services.redis import program as redis_program
from tests.services.website import plain_environment

REPORTS = ROOT / "var" / "tests"
PARALLEL = ["--numprocesses", "auto", "--dist", "worksteal"]


def main() -> int:
    compile_catalogues()  # a fresh clone has the translations only as text
    with ExitStack() as servers:
        try:
            say("Looking for a browser, PostgreSQL and Redis")
            environment = {**plain_environment(), "E2E_CHROMIUM": chromium.executable()}
            redis_program()
            url = servers.enter_context(postgres.running())
        except Missing as missing:
            say(str(missing))
            return 1
        environment["TEST_DATABASE_URL"] = url
        on_postgres = {**environment, "DATABASE_URL": url}
        passes = {
            "SQLite": (environment, [*PARALLEL, "-m", "not browser"]),
            "PostgreSQL": (on_postgres, [*PARALLEL, "-m", "not browser", "--only-database"]),
            "browser": (environment, [*PARALLEL, "-m", "browser"]),
        }
        counts = {name: run(name, *details) for name, details in passes.items()}
    return conclude(counts)


def run(name: str, environment: dict[str, str], arguments: list[str]) -> Counter[str]:
    """One run of pytest, counted from its report; one that leaves none counts as an error."""
    say(f"\n=== {name}")
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-rs", *arguments, f"--junit-xml={report}"]
    status = subprocess.run(command, cwd=ROOT, env=environment).returncode
    counts = counted(report) if report.exists() else Counter[str]()
    # 1 says that tests failed; anything worse, also that there was no test, is an error itself.
    counts["failed"] += status > 1 or (status == 1 and not counts["failed"])
    return counts


def counted(report: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        number = {
            word: int(suite.get(word, 0)) for word in ("tests", "failures", "errors", "skipped")
        }
        failed = number["failures"] + number["errors"]
        counts["failed"] += failed
        counts["skipped"] += number["skipped"]
        counts["passed"] += number["tests"] - failed - number["skipped"]
    return counts


def conclude(counts: dict[str, Counter[str]]) -> int:
    say("")
    for name, count in counts.items():
        say(f"{name}: {line(count)}")
    total = sum(counts.values(), Counter[str]())
    say(line(total))
    return 1 if total["failed"] else 0


def line(count: Counter[str]) -> str:
    return ", ".join(f"{count[word]} {word}" for word in ("passed", "failed", "skipped"))


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
