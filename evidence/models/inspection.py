"""Inspections on site by a checklist, with scores and what was found (5.2.2)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import InspectionLifecycle, InspectionStatus
from evidence.statistics.scores import Mark, score
from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .checklist import Checklist, ChecklistItem
from .finding import Finding


class InspectionQuerySet(VisibleQuerySet):
    def finished(self) -> InspectionQuerySet:
        return self.filter(status=InspectionStatus.FINISHED)

    def alike(self, one: Inspection) -> InspectionQuerySet:
        """By the same checklist, of the same place of the same department."""
        return self.filter(
            checklist=one.checklist_id, department=one.department_id, place__iexact=one.place
        )

    def newest_first(self) -> InspectionQuerySet:
        return self.order_by("-held_on", "-pk")


class Inspection(InspectionLifecycle):
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="inspections", verbose_name=_("checklist")
    )
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="inspections",
        db_index=False,
        verbose_name=_("department"),
    )
    place = models.CharField(pgettext_lazy("inspection", "place"), max_length=160)
    held_on = models.DateField(pgettext_lazy("inspection", "day"))
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="inspections",
        verbose_name=_("inspector"),
    )
    remark = models.TextField(pgettext_lazy("inspection", "remark"), blank=True)
    score = models.DecimalField(
        _("score"), max_digits=4, decimal_places=1, null=True, editable=False
    )
    reopened_because = models.TextField(blank=True, editable=False)

    NAMED_BY = ("department", "checklist")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            known_status("inspection", InspectionStatus),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100),
                name="inspection_score_of_100",
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="inspection_newest"),
            models.Index(fields=["department", "-held_on", "-id"], name="inspection_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} · {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:inspection", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.pk and self.status == InspectionStatus.FINISHED:
            return _("The inspection is finished. Open it again to correct it.")
        return None

    def causes(self, row: models.Model, step: str) -> bool:
        """Its answers are given with it while it is under way; then what was found is noted."""
        under_way = self.status == InspectionStatus.DRAFT
        if isinstance(row, InspectionAnswer):
            return row.inspection_id == self.pk and under_way and step in ("add", "change")
        own = isinstance(row, SiteFinding) and row.inspection_id == self.pk
        return own and step == "add" and not under_way

    def reckoned(self) -> Decimal | None:
        return score(answer.mark for answer in self.answers.select_related("item"))


class AnswerQuerySet(models.QuerySet["InspectionAnswer"]):
    def open(self) -> AnswerQuerySet:
        return self.filter(points=None, applies=True)


class InspectionAnswer(Guarded):
    """What one item came to: points, or that it does not apply, or nothing yet."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+", db_index=False)
    points = models.PositiveSmallIntegerField(null=True)
    applies = models.BooleanField(default=True)
    note = models.CharField(pgettext_lazy("inspection", "note"), max_length=400, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of an inspection")
        verbose_name_plural = _("answers of an inspection")
        ordering = ["item__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="inspection_item_once"),
            models.CheckConstraint(
                condition=Q(applies=True) | Q(points=None),
                name="inspection_answer_applies_or_has_none",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=5), name="inspection_answer_of_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}/{self.item_id}"

    def root(self) -> tuple[type[models.Model], int]:
        return Inspection, self.inspection_id

    @property
    def mark(self) -> Mark:
        points = self.points if self.applies else None
        return Mark(self.item.weight, self.item.scale, points)


class SiteFinding(Guarded):
    """What was found on site: by when it is put right and by whom; the words are the finding's."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="site_findings")
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=pgettext_lazy("checklist", "item"),
    )
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="on_site")
    due = models.DateField(_("to be put right by"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("responsible"),
    )

    class Meta:
        verbose_name = _("finding of an inspection")
        verbose_name_plural = _("findings of an inspection")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.finding)

    def root(self) -> tuple[type[models.Model], int]:
        return Inspection, self.inspection_id
