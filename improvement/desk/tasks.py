"""What a worker loads beside its tasks: the refusal to start where `serve` would refuse."""

from celery.signals import beat_init, worker_init

from improvement.desk import checks


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def refuse_to_start_unsound(**kwargs: object) -> None:
    checks.refuse_to_start_unsound()
