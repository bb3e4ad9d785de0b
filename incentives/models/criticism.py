"""Notices of criticism: proposed from data, heard, decided by ballot; seen by their circle only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import open_ballot
from improvement.door.acts import create
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from incentives.lifecycle import CriticismLifecycle, CriticismStatus


class CriticismQuerySet(VisibleQuerySet):
    def with_names(self) -> CriticismQuerySet:
        return self.select_related("department", "person", "proposed_by")

    def ended(self) -> CriticismQuerySet:
        """Decided one way or the other, the latest first: how similar cases ended."""
        under_way = [CriticismStatus.PROPOSED, CriticismStatus.HEARD]
        return self.exclude(status__in=under_way).order_by("-pk")


class Criticism(CriticismLifecycle):
    """通報批評 (6.2.1). Its name gives away nothing but its number."""

    number = models.CharField(max_length=20, unique=True, editable=False)
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="criticisms",
        verbose_name=_("department"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criticisms",
        verbose_name=_("person"),
        help_text=_("Leave it empty where the whole department is concerned."),
    )
    plan = models.ForeignKey(
        "plans.Plan", models.PROTECT, null=True, blank=True, related_name="criticisms"
    )
    facts = models.JSONField(default=list, encoder=DjangoJSONEncoder, editable=False)
    grounds = models.TextField(_("what is criticized"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposed_criticisms"
    )
    reply_until = models.DateField(editable=False)
    answer = models.TextField(pgettext_lazy("to a notice of criticism", "reply"), blank=True)
    heard_on = models.DateField(null=True, editable=False)
    recommendation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    issued_on = models.DateField(null=True, editable=False)
    appeal_until = models.DateField(null=True, editable=False)
    appeal_reason = models.TextField(blank=True)
    appeal_answer = models.TextField(blank=True)

    PERSONAL = frozenset(
        {
            "person_id",
            "facts",
            "grounds",
            "answer",
            "recommendation",
            "reason",
            "appeal_reason",
            "appeal_answer",
        }
    )

    objects = CriticismQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of criticism")
        verbose_name_plural = _("notices of criticism")
        ordering = ["-pk"]
        constraints = [known_status("criticism", CriticismStatus)]

    def __str__(self) -> str:
        return gettext("Notice of criticism %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("incentives:criticism", args=[self.public_id])

    @property
    def concerned(self) -> Any:
        return self.person or self.department

    def closed(self) -> Text | None:
        if self.status != CriticismStatus.PROPOSED:
            return _("The notice has been heard; its text stays as it was.")
        return None

    def content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "department": self.department.code,
            "person": str(self.person.public_id) if self.person else "",
            "facts": self.facts,
            "grounds": self.grounds,
            "answer": self.answer,
            "recommendation": self.recommendation,
        }

    def authors(self) -> set[int]:
        return {pk for pk in (self.proposed_by_id, self.person_id) if pk}

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from .rectification import Rectification

        if arrow.name == "put_forward":
            open_ballot(
                self,
                by=by,
                department=self.department,
                involved=self.authors(),
                recommendation=self.recommendation,
                confidential=True,
            )
        if arrow.name == "approve":
            create(Rectification(criticism=self, opened_on=timezone.localdate()), by=by, cause=self)

    def causes(self, row: models.Model, step: str) -> bool:
        from .rectification import Rectification

        if isinstance(row, Rectification):
            issued = self.status == CriticismStatus.ISSUED
            return step == "add" and issued and row.criticism_id == self.pk
        return super().causes(row, step)


class Reading(models.Model):
    """Who opened a confidential page on which day."""

    criticism = models.ForeignKey(Criticism, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["criticism", "reader", "day"], name="reading_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.day}"
