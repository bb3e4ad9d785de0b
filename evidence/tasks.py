"""What a worker does for this room when it is woken; all of it may be repeated."""

from celery import shared_task
from django.utils import timezone

from .imports import jobs, watching


@shared_task  # type: ignore[untyped-decorator]
def work() -> None:
    jobs.work_all()


@shared_task  # type: ignore[untyped-decorator]
def watch() -> None:
    watching.watch(timezone.now())
