"""Who holds which role, from when to when; and who acts for whom."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded

from .department import Department, Post


class Role(models.TextChoices):
    HEAD = "head", _("Head")
    DEPUTY = "deputy", _("Deputy head")
    CLERK = "clerk", _("Clerk")
    MEMBER = "member", _("Member of staff")
    OFFICE_HEAD = "office_head", _("Head of the improvement office")
    OFFICER = "officer", _("Officer of the improvement office")
    CHAIR = "chair", _("Chair of the leadership group")
    VICE_CHAIR = "vice_chair", _("Vice-chair of the leadership group")
    LEADER = "leader", _("Member of the leadership group")
    ASSISTANT = "assistant", _("Assistant of a leader")
    ADMINISTRATOR = "administrator", _("Administrator")


SEATED = (Role.CHAIR, Role.VICE_CHAIR, Role.LEADER)
PRESIDING = (Role.CHAIR, Role.VICE_CHAIR)
OFFICE = (Role.OFFICE_HEAD, Role.OFFICER)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def valid_on(self, day: dt.date) -> AppointmentQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def seats(self) -> AppointmentQuerySet:
        """The leadership group in the order in which its members preside (2.1)."""
        return self.filter(role__in=SEATED).order_by(
            models.Case(
                *(models.When(role=role, then=n) for n, role in enumerate(SEATED)),
                output_field=models.SmallIntegerField(),
            ),
            "rank",
            "pk",
        )


class Appointment(Guarded):
    """One role of one person for a time; decisions stay tied to the roster of their day (D8)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=16, choices=Role.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="holders")
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assistants"
    )
    rank = models.PositiveSmallIntegerField(default=0)
    seat = models.UUIDField(default=uuid.uuid4, help_text="Kept by the successor.")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        indexes = [
            models.Index(fields=["user", "since"], name="appointment_user"),
            models.Index(fields=["role", "department"], name="appointment_role"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="appointment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def follow_change(self, fields: set[str], *, by: Any) -> None:
        from improvement.organization import leaving

        if self.role in SEATED and "until" in fields:
            leaving.seat_given_up()


class Scope(models.TextChoices):
    VOTES = "votes", _("Votes in my place")
    PRESIDES = "presides", _("Presides in the chair's place, with their own vote")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def valid_on(self, day: dt.date) -> DelegationQuerySet:
        return self.filter(since__lte=day, until__gte=day)


class Delegation(Guarded):
    """Dated, in writing, for ballots only so far; it is not passed on."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_held"
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    scope = models.CharField(
        _("what for"), max_length=8, choices=Scope.choices, default=Scope.VOTES
    )
    note = models.CharField(_("written ground"), max_length=300)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values), name="delegation_scope_known"
            ),
            models.CheckConstraint(
                condition=~Q(principal=models.F("delegate")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="delegation_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} for {self.principal}"
