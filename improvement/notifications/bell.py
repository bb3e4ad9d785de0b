"""Wake a worker. The work is the row; without the bell it only waits for the next sweep."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.db import transaction

STALE_AFTER = 60  # seconds; by then the sweep has looked
PATIENCE = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
SECONDS = {"socket_connect_timeout": 1, "socket_timeout": 1}  # a person waits for the page
RING = "improvement.notifications.tasks.ring"


def ring() -> None:
    """Ring once the transaction is safe, once however much it tells.

    A broker that is away breaks nothing: it is logged.
    """
    pending = transaction.get_connection().run_on_commit
    if not any(called is publish for _savepoints, called, *_robust in pending):
        transaction.on_commit(publish, robust=True)


def wake(task: str) -> None:
    """The same for the task of another room, by the name of its task."""
    transaction.on_commit(partial(call, task), robust=True)


def publish() -> None:
    """Send the wake-up call now; raises kombu's OperationalError where no broker answers."""
    call(RING)


def call(task: str) -> None:
    caller().send_task(task, expires=STALE_AFTER, retry_policy=PATIENCE)


@cache
def caller() -> Any:
    """A Celery that only calls: the worker's own knows the rooms above, which this one must not.

    Made late, so that a process that never rings never loads Celery.
    """
    from celery import Celery

    from . import file_queue

    assert file_queue  # it makes the broker of a machine without Redis known
    app = Celery("bell", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_transport_options = {**app.conf.broker_transport_options, **SECONDS}
    return app
