"""A file of records or values, from its upload to its undoing; and the work done on it apart."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import DataImportLifecycle, ImportStatus
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

PLACES = {"file", "found", "staged", "faults", "share"}


class Brings(models.TextChoices):
    """What the rows of a file become."""

    RECORDS = "records", _("Complaints and feedback")
    VALUES = "values", _("Values of indicators")


class DataImportQuerySet(VisibleQuerySet):
    def before(self, data_import: DataImport) -> DataImport | None:
        """The last one of the same source that was taken over: what it meant is meant again."""
        same = self.filter(
            source=data_import.source,
            department=data_import.department,
            brings=data_import.brings,
        )
        done = same.filter(status=ImportStatus.FINISHED)
        return done.exclude(pk=data_import.pk).order_by("-pk").first()


class DataImport(DataImportLifecycle):
    """Its rows come in with it and go out with it; `department` is empty where it is of all."""

    brings = models.CharField(
        _("what it holds"), max_length=8, choices=Brings.choices, default=Brings.RECORDS
    )
    source = models.CharField(_("source"), max_length=60)
    watched = models.BooleanField(default=False, editable=False)
    """It came by a folder, with nobody before the page."""
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    name = models.CharField(_("file"), max_length=160, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    encoding = models.CharField(_("encoding"), max_length=12, blank=True)
    delimiter = models.CharField(max_length=1, blank=True, editable=False)
    columns = models.JSONField(default=dict, blank=True)
    """Our column -> the heading of the file."""
    usual = models.JSONField(default=dict, blank=True)
    """Our column -> the value of every row, where the file does not tell it."""
    day_order = models.CharField(max_length=3, blank=True)
    checked = models.CharField(max_length=64, blank=True, editable=False)
    """The digest of what would be written; empty until the file has been looked through."""
    rows_read = models.PositiveIntegerField(default=0, editable=False)
    rows_good = models.PositiveIntegerField(default=0, editable=False)
    rows_known = models.PositiveIntegerField(default=0, editable=False)
    rows_replaced = models.PositiveIntegerField(default=0, editable=False)
    """Of the good ones: those in place of a figure that stands there already."""
    rows_wrong = models.PositiveIntegerField(default=0, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(default=timezone.now, editable=False)

    NAMED_BY = ("department",)

    objects = DataImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [known_status("data_import", ImportStatus)]

    def __str__(self) -> str:
        return f"{self.source} · {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:import", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.status != ImportStatus.DRAFT:
            return _("The import is over. Begin a new one.")
        return None

    def place(self, name: str) -> Path:
        """Where the file lies, what was found in it, what would be written, what is wrong."""
        assert name in PLACES
        return self.folder / name

    @property
    def folder(self) -> Path:
        return Path(settings.IMPORTS_DIR) / self.public_id.hex

    @property
    def of_values(self) -> bool:
        return self.brings == Brings.VALUES

    def held(self) -> Text | None:
        """Why its values cannot be taken out: they were accepted, locked, or replaced since."""
        from evidence.imports.holding import held

        return held(self) if self.of_values else None

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        """The rows come and go in the same transaction as the one entry that tells of them."""
        from evidence.imports.rows import pour, take_out

        match arrow.name:
            case "finish":
                pour(self, by=by)
            case "undo":
                take_out(self)
        if arrow.name in {"finish", "cancel"}:
            transaction.on_commit(self.clear, robust=True)

    def clear(self) -> None:
        """Nothing that people sent is kept twice; the rows that were wrong stay to be mended."""
        for name in PLACES - {"faults"}:
            self.place(name).unlink(missing_ok=True)
        if self.status == ImportStatus.CANCELLED:
            shutil.rmtree(self.folder, ignore_errors=True)


class Work(models.TextChoices):
    CHECK = "check", _("Looking through the file")
    FINISH = "finish", _("Writing the rows")
    UNDO = "undo", _("Taking the rows out")


class JobState(models.TextChoices):
    """Bookkeeping of the machine, not the life of a domain object."""

    WAITING = "waiting", pgettext_lazy("work on a file", "Waiting")
    WORKING = "working", pgettext_lazy("work on a file", "Under way")
    DONE = "done", pgettext_lazy("work on a file", "Done")
    FAILED = "failed", pgettext_lazy("work on a file", "Not done")


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def free(self, now: dt.datetime) -> ImportJobQuerySet:
        """What waits, or was begun by a worker that is gone."""
        gone = Q(state=JobState.WORKING, lease_until__lt=now)
        return self.filter(Q(state=JobState.WAITING) | gone)


class ImportJob(models.Model):
    """What a worker is asked to do with a file: one at a time, the last one is kept."""

    data_import = models.OneToOneField(DataImport, models.PROTECT, related_name="job")
    work = models.CharField(max_length=6, choices=Work.choices)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="import_job_state_known"
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=[JobState.WAITING, JobState.WORKING]),
                name="import_job_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.data_import_id}"

    @property
    def under_way(self) -> bool:
        return self.state in (JobState.WAITING, JobState.WORKING)
