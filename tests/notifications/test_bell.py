"""The bell wakes a worker; where it cannot ring, nothing breaks and nobody waits long."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from improvement.notifications import bell, outbox
from tests.services.obtain import ROOT
from tests.services.website import plain_environment

from .conftest import emails
from .room import ASKED


@pytest.fixture
def broker(settings):
    """Point the bell at another broker."""

    def at(url: str, **options: object) -> None:
        settings.CELERY_BROKER_URL = url
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
        bell.caller.cache_clear()

    yield at
    bell.caller.cache_clear()


@pytest.fixture
def mute() -> Iterator[str]:
    """A server that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_it_rings_where_the_worker_listens(broker, tmp_path):
    folder = str(tmp_path)
    broker("files://", data_folder_in=folder, data_folder_out=folder, control_folder=folder)
    bell.publish()
    (call,) = tmp_path.glob("*.msg")
    assert "improvement.notifications.tasks.ring" in call.read_text()


def test_a_process_that_only_calls_finds_the_queue_of_files(tmp_path):
    """A web process never loads the worker's Celery."""
    (tmp_path / "queue").mkdir()
    environment = {**plain_environment(), "VAR_DIR": str(tmp_path), "REDIS_URL": ""}
    calling = "from improvement.notifications import bell; bell.publish()"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", calling],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    (call,) = (tmp_path / "queue").glob("*.msg")
    assert "improvement.notifications.tasks.ring" in call.read_text()


@pytest.mark.parametrize("down", ["redis://127.0.0.1:9/0", "mute"])
def test_a_broker_that_is_away_breaks_nothing(
    broker, mute, down, about, dana, caplog, django_capture_on_commit_callbacks
):
    broker(mute if down == "mute" else down)
    started = time.monotonic()
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        outbox.add([about(ASKED, dana)])
    assert time.monotonic() - started < 5
    assert emails() == [(ASKED.name, "pending")]
    assert "Error calling publish in on_commit()" in caplog.text


def test_the_scan_says_that_nobody_can_be_woken(broker, db):
    broker("redis://:secret@127.0.0.1:9/0")
    with pytest.raises(CommandError) as refusal:
        call_command("scan", stdout=StringIO())
    assert str(refusal.value) == (
        "The broker at redis://:**@127.0.0.1:9/0 cannot be reached; mail waits for it. "
        "Start it, or check REDIS_URL."
    )
