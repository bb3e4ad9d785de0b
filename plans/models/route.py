"""Who reads a draft before the head hands it in: its own department, then others (ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.organization.calendar import working_day_after
from improvement.organization.models import Department
from plans.lifecycle import (
    ANSWERED,
    CountersignLifecycle,
    CountersignStatus,
    DraftCheckLifecycle,
    DraftCheckStatus,
)

from .plan import Plan


class DraftingRoute(Guarded):
    """The way the drafts of one department go; without a row they go the usual way."""

    department = models.OneToOneField(Department, models.PROTECT, related_name="drafting_route")
    checked = models.BooleanField(
        _("a draft is checked before it is handed in"),
        default=False,
        help_text=_("Whoever drafts says that it is ready; somebody else reads it."),
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who checks"),
        help_text=_("Besides the head and the deputies, who always may."),
    )
    countersign_required = models.BooleanField(
        _("nothing is handed in while a countersign is missing"),
        default=False,
        help_text=_("Otherwise a word on the warning is enough."),
    )
    days = models.PositiveSmallIntegerField(
        _("working days to check or countersign"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    NAMED_BY = ("department",)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("drafting route")
        ordering = ["department__path"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__range=(1, 20)), name="drafting_route_days"
            )
        ]

    def __str__(self) -> str:
        return gettext("Drafting route of %(department)s") % {
            "department": self.department.local_name
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:drafting_route", args=[self.department.code])

    def due_from_today(self) -> dt.date:
        return working_day_after(timezone.localdate(), self.days)


def route_of(department: Department) -> DraftingRoute:
    """What the department has set, or the usual way, not saved."""
    try:
        return department.drafting_route
    except DraftingRoute.DoesNotExist:
        return DraftingRoute(department=department)


class DraftCheckQuerySet(VisibleQuerySet):
    def waiting(self) -> DraftCheckQuerySet:
        return self.filter(status=DraftCheckStatus.ASKED)

    def with_names(self) -> DraftCheckQuerySet:
        return self.select_related("plan__department__drafting_route", "plan__round")


class DraftCheck(DraftCheckLifecycle):
    """The check of one draft (核稿); what was checked is kept by its digest."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="draft_check")
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due = models.DateField(_("due"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    word = models.TextField(_("a word"), blank=True)
    digest = models.CharField(max_length=64, blank=True)

    NAMED_BY = ("plan__department", "plan__round")

    objects = DraftCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a draft")
        ordering = ["due", "pk"]
        constraints = [
            known_status("draft_check", DraftCheckStatus),
            models.CheckConstraint(
                condition=~models.Q(status__in=["passed", "changed", "returned"])
                | models.Q(checked_by__isnull=False, checked_at__isnull=False),
                name="draft_check_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Check of the draft: %(plan)s") % {"plan": self.plan}

    def get_absolute_url(self) -> str:
        return reverse("plans:route", args=[self.plan.public_id])

    def step_url(self, name: str) -> str:
        return reverse("plans:draft_check_step", args=[self.public_id, name])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    def closed(self) -> Any:
        return self.plan.closed()

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    def names(self, person: Any) -> bool:
        """Whether the department has named this person to check its drafts."""
        named: int | None = route_of(self.plan.department).checker_id
        return named == person.pk

    def read_now(self) -> str:
        from plans.route.concern import digest_of_draft

        return digest_of_draft(self.plan)

    def due_now(self) -> dt.date:
        return route_of(self.plan.department).due_from_today()

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans.route.acts import ask_those_concerned

        if arrow.name == "pass_on":
            ask_those_concerned(self.plan, by=by)


class CountersignQuerySet(VisibleQuerySet):
    def waiting(self) -> CountersignQuerySet:
        return self.filter(status=CountersignStatus.ASKED)

    def standing(self) -> CountersignQuerySet:
        """All but those that are no longer asked."""
        return self.exclude(status=CountersignStatus.LAPSED)

    def with_names(self) -> CountersignQuerySet:
        return self.select_related("department", "plan__department", "plan__round")


class Countersign(CountersignLifecycle):
    """One department is asked about what a draft wants of its people (會簽).

    The digest is that of what concerns it, as it stands now: a draft that moves on moves the
    version of this row, so that nobody answers to a text they have not read.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="countersigns")
    department = models.ForeignKey(Department, models.PROTECT, related_name="countersigns")
    due = models.DateField(_("due"))
    digest = models.CharField(max_length=64)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    word = models.TextField(_("a word"), blank=True)

    NAMED_BY = ("department", "plan__department", "plan__round")

    objects = CountersignQuerySet.as_manager()

    class Meta:
        verbose_name = _("countersign")
        verbose_name_plural = _("countersigns")
        ordering = ["department__path", "pk"]
        constraints = [
            known_status("countersign", CountersignStatus),
            models.UniqueConstraint(fields=["plan", "department"], name="countersign_once"),
            models.CheckConstraint(
                condition=~models.Q(status__in=["agreed", "objected"])
                | models.Q(answered_by__isnull=False, answered_at__isnull=False),
                name="countersign_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="objected") | ~models.Q(word=""),
                name="countersign_objected_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "due"],
                condition=models.Q(status="asked"),
                name="countersign_waiting",
            )
        ]

    def __str__(self) -> str:
        return gettext("Countersign of %(department)s: %(plan)s") % {
            "department": self.department.local_name,
            "plan": self.plan,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:countersign", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    def closed(self) -> Any:
        return self.plan.closed()

    @property
    def is_answered(self) -> bool:
        return self.status in ANSWERED

    @property
    def is_asked(self) -> bool:
        return self.status == CountersignStatus.ASKED
