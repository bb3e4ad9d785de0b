"""What the office asks a department for: which data, why, in which form, by when (2.3.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import DataRequestLifecycle, RequestStatus
from evidence.periods import Period, parse
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .indicator import Indicator


class RequestForm(models.TextChoices):
    FIGURE = "figure", pgettext_lazy("form of data", "A figure of an indicator")
    FILE = "file", pgettext_lazy("form of data", "A file")
    TEXT = "text", pgettext_lazy("form of data", "A text")


class DataRequestQuerySet(VisibleQuerySet):
    def to_answer(self) -> DataRequestQuerySet:
        return self.filter(status=RequestStatus.ASKED)

    def to_accept(self) -> DataRequestQuerySet:
        return self.filter(status=RequestStatus.ANSWERED)

    def overdue(self, today: dt.date) -> DataRequestQuerySet:
        return self.to_answer().filter(due__lt=today)

    def late(self, today: dt.date) -> DataRequestQuerySet:
        """First answered after its day, or not answered by it."""
        missed = Q(status=RequestStatus.ASKED, first_answered_on=None, due__lt=today)
        return self.filter(missed | Q(first_answered_on__gt=F("due")))

    def nearest_first(self) -> DataRequestQuerySet:
        """What is still to be done first, by its day; then what is done, the latest first."""
        done = models.Case(
            models.When(status__in=[RequestStatus.ASKED, RequestStatus.ANSWERED], then=0),
            default=1,
        )
        return self.order_by(done, "due", "department__path", "pk")


class DataRequest(DataRequestLifecycle):
    """One department is asked; what many are asked at once is a row for each."""

    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="data_requests"
    )
    title = models.CharField(_("data asked for"), max_length=200)
    purpose = models.TextField(_("what they are needed for"))
    form = models.CharField(
        pgettext_lazy("data", "form"), max_length=10, choices=RequestForm.choices
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("indicator"),
    )
    period = models.CharField(_("period"), max_length=7, blank=True)
    due = models.DateField(_("due"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_on = models.DateField(default=timezone.localdate, editable=False)
    reply = models.TextField(_("answer"), blank=True, editable=False)
    word = models.TextField(blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_on = models.DateField(null=True, editable=False)
    first_answered_on = models.DateField(null=True, editable=False)

    NAMED_BY = ("department",)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("data request")
        verbose_name_plural = _("data requests")
        ordering = ["due", "pk"]
        constraints = [
            known_status("data_request", RequestStatus),
            models.CheckConstraint(
                condition=~Q(form="figure") | (Q(indicator__isnull=False) & ~Q(period="")),
                name="data_request_names_the_figure",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"],
                condition=Q(status__in=["asked", "answered"]),
                name="data_request_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:request", args=[self.public_id])

    def step_url(self, name: str) -> str:
        return reverse("evidence:request_step", args=[self.public_id, name])

    def closed(self) -> Text | None:
        """Files come and go while it waits for its answer."""
        if self.status != RequestStatus.ASKED:
            return _("The request is answered; its files stay as they are.")
        return None

    @property
    def in_period(self) -> Period | None:
        return parse(self.period) if self.period else None

    @property
    def days_late(self) -> int:
        """How many days after its day the first answer came, or has not come yet."""
        if self.status == RequestStatus.WITHDRAWN:
            return 0
        answered = self.first_answered_on or timezone.localdate()
        return max((answered - self.due).days, 0)

    @property
    def overdue(self) -> bool:
        return self.status == RequestStatus.ASKED and self.due < timezone.localdate()

    @property
    def sheet_url(self) -> str:
        """Where the figure is told."""
        asked: dict[str, Any] = {"d": self.department.code, "p": self.period}
        return reverse("evidence:values") + "?department={d}&period={p}".format(**asked)
