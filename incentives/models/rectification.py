"""Rectification: the cause explained, measures drawn up, checked in practice, written off."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from incentives.lifecycle import AT_WORK, RectificationLifecycle, RectificationStatus

from .criticism import Criticism


class RectificationQuerySet(VisibleQuerySet):
    def open(self) -> RectificationQuerySet:
        return self.exclude(status=RectificationStatus.WRITTEN_OFF)

    def with_names(self) -> RectificationQuerySet:
        return self.select_related("criticism__department", "criticism__person")


class Rectification(RectificationLifecycle):
    """整改 of one notice; as confidential as the notice."""

    criticism = models.OneToOneField(Criticism, models.PROTECT, related_name="rectification")
    opened_on = models.DateField(editable=False)
    cause = models.TextField(_("cause"), blank=True)
    measures = models.TextField(_("rectification measures"), blank=True)
    due = models.DateField(_("rectified by"), null=True, blank=True)
    report = models.TextField(_("what has been done"), blank=True)
    findings = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        "organization.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    checked_on = models.DateField(null=True, editable=False)
    written_off_on = models.DateField(null=True, editable=False)
    reason = models.TextField(blank=True)

    PERSONAL = frozenset({"cause", "measures", "report", "findings", "result", "reason"})
    NAMED_BY = ("criticism",)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ["-pk"]
        constraints = [known_status("rectification", RectificationStatus)]

    def __str__(self) -> str:
        return gettext("Rectification %(number)s") % {"number": self.criticism.number}

    def get_absolute_url(self) -> str:
        return reverse("incentives:rectification", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Criticism, self.criticism_id

    @property
    def overdue(self) -> bool:
        return bool(self.due and self.status in AT_WORK and self.due < timezone.localdate())

    def closed(self) -> Text | None:
        """The plan is written while it is opened, the report while it is worked on."""
        if self.status in (RectificationStatus.OPENED, *AT_WORK):
            return None
        return _("The rectification is with the office; it is not edited now.")
