"""Workers are killed, Redis and the clock fail: one row per key, nothing twice, nothing lost.

Everything is real: PostgreSQL, Redis, the Celery worker, and a mail server that writes down what
came over the wire. What is in doubt is at most one e-mail a kill, and a person can see it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.services.obtain import ROOT
from tests.services.website import plain_environment

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

PATIENCE = 60.0
WORKER = ["celery", "-A", "improvement.celery", "worker", "--concurrency=2", "--loglevel=WARNING"]


class Scene:
    """An installation with its own database, broker and mail server, and workers to kill."""

    def __init__(self, database: str, redis: Any, sink: Any, folder: Path) -> None:
        self.redis, self.sink, self.folder = redis, sink, folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.database = psycopg.connect(database, autocommit=True)
        self.environment = {
            **plain_environment(),
            "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
            "DATABASE_URL": database,
            "REDIS_URL": redis.url,
            "EMAIL_URL": sink.url,
            "VAR_DIR": str(folder),
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=(self.folder / "log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def worker(self, **environment: str) -> subprocess.Popen[bytes]:
        started = self.start(*WORKER, **environment)
        self.workers.append(started)
        return started

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """kill -9, the pool with it, and what it had asked of the database with it."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> ALL(%s)",
            [self.database.info.backend_pid, *self.own_backends],
        )

    own_backends: tuple[int, ...] = ()

    def act(self, *arguments: str) -> None:
        assert self.start("tests.notifications.act", *arguments).wait(PATIENCE) == 0, self.log()

    def ask(self, sql: str, *parameters: Any) -> list[Any]:
        return self.database.execute(sql, parameters).fetchall()

    def minutes_pass(self) -> None:
        """Every lease runs out."""
        self.database.execute(
            "UPDATE notifications_message SET lease_until = lease_until - interval '10 minutes'"
        )

    def states(self) -> Counter[str]:
        """The e-mails by their state."""
        return Counter(
            dict(
                self.ask(
                    "SELECT state, count(*) FROM notifications_message"
                    " WHERE channel = 'email' GROUP BY state"
                )
            )
        )

    def until(self, condition: Callable[[], bool]) -> None:
        patience = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < patience, f"{self.states()}\n{self.log()}"
            time.sleep(0.05)

    def wire(self) -> Counter[str]:
        """Who was sent how many e-mails."""
        return Counter(to for mail in self.sink.messages() for to in mail.recipients)

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def close(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
        self.database.close()


@pytest.fixture
def scene(postgres_copy: str, redis_server: Any, smtp_sink: Any, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(postgres_copy, redis_server, smtp_sink, tmp_path)
    yield made
    made.close()


def everybody(count: int) -> Counter[str]:
    """Each of so many people exactly once."""
    return Counter({f"person{n}@example.org": 1 for n in range(count)})


def test_killed_while_the_mail_server_is_answering(scene: Scene) -> None:
    """Five are claimed, one is on the wire: that one is in doubt, the other four are sent."""
    scene.sink.hold()
    first = scene.worker()
    scene.act("tell", "5")
    scene.until(lambda: len(scene.sink.messages()) == 1)
    scene.kill(first)
    assert scene.states() == {"sending": 1, "pending": 4}

    scene.sink.release()
    scene.minutes_pass()
    scene.worker()
    scene.act("call", "sweep")
    scene.until(lambda: scene.states() == {"in_doubt": 1, "sent": 4})
    assert scene.wire() == everybody(5)


def test_killed_before_the_mail_server_was_spoken_to(scene: Scene) -> None:
    """Claimed and written, but nothing said: no doubt, everything is sent."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute_url = f"smtp://127.0.0.1:{mute.getsockname()[1]}"
        first = scene.worker(EMAIL_URL=mute_url)
        scene.act("tell", "3")
        mute.settimeout(PATIENCE)
        with mute.accept()[0]:
            scene.kill(first)
    assert scene.states() == {"pending": 3}

    scene.minutes_pass()
    scene.worker()
    scene.act("call", "sweep")
    scene.until(lambda: scene.states() == {"sent": 3})
    assert scene.wire() == everybody(3)


def test_killed_between_the_answer_and_the_mark(scene: Scene, postgres_copy: str) -> None:
    """The mail server has said yes, the row does not know it yet: visible, never sent again."""
    scene.sink.hold()
    first = scene.worker()
    scene.act("tell", "1")
    scene.until(lambda: scene.states() == {"sending": 1})
    with psycopg.connect(postgres_copy) as lock:
        scene.own_backends = (lock.info.backend_pid,)
        lock.execute("SELECT id FROM notifications_message FOR UPDATE")
        scene.sink.release()
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        scene.until(lambda: scene.ask(waiting) != [])
        scene.kill(first)

    scene.minutes_pass()
    scene.worker()
    scene.act("call", "sweep", "sweep", "sweep")
    scene.until(lambda: scene.states() == {"in_doubt": 1})
    scene.act("call", "sweep")
    assert scene.wire() == everybody(1)


def test_redis_is_away_and_comes_back(scene: Scene) -> None:
    """The act is not held up; the sweep after the return delivers what no bell announced."""
    scene.worker()
    scene.act("call", "sweep")
    scene.redis.stop()
    scene.act("tell", "5")
    assert scene.states() == {"pending": 5}
    scene.redis.start()
    scene.act("call", "sweep")
    scene.until(lambda: scene.states() == {"sent": 5})
    assert scene.wire() == everybody(5)


def test_two_beats_and_many_bells(scene: Scene) -> None:
    """Scans and sweeps at once, on two workers: one row per key, one e-mail per row."""
    scene.act("tell", "30")
    scene.worker()
    scene.worker()
    scene.act("call", *["scan", "ring", "sweep"] * 8)
    scene.until(lambda: scene.states() == {"sent": 60})
    assert scene.wire() == Counter(dict.fromkeys(everybody(30), 2))
    rows = scene.ask(
        "SELECT count(*), count(DISTINCT (kind, recipient_id, channel)) FROM notifications_message"
    )
    assert rows == [(120, 120)]
    assert scene.ask("SELECT name FROM notifications_heartbeat WHERE last_error <> ''") == []
