"""What a worker loads beside its tasks: the refusal to start where `serve` would refuse."""

from celery.signals import beat_init, worker_init
from django.db import connections

from improvement.desk import checks


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def refuse_to_start_unsound(**kwargs: object) -> None:
    """A worker parts in two for its beat; SQLite answers no process that was born with a
    connection open, and the beat would end without a sign of it in the worker."""
    checks.refuse_to_start_unsound()
    connections.close_all()
