"""What the Celery worker does when the bell rings or the beat strikes; all of it is idempotent."""

from celery import shared_task
from django.utils import timezone

from . import delivery, scanner


@shared_task  # type: ignore[untyped-decorator]
def ring() -> None:
    delivery.deliver_all()


@shared_task  # type: ignore[untyped-decorator]
def sweep() -> None:
    delivery.sweep()
    delivery.deliver_all()


@shared_task  # type: ignore[untyped-decorator]
def scan() -> None:
    scanner.run(timezone.now())
