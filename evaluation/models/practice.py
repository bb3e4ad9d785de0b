"""What has proved itself and can be copied: problem, what was done, effect in figures (5.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from evaluation.practice_lifecycle import PracticeLifecycle, PracticeStatus
from improvement.door.lifecycle import known_status
from improvement.door.models import Revision
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.models import Measure, Plan

from .verification import Verification


class PracticeQuerySet(VisibleQuerySet):
    def published(self) -> PracticeQuerySet:
        return self.filter(status=PracticeStatus.PUBLISHED)

    def with_names(self) -> PracticeQuerySet:
        rows = self.select_related(*Practice.NAMED_BY, "verification", "measure", "revision")
        return rows.prefetch_related("verification__goal__target_lines__indicator")


@dataclass(frozen=True, slots=True)
class Proof:
    """One target line as the verdict found it: from baseline to actual."""

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    period: str


class Practice(PracticeLifecycle):
    """One measure under one verdict; the revision is that of the verdict it stands on."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="practices")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="practices")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", editable=False)
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(
        _("what the problem was"),
        blank=True,
        help_text=_("How it was before, and for whom."),
    )
    done = models.TextField(_("what was done"), blank=True)
    advice = models.TextField(
        _("what others should mind"),
        blank=True,
        help_text=_("What it took, what went wrong, what is different elsewhere."),
    )
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.TextField(blank=True, editable=False)

    NAMED_BY = (
        "verification__goal__plan__department",
        "verification__goal__plan__round",
    )

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        ordering = ["-published_at", "-pk"]
        constraints = [
            known_status("practice", PracticeStatus),
            models.UniqueConstraint(fields=["verification", "measure"], name="practice_once"),
            models.CheckConstraint(
                condition=~models.Q(status=PracticeStatus.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="practice_published_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation:practice", args=[self.public_id])

    @property
    def goal(self) -> Any:
        return self.verification.goal

    @property
    def plan(self) -> Plan:
        plan: Plan = self.verification.goal.plan
        return plan

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    def closed(self) -> Text | None:
        if self.status == PracticeStatus.PUBLISHED:
            return _("The practice is published; withdraw it first, then revise it.")
        if self.status == PracticeStatus.WITHDRAWN:
            return _("The practice is withdrawn; revise it to change it.")
        return None

    def stand_on_verdict(self) -> None:
        found = Revision.objects.latest_of(self.verification)
        if found:
            self.revision = found

    @cached_property
    def proofs(self) -> list[Proof]:
        """The effect in figures, as it was frozen with the verdict."""
        content = self.revision.content
        found = {figure["line"]: figure for figure in content["figures"]}
        names = {str(line.public_id): line.name for line in self.goal.target_lines.all()}
        return [
            proof(names.get(line["id"], line["indicator"]), line, found[line["id"]])
            for line in content["target_lines"]
            if line["id"] in found
        ]

    @property
    def assessment(self) -> str:
        """What was written when the effect was confirmed."""
        return str(self.revision.content["assessment"])


def proof(name: str, line: dict[str, Any], figure: dict[str, Any]) -> Proof:
    """The name as the reader's script writes it; the figures as they were frozen."""
    return Proof(
        name,
        line["unit"],
        figure_of(line["baseline"]),
        figure_of(line["target"]),
        figure_of(figure["actual"]),
        figure["period"] or "",
    )


def figure_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
