"""Plan templates: texts, goals and measures that the office gives departments to begin with."""

from __future__ import annotations

import builtins
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.models import Direction, Family, Indicator
from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import PlanTemplateLifecycle, PlanTemplateStatus

from .live import LiveQuerySet
from .measure import MeasureType
from .plan import Plan
from .resource import ResourceKind
from .round import Round
from .section import SectionKey

MONTHS = 24
"""Planning years are shorter; a measure may lead into the next."""


class PlanTemplateQuerySet(VisibleQuerySet):
    def offered(self, planning_round: Any) -> PlanTemplateQuerySet:
        """Those a draft of this round can begin with."""
        of_round = models.Q(round=None) | models.Q(round=planning_round)
        return self.filter(of_round, status=PlanTemplateStatus.PUBLISHED)

    def with_sums(self) -> PlanTemplateQuerySet:
        """With the numbers of its goals and measures, read along."""
        return self.annotate(
            goal_count=models.Count("goals", filter=models.Q(goals__archived=False), distinct=True),
            measure_count=models.Count(
                "measures", filter=models.Q(measures__archived=False), distinct=True
            ),
        )


class PlanTemplate(PlanTemplateLifecycle):
    """A named set of texts, goals and measures; without figures, dates and people of anybody."""

    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(
        _("what it is for"),
        blank=True,
        help_text=_("Departments read it before they choose."),
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="templates",
        verbose_name=_("planning year"),
        help_text=_("Left open, it is offered in every year."),
    )
    source = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="kept_as", editable=False
    )
    published_at = models.DateTimeField(null=True, editable=False)

    NAMED_BY = ("round", "source__department", "source__round")

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan template")
        ordering = ["name", "pk"]
        constraints = [
            known_status("plan_template", PlanTemplateStatus),
            models.CheckConstraint(
                condition=~models.Q(status=PlanTemplateStatus.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="plan_template_published_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:template", args=[self.public_id])

    def is_offered(self, planning_round: Round) -> bool:
        """Whether a draft of this round can begin with it."""
        published = self.status == PlanTemplateStatus.PUBLISHED
        return published and self.round_id in (None, planning_round.pk)

    def closed(self) -> Text | None:
        if self.status == PlanTemplateStatus.PUBLISHED:
            return _("The template is published; withdraw it first, then revise it.")
        if self.status == PlanTemplateStatus.WITHDRAWN:
            return _("The template is withdrawn; revise it to change it.")
        return None


class TemplateRow(Guarded):
    """What belongs to a template: its lock, its record, and whether it can be edited."""

    objects = LiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def above(self) -> PlanTemplate:
        """The template it belongs to."""
        template: PlanTemplate = self.template  # type: ignore[attr-defined]
        return template

    def root(self) -> tuple[builtins.type[models.Model], int]:
        return PlanTemplate, self.above().pk

    def closed(self) -> Text | None:
        return self.above().closed()


class TemplateSection(TemplateRow):
    """The text of one of the six parts, or of one beside them."""

    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=12)
    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("section of a template")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_section_once"),
            models.CheckConstraint(
                condition=models.Q(key__in=SectionKey.values) | ~models.Q(title=""),
                name="template_section_titled",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(SectionKey(self.key).label)


class TemplateGoal(TemplateRow):
    """A goal without figures of its own; what it is measured by stands in its lines."""

    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("goal"), max_length=300)
    statement = models.TextField(_("statement"), blank=True)
    family = models.CharField(_("family"), max_length=12, choices=Family.choices, blank=True)
    key_area = models.CharField(_("key area"), max_length=120, blank=True)
    beneficiaries = models.CharField(_("who benefits"), max_length=200, blank=True)
    customer_need = models.TextField(_("customer need"), blank=True)
    verification = models.TextField(_("how it will be verified"), blank=True)
    archived = models.BooleanField(_("take it out of the template"), default=False)

    class Meta:
        verbose_name = _("goal of a template")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_goal_number")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"G{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:template_goal", args=[self.template.public_id, self.number])


class TemplateLine(TemplateRow):
    """What a goal is measured by: indicator, unit, direction; baseline and target are left open."""

    goal = models.ForeignKey(TemplateGoal, models.PROTECT, related_name="lines")
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator"),
    )
    measured_by = models.TextField(_("measured by"), blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    source = models.CharField(_("data source"), max_length=200, blank=True)
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("target line of a template")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.indicator.local_name if self.indicator else self.measured_by

    def above(self) -> PlanTemplate:
        return self.goal.template


def month(label: Any, **more: Any) -> Any:
    """A month of the planning year; which day it is, the year of the draft says."""
    bounds = [MinValueValidator(1), MaxValueValidator(MONTHS)]
    return models.PositiveSmallIntegerField(label, validators=bounds, **more)


class TemplateMeasure(TemplateRow):
    """A measure by months instead of dates, and without anybody's name."""

    template = models.ForeignKey(PlanTemplate, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("measure"), max_length=300)
    description = models.TextField(_("what is done"), blank=True)
    type = models.CharField(_("type"), max_length=10, choices=MeasureType.choices, blank=True)
    goals = models.ManyToManyField(
        TemplateGoal, blank=True, related_name="measures", verbose_name=_("goals served")
    )
    first_month = month(_("from the month"), null=True, blank=True)
    last_month = month(_("to the month"), null=True, blank=True)
    resources = models.TextField(_("resources needed"), blank=True)
    risk = models.TextField(_("main risk"), blank=True)
    archived = models.BooleanField(_("take it out of the template"), default=False)

    class Meta:
        verbose_name = _("measure of a template")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_measure_number"),
            models.CheckConstraint(
                condition=models.Q(first_month=None)
                | models.Q(last_month=None)
                | models.Q(last_month__gte=models.F("first_month")),
                name="template_measure_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"M{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:template_measure", args=[self.template.public_id, self.number])


class TemplateMilestone(TemplateRow):
    """A time node, by the month of the planning year in which it falls due."""

    measure = models.ForeignKey(TemplateMeasure, models.PROTECT, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    month = month(_("due in the month"))
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("milestone of a template")
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return self.title

    def above(self) -> PlanTemplate:
        return self.measure.template


class TemplateNeed(TemplateRow):
    """One line of need; whose post it is and when, the department says."""

    measure = models.ForeignKey(TemplateMeasure, models.PROTECT, related_name="needs")
    kind = models.CharField(
        pgettext_lazy("of a resource", "kind"), max_length=8, choices=ResourceKind.choices
    )
    name = models.CharField(_("what is needed"), max_length=200)
    amount = models.DecimalField(
        pgettext_lazy("of a resource", "amount"), max_digits=16, decimal_places=2
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("resource need of a template")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ResourceKind.values), name="template_need_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="template_need_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def above(self) -> PlanTemplate:
        return self.measure.template
