"""Is this installation alive, and is it ready to serve? For load balancers and operators."""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from improvement.audit import triggers
from improvement.notifications import scanner

logger = logging.getLogger(__name__)

OK = "ok"


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; nobody else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part that stands behind a page: "ok", or the sentence that says what is wrong."""
    parts = {**database_parts(), "broker": " ".join(broker_faults()) or OK}
    healthy = set(parts.values()) == {OK}
    return JsonResponse(parts, status=200 if healthy else 503)


def database_parts() -> dict[str, str]:
    """The later parts are only asked where the earlier ones let them answer."""
    try:
        connection.ensure_connection()
        if behind := " ".join(migration_faults(connection)):
            return {"database": OK, "migrations": behind}
        record, scanner = " ".join(record_faults()), " ".join(scanner_faults())
    except OperationalError:
        # The reason names hosts and users; it is for the log, not for whoever asks.
        logger.exception("The database does not answer.")
        return {"database": "The database does not answer."}
    return {"database": OK, "migrations": OK, "record": record or OK, "scanner": scanner or OK}


def migration_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    missing = migrations_on_disk() - MigrationRecorder(connection).applied_migrations().keys()
    if missing:
        yield f"The database is behind the code: {'.'.join(min(missing))} has not been applied."


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)


def record_faults() -> Iterator[str]:
    for table in triggers.unprotected_tables(connection):
        yield f"Rows of {table} can be changed: its triggers are missing."


def scanner_faults() -> Iterator[str]:
    """An installation that has never scanned is new, not broken."""
    now = timezone.now()
    age = scanner.heartbeat_age(now)
    if age is not None and scanner.is_alarming(now):
        yield f"The scanner has been silent for {age // timedelta(minutes=1)} minutes."


def broker_faults() -> Iterator[str]:
    if not settings.REDIS_URL:
        if not os.access(settings.VAR / "queue", os.W_OK):
            yield "The queue folder is missing or cannot be written."
        return
    import redis

    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1
        ) as server:
            server.ping()
    except redis.RedisError:
        yield "Redis does not answer."
