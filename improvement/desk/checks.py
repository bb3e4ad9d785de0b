"""What must hold before anything starts: durable databases, and in production no shortcuts.

The plain `manage.py check` asks no server; `check --database default` does, and so do `serve`
and every worker, which refuse to start otherwise.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError

from improvement.desk import health

Databases = Sequence[str] | None
SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
GUESSABLE = {"", "postgres", "password", "secret", "changeme", "admin", "test"}
SECRET_LENGTH = 50


@register(Tags.database)
def writes_are_durable(*, databases: Databases, **kwargs: Any) -> list[CheckMessage]:
    """A write that was answered with yes must survive a power cut, and readers must not block."""
    faults = {"sqlite": sqlite_faults, "postgresql": postgresql_faults}
    return [
        Error(sentence, hint="Restore the settings of DATABASES.", id="desk.E001")
        for alias in databases or ()
        for sentence in faults[connections[alias].vendor](connections[alias])
    ]


def sqlite_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        for pragma, wanted in SQLITE.items():
            found = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            # A database in memory, which only tests have, knows no journal file.
            if found not in (wanted, "memory"):
                yield f"SQLite runs with {pragma} = {found}; it must be {wanted}."
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield "SQLite transactions must begin IMMEDIATE, or writers fail as soon as they meet."


def postgresql_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        found = cursor.fetchone()[0]
    if found not in ("on", "remote_apply"):
        yield f"PostgreSQL runs with synchronous_commit = {found}; it must be on."


@register(Tags.database)
def database_is_up_to_date(*, databases: Databases, **kwargs: Any) -> list[CheckMessage]:
    # A warning, because an error would also stop the `migrate` that is asked for.
    return [
        checks.Warning(sentence, hint="Run `manage.py bootstrap`.", id="desk.W002")
        for alias in databases or ()
        for sentence in health.migration_faults(connections[alias])
    ]


@register(Tags.database)
def redis_forgets_nothing(*, databases: Databases, **kwargs: Any) -> list[CheckMessage]:
    if not (databases and settings.PRODUCTION and settings.REDIS_URL):
        return []
    import redis

    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2) as server:
        try:
            info = server.info()
        except redis.RedisError as error:
            return [Error(f"Redis does not answer: {error}.", id="desk.E003")]
    found = []
    if info.get("maxmemory_policy") != "noeviction":
        found.append("Redis may throw messages away; set maxmemory-policy to noeviction.")
    if not info.get("aof_enabled"):
        found.append("Redis forgets its messages when it stops; set appendonly to yes.")
    return [Error(sentence, id="desk.E003") for sentence in found]


@register(Tags.security, deploy=True)
def nothing_is_left_at_its_default(**kwargs: Any) -> list[CheckMessage]:
    return [Error(sentence, id="desk.E004") for sentence in shortcuts()]


def shortcuts() -> Iterator[str]:
    for name in ("SECRET_KEY", "AUDIT_KEY"):
        value = getattr(settings, name)
        if len(value) < SECRET_LENGTH or value.startswith("only-for-the-demo"):
            yield f"{name} must be a secret of at least {SECRET_LENGTH} random characters."
    if settings.SECRET_KEY == settings.AUDIT_KEY:
        yield "SECRET_KEY and AUDIT_KEY must differ: who can sign in must not be able to seal."
    if not settings.ALLOWED_HOSTS or any(h.startswith((".", "*")) for h in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS must name the hosts exactly, without * or a leading dot."
    if settings.DEMO:
        yield "DEMO must be off in production: it signs anybody in as anybody."
    if has_guessable_password(settings.DATABASES["default"]):
        yield "The password in DATABASE_URL is missing or easily guessed."


def has_guessable_password(database: Mapping[str, Any]) -> bool:
    """A file has no password, and a socket lets the operating system say who asks."""
    if "postgresql" not in database["ENGINE"] or database["HOST"].startswith("/"):
        return False
    return database["PASSWORD"].lower() in GUESSABLE | {database["USER"], database["NAME"]}


def refusals() -> list[str]:
    """Why this installation may not start now, one sentence each; empty when it may."""
    tags = None if settings.PRODUCTION else [Tags.database]
    try:
        found = checks.run_checks(
            tags=tags, include_deployment_checks=settings.PRODUCTION, databases=["default"]
        )
    except OperationalError as error:
        return [no_answer(error)]
    return [
        f"{message.msg} {message.hint or ''}".strip()
        for message in found
        if message.is_serious(checks.WARNING) and not message.is_silenced()
    ]


def no_answer(error: OperationalError) -> str:
    reason = str(error).strip().splitlines()[0]
    return f"The database does not answer ({reason}). Is it running, and is DATABASE_URL right?"


def refuse_to_start_unsound() -> None:
    """End this process with the reasons, unless there are none."""
    if found := refusals():
        sys.exit("\n".join(["This installation may not start:", *found]))
