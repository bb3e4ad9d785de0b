"""What the Celery worker does when papers of a meeting are asked for; it is idempotent."""

from celery import shared_task

from . import packing


@shared_task  # type: ignore[untyped-decorator]
def make_packs() -> None:
    packing.make_waiting()
