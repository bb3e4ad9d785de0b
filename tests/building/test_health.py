"""What load balancers and operators are told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.core.checks import Tags
from django.db.utils import ConnectionHandler
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from improvement.desk import checks as ours
from improvement.desk import health
from improvement.notifications import scanner
from improvement.notifications.models import Heartbeat
from improvement.settings import database


@pytest.fixture(autouse=True)
def queue(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    (tmp_path / "queue").mkdir()


def test_healthz_asks_nobody(client: Client) -> None:
    """Without the mark of a database test, a query would fail."""
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_names_every_part(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(
        ("database", "migrations", "record", "scanner", "broker"), "ok"
    )


@pytest.mark.django_db
def test_readyz_misses_the_queue(client: Client, settings: Settings) -> None:
    (settings.VAR / "queue").rmdir()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "The queue folder is missing or cannot be written."


@pytest.mark.django_db
def test_readyz_hears_the_scanner_fall_silent(client: Client) -> None:
    scanner.run(timezone.now())
    hour_ago = timezone.now() - timedelta(hours=1)
    Heartbeat.objects.update(first_started=hour_ago, last_finished=hour_ago)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["scanner"] == "The scanner has been silent for 60 minutes."


@pytest.mark.django_db
def test_readyz_misses_a_migration(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = health.migrations_on_disk() | {("plans", "9999_later")}
    monkeypatch.setattr(health, "migrations_on_disk", lambda: everything)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == (
        "The database is behind the code: plans.9999_later has not been applied."
    )


@pytest.mark.django_db
def test_the_configured_database_is_sound() -> None:
    assert checks.run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.django_db
def test_a_sqlite_that_may_lose_writes_is_found(tmp_path: Path) -> None:
    careless = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}
    connection = ConnectionHandler({"default": careless})["default"]
    assert list(ours.sqlite_faults(connection)) == [
        "SQLite runs with journal_mode = delete; it must be wal.",
        "SQLite transactions must begin IMMEDIATE, or writers fail as soon as they meet.",
    ]
    connection.close()


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_postgresql_that_may_lose_writes_is_found(postgres_url: str) -> None:
    careless = database(f"{postgres_url}&options=-c synchronous_commit=off")
    connection = ConnectionHandler({"default": careless})["default"]
    assert list(ours.postgresql_faults(connection)) == [
        "PostgreSQL runs with synchronous_commit = off; it must be on."
    ]
    connection.close()


def test_the_plain_check_asks_no_server() -> None:
    """Without the mark of a database test, a query would fail."""
    assert [found for found in checks.run_checks() if not found.is_silenced()] == []
