"""`manage.py serve`: everything starts together, and everything ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.obtain import ROOT
from tests.services.redis import free_port
from tests.services.website import plain_environment

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh installation that is ready to serve, on a port of its own."""
    var, port = tmp_path_factory.mktemp("serve"), str(free_port())
    environment = {
        **plain_environment(),
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'db.sqlite3'}",
        "PORT": port,
        "SITE_URL": f"http://localhost:{port}",
        "WEB_WORKERS": "1",
    }
    assert manage(environment, "bootstrap").returncode == 0
    return environment


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The whole of it, from the moment it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert any("Ready: http://localhost:" in line for line in process.stdout)
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(30)


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def children(process: subprocess.Popen[str]) -> list[int]:
    """Each of them leads a session of its own."""
    return sorted(born_of(process.pid))


def born_of(parent: int) -> dict[int, str]:
    """The state of every process it has started, from the process table of Linux."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            if int(status[1]) == parent:
                found[int(entry.name)] = status[0]
    return found


def alive(session: int) -> bool:
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all(served: subprocess.Popen[str], number: signal.Signals) -> None:
    sessions = children(served)
    assert len(sessions) == 2
    served.send_signal(number)
    assert served.wait(30) == 0
    assert not any(alive(session) for session in sessions)


def test_the_clock_runs_in_the_worker(
    served: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    """Without Redis the beat is born of the worker: it must not die of its parent's connection."""
    _web, worker = children(served)
    schedule, patience = Path(environment["VAR_DIR"]), time.monotonic() + 30
    while not (born_of(worker) and list(schedule.glob("beat*"))):
        assert time.monotonic() < patience
        time.sleep(0.2)
    for _second in range(15):  # longer than SQLite tries before it gives up
        assert "Z" not in born_of(worker).values()
        time.sleep(1)


def test_when_one_part_dies_all_end(served: subprocess.Popen[str]) -> None:
    sessions = children(served)
    os.killpg(sessions[1], signal.SIGKILL)
    assert served.wait(30) == 1
    assert not any(alive(session) for session in sessions)


def test_it_answers_when_it_says_so(
    served: subprocess.Popen[str], environment: dict[str, str]
) -> None:
    for path in ("/healthz", "/readyz"):
        with urllib.request.urlopen(environment["SITE_URL"] + path) as answer:
            assert answer.status == 200
    assert manage(environment, "serve").stderr.startswith("Nothing can listen on port")


def test_bootstrap_may_be_repeated(environment: dict[str, str]) -> None:
    var = Path(environment["VAR_DIR"])
    before = (var / "db.sqlite3").read_bytes()
    assert manage(environment, "bootstrap").returncode == 0
    assert (var / "db.sqlite3").read_bytes() == before
    assert var.stat().st_mode & 0o777 == 0o700
    assert list((var / "static" / "css").glob("app.*.css"))


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none", "The database does not answer"),
        ("DATABASE_URL", "sqlite:////nowhere/db.sqlite3", "The database does not answer"),
        ("REDIS_URL", "redis://127.0.0.1:9/0", "Redis does not answer. Is REDIS_URL right?"),
        ("PORT", "http", "Nothing can listen on port http"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    environment: dict[str, str], variable: str, value: str, sentence: str
) -> None:
    result = manage({**environment, variable: value}, "serve")
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_without_its_tables_is_refused(
    environment: dict[str, str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    result = manage({**environment, "DATABASE_URL": url}, "serve")
    assert result.returncode == 1
    assert "Run `manage.py bootstrap`." in result.stderr


def test_a_worker_started_by_hand_refuses_too(environment: dict[str, str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    command = [sys.executable, "-m", "celery", "--app", "improvement.celery", "worker"]
    result = subprocess.run(
        [*command, "--pool", "solo"],
        cwd=ROOT,
        env={**environment, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert "This installation may not start" in result.stderr


def test_production_refuses_every_shortcut(environment: dict[str, str]) -> None:
    production = {
        **environment,
        "PRODUCTION": "1",
        "DEMO": "1",
        "SECRET_KEY": "short",
        "AUDIT_KEY": "short",
        "ALLOWED_HOSTS": "*",
    }
    result = manage(production, "serve")
    assert result.returncode == 1
    for word in ("SECRET_KEY must be", "AUDIT_KEY must be", "differ", "ALLOWED_HOSTS", "DEMO"):
        assert word in result.stderr


def test_the_port_is_free_again(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        time.sleep(0)
