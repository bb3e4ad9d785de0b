"""What customers told us: complaints, feedback, praise and requests, one row each (5.2.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import TAKEN_OUT, RecordStatus, ServiceRecordLifecycle
from evidence.masking import masked, masked_name
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .record_category import RecordCategory


class RecordKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    FEEDBACK = "feedback", _("Feedback")
    PRAISE = "praise", _("Praise")
    REQUEST = "request", _("Request")


class RecordChannel(models.TextChoices):
    COUNTER = "counter", _("Counter")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    WEB = "web", _("Website")
    APP = "app", _("Mobile app")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    SOCIAL = "social", _("Social media")
    SURVEY = "survey", pgettext_lazy("channel", "Survey")
    OTHER = "other", pgettext_lazy("channel", "Other")


class Severity(models.IntegerChoices):
    LOW = 1, pgettext_lazy("severity", "Low")
    MEDIUM = 2, pgettext_lazy("severity", "Medium")
    HIGH = 3, pgettext_lazy("severity", "High")
    CRITICAL = 4, pgettext_lazy("severity", "Critical")


class ServiceRecordQuerySet(VisibleQuerySet):
    def counting(self) -> ServiceRecordQuerySet:
        """Without what came in by an import that was undone."""
        return self.filter(taken_out=False)

    def newest_first(self, after: tuple[dt.date, int] | None = None) -> ServiceRecordQuerySet:
        """In the order of the index; `after` is the day and the key of the last row shown."""
        rows = self
        if after:
            day, key = after
            rows = rows.filter(opened_on__lte=day).exclude(opened_on=day, pk__gte=key)
        return rows.order_by("-opened_on", "-pk")

    def back_to(self, last: tuple[dt.date, int]) -> ServiceRecordQuerySet:
        """No further than a row, in the same order."""
        day, key = last
        return self.filter(opened_on__gte=day).exclude(opened_on=day, pk__lt=key)


class ServiceRecord(ServiceRecordLifecycle):
    """One thing a customer said; who handled it is masked until somebody has reason to ask."""

    kind = models.CharField(
        pgettext_lazy("service record", "kind"), max_length=10, choices=RecordKind.choices
    )
    channel = models.CharField(_("channel"), max_length=10, choices=RecordChannel.choices)
    category = models.ForeignKey(
        RecordCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        db_index=False,
        verbose_name=_("category"),
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity.choices, default=Severity.MEDIUM
    )
    opened_on = models.DateField(_("received on"))
    opened_time = models.TimeField(_("time of day"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    text = models.TextField(_("what was said"))
    result = models.TextField(_("what has come of it"), blank=True)
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="service_records",
        db_index=False,
        verbose_name=_("department"),
    )
    handler = models.CharField(_("handled by"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True, editable=False)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    brought_by = models.ForeignKey(
        "evidence.DataImport",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="records",
        verbose_name=_("import"),
    )
    taken_out = models.BooleanField(default=False, editable=False)

    NAMED_BY = ("department", "category")
    PERSONAL = frozenset({"text", "result", "handler"})

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("service record")
        verbose_name_plural = _("service records")
        constraints = [
            known_status("service_record", RecordStatus),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | Q(closed_on=None) & ~Q(status="closed"),
                name="service_record_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="service_record_closed_after_it_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="service_record_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecordKind.values), name="service_record_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=RecordChannel.values), name="service_record_channel_known"
            ),
            models.UniqueConstraint(
                fields=["source", "reference"],
                condition=Q(taken_out=False) & ~Q(source="") & ~Q(reference=""),
                name="service_record_once_in_its_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_newest",
            ),
            models.Index(
                fields=["department", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_of_department",
            ),
            models.Index(
                fields=["category", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_of_category",
            ),
            # Everything that is counted stands in it, so that no row is read to count it
            models.Index(
                fields=["opened_on", "department", "kind", "category", "channel", "opened_time"],
                condition=Q(taken_out=False),
                name="service_record_counted",
            ),
            models.Index(
                fields=["department", "category", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_of_both",
            ),
            models.Index(
                fields=["department", "-opened_on", "-id"],
                condition=Q(taken_out=False, status="open"),
                name="service_record_open",
            ),
            models.Index(
                fields=["kind", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_of_kind",
            ),
            models.Index(
                fields=["channel", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_by_channel",
            ),
            models.Index(
                fields=["severity", "-opened_on", "-id"],
                condition=Q(taken_out=False),
                name="service_record_of_weight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:record", args=[self.public_id])

    def follow_change(self, fields: set[str], *, by: Any) -> None:
        """Another text has other words; a worker reads them."""
        if "text" in fields:
            apps.get_model("evidence.RecordWords").objects.filter(record=self).update(stale=True)

    @property
    def number(self) -> str:
        """By which people name it: that of its source, else ours."""
        return self.reference or f"#{self.pk}"

    @property
    def masked_text(self) -> str:
        return masked(self.text)

    @property
    def masked_result(self) -> str:
        return masked(self.result)

    @property
    def masked_handler(self) -> str:
        return masked_name(self.handler)

    def closed(self) -> Text | None:
        if self.taken_out:
            return TAKEN_OUT
        if self.pk and self.status == RecordStatus.CLOSED:  # it may begin so
            return _("The record is closed. Open it again to correct it.")
        return None
