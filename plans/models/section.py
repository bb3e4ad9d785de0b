"""The text of a plan: six sections in the rule's words, and those a department adds (3.4.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text


class SectionKey(models.TextChoices):
    """The six parts in the rule's words (3.4.1)."""

    OVERVIEW = "overview", pgettext_lazy("section of a plan", "Plan overview")
    ANALYSIS = "analysis", pgettext_lazy("section of a plan", "Status analysis")
    GOALS = "goals", pgettext_lazy("section of a plan", "Goals")
    MEASURES = "measures", pgettext_lazy("section of a plan", "Measures")
    SCHEDULE = "schedule", pgettext_lazy("section of a plan", "Schedule")
    EFFECT = "effect", pgettext_lazy("section of a plan", "Expected effect")


OF_DEPARTMENT = "own-"
"""How the key of a section begins that the department added itself."""


class Section(Guarded):
    """The text of one of the six parts, or of one the department added."""

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="sections")
    key = models.CharField(max_length=12, choices=SectionKey.choices)
    title = models.CharField(
        _("title"),
        max_length=120,
        blank=True,
        help_text=_("What the section is called in the plan and in its documents."),
    )
    body = models.TextField(_("text"), blank=True)
    charts = models.JSONField(_("pinned charts"), default=list, blank=True, editable=False)
    """Each with its definition and values as of the day it was pinned."""
    archived = models.BooleanField(default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="section_once"),
            models.CheckConstraint(
                condition=~models.Q(key__startswith=OF_DEPARTMENT) | ~models.Q(title=""),
                name="section_own_titled",
            ),
            models.CheckConstraint(
                condition=models.Q(archived=False) | models.Q(key__startswith=OF_DEPARTMENT),
                name="section_asked_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_key_display()

    @property
    def own(self) -> bool:
        """Added by the department; it can be renamed and taken out."""
        return self.key.startswith(OF_DEPARTMENT)

    def root(self) -> tuple[type[models.Model], int]:
        from .plan import Plan

        return Plan, self.plan_id

    def closed(self) -> Text | None:
        return self.plan.closed()
