"""A consent list of adjustments (一攬子表決): one vote for all, any member pulls one (ours)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import AdjustmentListLifecycle, AdjustmentListStatus

from .adjustment import Adjustment
from .round import Round


class AdjustmentList(AdjustmentListLifecycle):
    """What the office puts to one vote; each item keeps its plan, its machine and its record."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="adjustment_lists")
    number = models.PositiveSmallIntegerField()
    introduction = models.TextField(_("introduction of the office"), blank=True)
    return_reason = models.TextField(blank=True)

    NAMED_BY = ("round",)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent list of adjustments")
        verbose_name_plural = _("consent lists of adjustments")
        ordering = ["-round__starts", "-number"]
        constraints = [
            known_status("adjustment_list", AdjustmentListStatus),
            models.UniqueConstraint(fields=["round", "number"], name="adjustment_list_number"),
        ]

    def __str__(self) -> str:
        return gettext("Consent list %(number)d of adjustments %(year)s") % {
            "number": self.number,
            "year": self.round.label,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:adjustment_list", args=[self.public_id])

    @property
    def is_compiled(self) -> bool:
        return self.status == AdjustmentListStatus.COMPILING

    def closed(self) -> Text | None:
        if not self.is_compiled:
            return _("The list is before the leadership group or decided.")
        return None

    def content(self) -> dict[str, Any]:
        from plans.bundling import told

        return {"introduction": self.introduction, "adjustments": told(self)}

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, Adjustment):
            asked = {
                AdjustmentListStatus.LEADERSHIP_APPROVAL: "put_on_list",
                AdjustmentListStatus.APPROVED: "outdate",
            }.get(AdjustmentListStatus(self.status))
            return step == asked and self.items.filter(adjustment=row.pk).exists()
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans import bundling

        if arrow.name == "choose":
            bundling.write_down(self, inputs.get("chosen", ()), by=by)
        if arrow.name == "put_forward":
            bundling.put_to_the_vote(self, by=by)


class ListedAdjustment(models.Model):
    """One item of a list, with the word of the office on it."""

    adjustment_list = models.ForeignKey(AdjustmentList, models.PROTECT, related_name="items")
    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="listed")
    position = models.PositiveSmallIntegerField()
    recommendation = models.TextField(blank=True)

    class Meta:
        verbose_name = _("adjustment on a consent list")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment_list", "adjustment"], name="listed_adjustment_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.adjustment)
