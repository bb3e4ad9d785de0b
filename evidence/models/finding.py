"""Findings: what was not reached and waits for an answer in the next plan (5.4.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import FindingLifecycle, FindingStatus
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet

STILL_OPEN = (FindingStatus.OPEN, FindingStatus.IN_PLAN)


class FindingQuerySet(VisibleQuerySet):
    def open_for(self, department: Any) -> FindingQuerySet:
        """What the department's next plan is to answer, the oldest first."""
        return self.filter(department=department, status__in=STILL_OPEN)

    def unanswered_by(self, department: Any) -> FindingQuerySet:
        """What the department has not taken up yet."""
        return self.filter(department=department, status=FindingStatus.OPEN)


class Finding(FindingLifecycle):
    """One thing a department has still to reach; `origin` names the row that found it."""

    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="findings"
    )
    title = models.CharField(_("finding"), max_length=300)
    detail = models.TextField(_("cause"), blank=True)
    found_on = models.DateField(_("found on"))
    origin = models.CharField(max_length=80, unique=True, editable=False)
    link = models.CharField(max_length=300, editable=False)
    answer = models.TextField(_("how the plan goes on with it"), blank=True)
    word = models.TextField(blank=True)

    NAMED_BY = ("department",)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["found_on", "pk"]
        constraints = [known_status("finding", FindingStatus)]
        indexes = [
            models.Index(
                fields=["department", "found_on"],
                condition=models.Q(status__in=["open", "in_plan"]),
                name="finding_still_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:finding", args=[self.public_id])

    @property
    def still_open(self) -> bool:
        return self.status in STILL_OPEN
