"""The work on files that a worker does: asked for, claimed, done, told.

A job is a row; the bell only wakes a worker, and the clock of the worker looks every minute for
what no bell was heard of. A worker that is gone leaves its lease, and after it another takes over.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from evidence.lifecycle import ImportStatus
from evidence.models import DataImport
from evidence.models.data_import import ImportJob, JobState, Work
from improvement.apart.limits import NotDone, Refused
from improvement.door.acts import record, take
from improvement.door.refusals import NotYours, Stale, StepRefused
from improvement.files.store import reason_of
from improvement.notifications import bell

from . import onward
from .faults import Counts
from .pouring import digest_of
from .receiving import sentence
from .rows import look_through

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
ATTEMPTS = 2
TOLD_EVERY = 20_000
KEPT_FOR = timedelta(days=30)
TASK = "evidence.tasks.work"


def ask(data_import: DataImport, work: str, *, by: Any, reason: str = "") -> ImportJob:
    """Have a worker do it; refused while one is at it."""
    with transaction.atomic():
        DataImport.objects.select_for_update(no_key=True).get(pk=data_import.pk)
        before = ImportJob.objects.filter(data_import=data_import).first()
        if before and before.under_way:
            raise StepRefused(_("The file is being worked on. Wait until that is done."))
        job, _made = ImportJob.objects.update_or_create(
            data_import=data_import,
            defaults={
                "work": work,
                "state": JobState.WAITING,
                "asked_by": by,
                "reason": reason,
                "asked_at": timezone.now(),
                "language": translation.get_language() or settings.LANGUAGE_CODE,
                "lease_until": None,
                "attempts": 0,
                "done": 0,
                "error": "",
            },
        )
        data_import.place("share").unlink(missing_ok=True)
        bell.wake(TASK)
    return job


def work_all() -> int:
    """Do what waits, one after the other; how many there were."""
    done = 0
    while job := claim():
        do(job)
        done += 1
    return done


@transaction.atomic
def claim() -> ImportJob | None:
    """The oldest that is free, under a lease; two workers never hold the same one."""
    now = timezone.now()
    free = ImportJob.objects.free(now).select_for_update(skip_locked=True, of=("self",))
    job = free.select_related("data_import", "asked_by").order_by("asked_at", "pk").first()
    if job:
        job.state, job.lease_until = JobState.WORKING, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "lease_until", "attempts"])
    return job


def do(job: ImportJob) -> None:
    """In the language of whoever asked; what went wrong stands on the page of the import."""
    state, error = JobState.DONE, ""
    with translation.override(job.language):
        try:
            work_of(job)(job)
        except (StepRefused, NotYours) as refused:
            state, error = JobState.FAILED, str(refused.sentence)
        except Stale:
            state, error = JobState.FAILED, _("The import was changed meanwhile. Try again.")
        except Refused as refused:
            state, error = JobState.FAILED, sentence(refused.reason, refused.where)
        except NotDone as fault:
            state, error = JobState.FAILED, sentence(reason_of(fault), {})
        except Exception:
            logger.exception("The work on import %s failed", job.data_import_id)
            state, error = JobState.FAILED, _("Something went wrong. Try again.")
    if mine(job).update(state=state, error=error, lease_until=None):
        job.state = state
        if work := onward.go_on(job):
            ask(job.data_import, work, by=job.asked_by)


def work_of(job: ImportJob) -> Callable[[ImportJob], None]:
    """What is to be done; nothing more where whoever tried before did not live to tell."""
    if job.attempts > ATTEMPTS:
        raise StepRefused(_("The work broke off twice. Try a smaller file, or ask for help."))
    return {Work.CHECK: check, Work.FINISH: finish, Work.UNDO: undo}[Work(job.work)]


def mine(job: ImportJob) -> Any:
    return ImportJob.objects.filter(pk=job.pk, asked_at=job.asked_at, state=JobState.WORKING)


def check(job: ImportJob) -> None:
    """Count and stage; the figures come into the record with the digest of what is staged."""
    made = job.data_import
    counts = look_through(made, told=lambda done: tell(job, done))
    record(made, changes_of(made, counts), by=job.asked_by, version=made.version)


def changes_of(made: DataImport, counts: Counts) -> dict[str, Any]:
    return {
        "checked": digest_of(made),
        "rows_read": counts.read,
        "rows_good": counts.good,
        "rows_known": counts.known,
        "rows_replaced": counts.replaced,
        "rows_wrong": counts.wrong,
    }


def tell(job: ImportJob, done: int) -> None:
    """How far it is, outside of any transaction, and a longer lease; no further once cancelled."""
    if done - job.done < TOLD_EVERY:
        return
    job.done = done
    mine(job).update(done=done, lease_until=timezone.now() + LEASE)
    status = DataImport.objects.values_list("status", flat=True).get(pk=job.data_import_id)
    if status != ImportStatus.DRAFT:
        raise StepRefused(_("The import was cancelled."))


def finish(job: ImportJob) -> None:
    """One step, one entry with the digest of the file and the number of rows."""
    made = job.data_import
    if made.status == ImportStatus.FINISHED:  # the worker before was stopped right after it
        return
    take(made, "finish", by=job.asked_by, version=made.version, file=made.sha256)


def undo(job: ImportJob) -> None:
    """All rows or none, with the reason that was given."""
    made = job.data_import
    if made.status == ImportStatus.UNDONE:
        return
    take(made, "undo", by=job.asked_by, version=made.version, reason=job.reason)


def sweep(now: datetime) -> int:
    """Folders that nobody needs any more: of no row, or of one that was begun long ago."""
    cleared = 0
    root = Path(settings.IMPORTS_DIR)
    for folder in sorted(root.iterdir()) if root.exists() else []:
        if datetime.fromtimestamp(folder.stat().st_mtime, now.tzinfo) < now - KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
            cleared += 1
    return cleared
