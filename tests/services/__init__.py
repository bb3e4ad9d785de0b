"""Fixtures for what lies outside the product: databases, Redis, mail, a browser, a whole site.

Nothing is skipped for want of a server: what cannot be had fails, and says what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.services import migrated, postgres
from tests.services.obtain import ROOT
from tests.services.redis import RedisServer
from tests.services.smtp import SmtpSink
from tests.services.website import Site, plain_environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django import DjangoDbBlocker

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="Run only the tests that ask the configured database.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        dropped = [item for item in items if not asks_database(item)]
        items[:] = [item for item in items if asks_database(item)]
        config.hook.pytest_deselected(items=dropped)


def asks_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(scope="session")
def migrated_before(django_db_modify_db_settings: None) -> Iterator[None]:
    """A database in memory starts with the tables of the run before; migrating then finds them."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    with migrated.filled(connection.creation._get_test_db_name()):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_before: None, django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            migrated.keep(connection.connection)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL whose user may create databases."""
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database, the same for the whole run."""
    with postgres.database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database that holds every table and no row."""
    with postgres.database(postgres_server) as url:
        migrate(url)
        yield urlsplit(url).path[1:]


@pytest.fixture
def postgres_copy(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database for one test, which may commit and kill as it likes."""
    with postgres.database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds every table and no row."""
    path = tmp_path_factory.mktemp("template") / "db.sqlite3"
    if (before := migrated.kept()).exists():
        shutil.copy(before, path)
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_copy(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database for one test, which may commit and kill as it likes."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'db.sqlite3')}"


def migrate(url: str) -> None:
    environment = {**plain_environment(), "DATABASE_URL": url}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test's own, which may be stopped and started."""
    server = RedisServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    server = RedisServer()
    yield server.url
    server.close()


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[SmtpSink]:
    """A mail server: .host, .port, .url, .messages(); it can also keep the sender waiting."""
    sink = SmtpSink(tmp_path)
    yield sink
    sink.release()
    sink.close()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium; a test opens contexts of its own in it."""
    from playwright.sync_api import sync_playwright

    from tests.services import chromium

    # Playwright runs a loop in this thread, which Django would otherwise take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.flags()
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def start_site() -> Iterator[Callable[..., Site]]:
    """Start the product with these environment variables; it runs until the end of the run."""
    with ExitStack() as running:

        def start(**environment: str) -> Site:
            site = Site(environment)
            running.callback(site.close)
            return site

        yield start
