"""Checklists of the office: what is looked at on site, item by item (5.2.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import ChecklistLifecycle, ChecklistStatus
from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text


class ChecklistQuerySet(VisibleQuerySet):
    def in_use(self) -> ChecklistQuerySet:
        return self.filter(status=ChecklistStatus.IN_USE)


class Checklist(ChecklistLifecycle):
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("what it is for"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", db_index=False
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["title", "pk"]
        constraints = [known_status("checklist", ChecklistStatus)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:checklist", args=[self.public_id])

    def causes(self, row: models.Model, step: str) -> bool:
        """Its items are written with it, as long as it is a draft."""
        own = isinstance(row, ChecklistItem) and row.checklist_id == self.pk
        return own and step in ("add", "change") and self.status == ChecklistStatus.DRAFT

    def closed(self) -> Text | None:
        if self.pk and self.status != ChecklistStatus.DRAFT:
            return _("A checklist in use stays as it is, so that scores can be compared.")
        return None


class Scale(models.IntegerChoices):
    """By the number of points that can be reached."""

    YES_NO = 1, _("Yes or no")
    FIVE = 5, _("0 to 5")


class ItemQuerySet(models.QuerySet["ChecklistItem"]):
    def live(self) -> ItemQuerySet:
        return self.filter(taken_out=False)


class ChecklistItem(Guarded):
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(pgettext_lazy("checklist", "section"), max_length=120, blank=True)
    text = models.CharField(pgettext_lazy("checklist", "item"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    scale = models.PositiveSmallIntegerField(
        pgettext_lazy("checklist", "scale"), choices=Scale.choices, default=Scale.YES_NO
    )
    taken_out = models.BooleanField(default=False, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of a checklist")
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale__in=Scale.values), name="checklist_item_scale_known"
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=10), name="checklist_item_weighs_1_to_10"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def root(self) -> tuple[type[models.Model], int]:
        return Checklist, self.checklist_id
