"""What becomes of a file from a watched folder once it is looked through, with nobody there."""

from __future__ import annotations

from typing import Any

from evidence.messages import WAITING
from evidence.models import DataImport, ImportJob
from evidence.models.data_import import JobState, Work
from improvement.door.acts import take
from improvement.door.unit import unit
from improvement.notifications.kinds import Notice


def confirmed(made: DataImport) -> bool:
    """Whether the source has been brought in before with these very columns."""
    before = DataImport.objects.before(made)
    return before is not None and same(before) == same(made)


def same(made: DataImport) -> tuple[Any, ...]:
    return made.columns, made.usual, made.day_order


def go_on(job: ImportJob) -> str:
    """After the work on a watched file: what is asked of the worker next, or nothing.

    It is written by itself where no row is wrong. What holds nothing new is cancelled; for the
    rest a person is told.
    """
    made = job.data_import
    made.refresh_from_db()
    failed = job.state == JobState.FAILED
    if not made.watched or not (failed or job.work == Work.CHECK):
        return ""
    clean = not failed and not made.rows_wrong
    if clean and made.rows_good:
        return Work.FINISH.value
    if clean and made.rows_known:
        take(made, "cancel", by=job.asked_by, version=made.version)
    else:
        tell_waiting(made, by=job.asked_by)
    return ""


def tell_waiting(made: DataImport, *, by: Any) -> None:
    notice = Notice(
        kind=WAITING.name,
        subject=made,
        occasion=str(made.version),
        recipients=[by.pk],
        context={"source": made.source, "file": made.name},
    )
    with unit() as work:
        work.notices.append(notice)
