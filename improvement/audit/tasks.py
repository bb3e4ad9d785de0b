"""The nightly anchor."""

from celery import shared_task

from improvement.audit import anchors


@shared_task  # type: ignore[untyped-decorator]
def anchor() -> None:
    anchors.anchor(anchors.default_path())
