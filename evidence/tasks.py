"""What a worker does for this room when it is woken; all of it may be repeated."""

from celery import shared_task
from django.utils import timezone

from . import rolling
from .imports import jobs, watching
from .words import reading


@shared_task  # type: ignore[untyped-decorator]
def work() -> None:
    jobs.work_all()


@shared_task  # type: ignore[untyped-decorator]
def read_words() -> None:
    reading.read_new()


@shared_task  # type: ignore[untyped-decorator]
def read_missed_words() -> None:
    reading.read_missed()


@shared_task  # type: ignore[untyped-decorator]
def reconcile() -> None:
    rolling.reconcile()


@shared_task  # type: ignore[untyped-decorator]
def watch() -> None:
    watching.watch(timezone.now())
