"""Awards: nominated with evidence, decided by ballot, announced, then granted (6.1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import open_ballot
from improvement.door.acts import take
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from incentives.lifecycle import (
    AwardLifecycle,
    AwardStatus,
    ObjectionLifecycle,
    ObjectionStatus,
)


class AwardForm(models.TextChoices):
    """6.1.1 names three forms and says that there are others."""

    TITLE = "title", _("Honorary title")
    BONUS = "bonus", _("Bonus")
    PROMOTION = "promotion", _("Opportunity for promotion")
    OTHER = "other", _("Other form")


class AwardQuerySet(VisibleQuerySet):
    def announced(self) -> AwardQuerySet:
        return self.filter(status=AwardStatus.ANNOUNCED)

    def with_names(self) -> AwardQuerySet:
        return self.select_related("round", "department", "person", "nominated_by")


class Award(AwardLifecycle):
    """For a department or one of its people; the grounds rest on what was reached."""

    round = models.ForeignKey("plans.Round", models.PROTECT, related_name="awards")
    title = models.CharField(_("what is it for"), max_length=200)
    form = models.CharField(_("form of the award"), max_length=12, choices=AwardForm.choices)
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="awards",
        verbose_name=_("department"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("person"),
        help_text=_("Leave it empty where the whole department is nominated."),
    )
    goal = models.ForeignKey(
        "plans.Goal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("goal it rests on"),
    )
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    grounds = models.TextField(_("grounds"))
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations"
    )
    recommendation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    announced_on = models.DateField(null=True, editable=False)
    objections_until = models.DateField(null=True, editable=False)
    granted_on = models.DateField(null=True, editable=False)

    NAMED_BY = ("department", "person")

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-pk"]
        constraints = [
            known_status("award", AwardStatus),
            models.CheckConstraint(
                condition=~models.Q(status="announced") | models.Q(objections_until__isnull=False),
                name="award_announced_until",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incentives:award", args=[self.public_id])

    @property
    def nominee(self) -> Any:
        return self.person or self.department

    def closed(self) -> Text | None:
        if self.status != AwardStatus.NOMINATED:
            return _("The nomination has been reviewed; it is no longer edited.")
        return None

    def content(self) -> dict[str, Any]:
        """What the leadership group decides on, frozen when it is put forward."""
        return {
            "title": self.title,
            "form": self.form,
            "amount": None if self.amount is None else str(self.amount),
            "department": self.department.code,
            "person": str(self.person.public_id) if self.person else "",
            "goal": f"{self.goal.code} {self.goal.title}" if self.goal else "",
            "grounds": self.grounds,
            "recommendation": self.recommendation,
        }

    def authors(self) -> set[int]:
        """Who nominated and who is nominated do not vote on it."""
        return {pk for pk in (self.nominated_by_id, self.person_id) if pk}

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        if arrow.name == "put_forward":
            open_ballot(
                self,
                by=by,
                department=self.department,
                involved=self.authors(),
                recommendation=self.recommendation,
            )


class ObjectionQuerySet(VisibleQuerySet):
    def open(self) -> ObjectionQuerySet:
        return self.filter(status=ObjectionStatus.RAISED)


class Objection(ObjectionLifecycle):
    """Raised by anybody while an award is announced; answered before it is granted."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="objections")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="objections"
    )
    text = models.TextField(_("objection"))
    answer = models.TextField(blank=True)

    NAMED_BY = ("award__department", "award__person")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        ordering = ["pk"]
        constraints = [known_status("objection", ObjectionStatus)]

    def __str__(self) -> str:
        return str(self.award)

    def root(self) -> tuple[type[models.Model], int]:
        return Award, self.award_id

    def get_absolute_url(self) -> str:
        return reverse("incentives:objection", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.award.status != AwardStatus.ANNOUNCED:
            return _("Objections are raised while an award is announced.")
        return None

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        """An objection that is right takes the announcement back."""
        if arrow.name == "uphold":
            take(self.award, "withdraw", by=by, reason=self.answer)
