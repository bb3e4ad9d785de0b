"""An own deadline for one department, with its reason (3.4.2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import record
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import ExtensionLifecycle, ExtensionStatus

from .round import Round

if TYPE_CHECKING:
    from .plan import Plan


class ExtensionQuerySet(VisibleQuerySet):
    def granted(self) -> ExtensionQuerySet:
        return self.filter(status=ExtensionStatus.GRANTED)

    def asked(self) -> ExtensionQuerySet:
        return self.filter(status=ExtensionStatus.ASKED)

    def latest_dates(self) -> dict[int, dt.date]:
        """The date that holds for each department with an extension, by its key."""
        rows = self.granted().order_by("pk").values_list("department_id", "until")
        return dict(rows)


class Extension(ExtensionLifecycle):
    """A department asks, or the office grants of itself; the last one granted holds."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="extensions"
    )
    until = models.DateField(_("new date"))
    reason = models.TextField(_("reason"))
    answer = models.TextField(_("answer of the office"), blank=True)
    by_office = models.BooleanField(default=False, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)

    NAMED_BY = ("department", "round")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        ordering = ["-pk"]
        constraints = [
            known_status("extension", ExtensionStatus),
            models.CheckConstraint(condition=~models.Q(reason=""), name="extension_with_reason"),
            models.UniqueConstraint(
                fields=["round", "department"],
                condition=models.Q(status="asked"),
                name="extension_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(department)s extension %(year)s") % {
            "department": self.department.local_name,
            "year": self.round.label,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:extension", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    def closed(self) -> Text | None:
        if self.status != ExtensionStatus.ASKED:
            return _("The extension is decided or withdrawn; what was asked stays as it is.")
        return None

    @property
    def plan(self) -> Plan | None:
        """The department's plan of this year, where it has begun one."""
        return self.round.plans.filter(department=self.department_id).first()

    def causes(self, row: models.Model, step: str) -> bool:
        from .plan import Plan

        if not isinstance(row, Plan) or self.status != ExtensionStatus.GRANTED:
            return False
        own = (row.round_id, row.department_id) == (self.round_id, self.department_id)
        return own and step == "change"

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        """The date is written into the plan too, so that no list has to look for it."""
        plan = self.plan
        if arrow.name == "grant" and plan:
            record(plan, {"extended_until": self.until}, by=by, cause=self)
