"""Findings: what was not reached (5.4.2) or was found by hand (1.3.2), until a plan answers it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import FindingLifecycle, FindingStatus
from improvement.door.lifecycle import known_status
from improvement.door.packed import Along
from improvement.door.refusals import Text

from .indicator import Indicator

STILL_OPEN = (FindingStatus.OPEN, FindingStatus.IN_PLAN)


class FindingHeading(models.TextChoices):
    """Where the problem lies, as the status analysis is divided (3.1.3)."""

    FLOW = "flow", pgettext_lazy("heading of a status analysis", "Flow")
    QUALITY = "quality", pgettext_lazy("heading of a status analysis", "Quality")
    STAFF = "staff", pgettext_lazy("heading of a status analysis", "Staff")


class FindingQuerySet(Along):
    def open_for(self, department: Any) -> FindingQuerySet:
        """What the department's next plan is to answer, the oldest first."""
        return self.filter(department=department, status__in=STILL_OPEN)

    def unmet_by(self, department: Any) -> FindingQuerySet:
        """The goals it has not reached nor taken up yet; what was found by hand only reminds."""
        return self.filter(department=department, status=FindingStatus.OPEN, found_by=None)

    def with_proofs(self) -> FindingQuerySet:
        """With all that shows them, in the same statement."""
        from .proof import Proof

        names = ("indicator", "category", "data_import")
        rows = self.select_related("department", "indicator")
        return rows.along("proofs", Proof.objects.live(), *names)

    def about(self, words: str) -> FindingQuerySet:
        return self.filter(
            Q(title__icontains=words) | Q(detail__icontains=words) | Q(proof__icontains=words)
        )

    def newest_first(self) -> FindingQuerySet:
        return self.order_by("-found_on", "-pk")


class Finding(FindingLifecycle):
    """One thing a department has still to reach; `origin` names the row that found it.

    What a person found names itself, says who it was, and what shows it: an indicator, a page or
    words (1.3.3).
    """

    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="findings",
        verbose_name=_("department"),
    )
    title = models.CharField(_("finding"), max_length=300)
    detail = models.TextField(_("cause"), blank=True)
    found_on = models.DateField(_("found on"))
    origin = models.CharField(max_length=80, unique=True, editable=False)
    link = models.CharField(max_length=300, blank=True, editable=False)
    heading = models.CharField(
        pgettext_lazy("status analysis", "heading"),
        max_length=10,
        choices=FindingHeading.choices,
        blank=True,
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
    proof = models.TextField(_("what shows it"), blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    answer = models.TextField(_("how the plan goes on with it"), blank=True)
    word = models.TextField(blank=True)

    NAMED_BY = ("department",)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["found_on", "pk"]
        constraints = [
            known_status("finding", FindingStatus),
            models.CheckConstraint(
                condition=Q(heading__in=["", *FindingHeading.values]),
                name="finding_heading_known",
            ),
            models.CheckConstraint(
                condition=Q(found_by=None)
                | Q(indicator__isnull=False)
                | ~Q(link="")
                | ~Q(proof=""),
                name="finding_by_hand_shows_something",
            ),
        ]
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
    def shown_at(self) -> str:
        """Where the figures of the department stand that show it."""
        if self.indicator is None:
            return ""
        return f"{self.indicator.get_absolute_url()}?department={self.department.code}"

    @property
    def named_by_hand(self) -> str:
        """What a person found comes from no other row."""
        return f"by hand:{self.public_id}"

    def closed(self) -> Text | None:
        if self.pk is None:
            return None
        if self.found_by_id is None:
            return _("It says what the verdict says, and is not written anew.")
        if self.status != FindingStatus.OPEN:
            return _("Only a finding that is open can be changed.")
        return None

    @property
    def still_open(self) -> bool:
        return self.status in STILL_OPEN
