"""The organization plan: compiled, approved, signed off, issued (3.4.3)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, StatusField, step
from plans import conditions as only_if


class OrganizationPlanStatus(models.TextChoices):
    COMPILING = "compiling", _("Compiling")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")


class OrganizationPlanLifecycle(BallotSubject):
    status = StatusField(
        _("status"),
        choices=OrganizationPlanStatus.choices,
        default=OrganizationPlanStatus.COMPILING,
    )
    signed_off_by: Any
    signed_off_at: Any

    class Meta:
        abstract = True

    @step(
        OrganizationPlanStatus.COMPILING,
        OrganizationPlanStatus.COMPILING,
        _("Compile"),
        clause="3.4.2",
    )
    def compile(self) -> None: ...

    @step(
        OrganizationPlanStatus.COMPILING,
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="3.4.3",
        when=[only_if.includes_something, only_if.included_plans_stand],
        freeze=True,
    )
    def put_forward(self) -> None: ...

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.APPROVED,
        _("Approve"),
        clause="3.4.3",
        on=BALLOT,
    )
    def approve(self) -> None: ...

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.COMPILING,
        _("Return for revision"),
        clause="3.4.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(
        OrganizationPlanStatus.LEADERSHIP_APPROVAL,
        OrganizationPlanStatus.COMPILING,
        _("Put back"),
        clause="ours",
        on=BALLOT,
    )
    def put_back(self) -> None: ...

    @step(
        OrganizationPlanStatus.APPROVED,
        OrganizationPlanStatus.APPROVED,
        _("Sign off"),
        clause="3.4.3",
        when=[only_if.not_signed_off_yet],
        freeze=True,
    )
    def sign_off(self, *, by: Any) -> None:
        self.signed_off_by = by
        self.signed_off_at = timezone.now()

    @step(
        OrganizationPlanStatus.APPROVED,
        OrganizationPlanStatus.ISSUED,
        _("Issue"),
        clause="3.4.3",
        needs=["number", "issued_on"],
        when=[
            only_if.signed_off,
            only_if.included_plans_approved,
            only_if.major_projects_approved,
        ],
        freeze=True,
    )
    def issue(self, *, number: str, issued_on: Any, number_from_elsewhere: bool = False) -> None:
        self.number = number
        self.number_from_elsewhere = number_from_elsewhere
        self.issued_on = issued_on
