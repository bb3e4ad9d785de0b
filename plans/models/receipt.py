"""Who has signed for the issued organization plan, and who has read it (3.4.3)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.organization.calendar import working_day_after
from improvement.organization.models import Department
from plans.lifecycle import PlanReceiptLifecycle, ReceiptStatus

from .organization_plan import OrganizationPlan

DAYS = 3


class PlanReceiptQuerySet(VisibleQuerySet):
    def open(self) -> PlanReceiptQuerySet:
        return self.filter(status=ReceiptStatus.OPEN)

    def with_names(self) -> PlanReceiptQuerySet:
        return self.select_related("department", "organization_plan__round")


class PlanReceipt(PlanReceiptLifecycle):
    """One covered department and one edition; its head signs within three working days (ours)."""

    organization_plan = models.ForeignKey(OrganizationPlan, models.PROTECT, related_name="receipts")
    department = models.ForeignKey(Department, models.PROTECT, related_name="plan_receipts")
    due = models.DateField(_("due"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)

    NAMED_BY = ("department", "organization_plan__round")

    objects = PlanReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of the organization plan")
        ordering = ["department__path", "pk"]
        constraints = [
            known_status("plan_receipt", ReceiptStatus),
            models.UniqueConstraint(
                fields=["organization_plan", "department"], name="plan_receipt_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status="open", signed_by=None, signed_at=None)
                | models.Q(status="signed", signed_by__isnull=False, signed_at__isnull=False),
                name="plan_receipt_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(plan)s, signed for by %(department)s") % {
            "plan": self.organization_plan,
            "department": self.department.local_name,
        }

    def get_absolute_url(self) -> str:
        return self.organization_plan.get_absolute_url()

    def step_url(self, name: str) -> str:
        return reverse("plans:receipt_step", args=[self.public_id, name])

    @property
    def late(self) -> bool:
        """Signed after its day, or not yet and the day is over."""
        day = timezone.localdate(self.signed_at) if self.signed_at else timezone.localdate()
        return day > self.due


def receipts_of(organization_plan: OrganizationPlan) -> list[PlanReceipt]:
    """A row for each department that is to sign, not saved yet.

    Every covered department signs for the plan of the year; for a supplement those whose plans
    or adjustments stand in it (ours). The day is counted from the issue, and never from a date
    gone by.
    """
    covered = Department.objects.must_plan()
    if organization_plan.edition > 1:
        late = models.Q(plans__items__organization_plan=organization_plan)
        adjusted = models.Q(plans__adjustments__supplemented__organization_plan=organization_plan)
        covered = covered.filter(late | adjusted)
    issued: dt.date = max(organization_plan.issued_on or dt.date.min, timezone.localdate())
    due = working_day_after(issued, DAYS)
    return [
        PlanReceipt(organization_plan=organization_plan, department=department, due=due)
        for department in covered.order_by("path").distinct()
    ]


class PlanReading(Guarded):
    """A person has said that they have read the issued plan; staff are counted, not chased."""

    organization_plan = models.ForeignKey(OrganizationPlan, models.PROTECT, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    NAMED_BY = ("organization_plan__round", "user")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of the organization plan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization_plan", "user"], name="plan_reading_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization_plan} · {self.user}"
