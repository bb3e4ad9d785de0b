"""What has to be finished before a measure can begin, in any department (3.4.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .measure import Measure
from .plan import Plan


class DependencyQuerySet(VisibleQuerySet):
    def live(self) -> DependencyQuerySet:
        """Neither taken out nor left behind by a measure that is out of its plan."""
        return self.filter(archived=False, measure__archived=False, needs__archived=False)


class Dependency(Guarded):
    """One measure waits for another, which must be finished before (D59)."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="waits_for")
    needs = models.ForeignKey(
        Measure, models.PROTECT, related_name="needed_by", verbose_name=_("needs first")
    )
    note = models.CharField(_("what it needs of it"), max_length=300, blank=True)
    archived = models.BooleanField(default=False)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependency")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "needs"], name="dependency_once"),
            models.CheckConstraint(
                condition=~models.Q(measure=models.F("needs")), name="dependency_on_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} ← {self.needs.reference}"

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.measure.plan_id

    def closed(self) -> Text | None:
        return self.measure.closed()

    def content(self) -> dict[str, Any]:
        return {"id": str(self.public_id), "needs": self.needs.reference, "note": self.note}
