"""One planning year: its dates, its gates, its overall goals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from improvement.door.gathered import Mapped
from improvement.door.lifecycle import Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import RoundLifecycle, RoundStatus

if TYPE_CHECKING:
    from .asked import KeyArea, RoundSection


class Gate(models.TextChoices):
    """What a plan has to pass in this round; it can be switched off with a reason."""

    GOALS = "goals", _("Goals are approved by a ballot of their own before the plan (3.2.3)")
    EVIDENCE = "evidence", _("Every goal cites its evidence (1.3.3)")
    CUSTOMER = "customer", _("At least one goal is about customer satisfaction (1.3.1)")
    FAMILIES = "families", _("Goals cover quality, satisfaction and process (3.2.2)")
    TARGET = "target", _("Every target line has a target in figures (3.2.1)")
    BASELINE = "baseline", _("Every target line has a baseline (3.2.1)")
    UNIT = "unit", _("Every target line has a unit (3.2.1)")
    SOURCE = "source", _("Every target line names its data source (3.2.1)")
    DUE = "due", _("Every target line is due within the round (3.2.1)")
    LINKS = "links", _("Every goal serves an overall goal and a customer need (3.2.1)")
    EFFECT = "effect", _("Every goal estimates its effect in figures (3.4.1)")
    MEASURES = "measures", _("Every goal has a measure with department, person and dates (3.3.1)")
    SECTIONS = "sections", _("All six sections are written (3.4.1)")
    REACH = "reach", _("A target beyond all past values is justified (3.2.1)")
    AREAS = "areas", _("Every key area the department names has a goal (3.2.2)")
    ANALYSIS = "analysis", _("The status analysis covers flow, quality and staff (3.1.3)")
    FIT = "fit", _("Every measure says how it fits the resources at hand (3.3.3)")
    ORDER = "order", _("No measure begins before what it waits for is finished (3.4.2)")
    MAJOR = "major", _("Major projects are approved one by one before the plan is issued (2.1.1)")


class Rhythm(models.TextChoices):
    """How often is reported and evaluated; the round says so before it begins."""

    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")
    HALF_YEARLY = "half_yearly", _("Half-yearly")


class RoundQuerySet(VisibleQuerySet):
    def drafting(self) -> RoundQuerySet:
        return self.filter(status=RoundStatus.DRAFTING)

    def current(self) -> RoundQuerySet:
        return self.exclude(status=RoundStatus.PREPARING)

    def with_gates(self) -> RoundQuerySet:
        """With `Round.off`, the gates that are switched off, in the same statement."""
        return self.annotate(off=gates_off("pk"))


class Round(RoundLifecycle):
    """A planning year with its own start and end; the label is what people call it: 2027."""

    label = models.CharField(_("year"), max_length=20, unique=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    deadline = models.DateField(
        _("plans are due"), help_text=_("One month before the start is usual.")
    )
    provisional_goals = models.BooleanField(
        _("drafting may begin with provisional overall goals"), default=False
    )
    business_goals = models.BooleanField(
        _("every plan has a business goal too (ours)"), default=False
    )
    late_submissions = models.BooleanField(
        _("plans handed in late are accepted and marked"), default=True
    )

    ballot_per_plan = models.BooleanField(
        _("a ballot for each department's plan"),
        default=False,
        help_text=_(
            "Otherwise one vote on the organization plan decides on all, and any member may pull "
            "a plan for a vote of its own."
        ),
    )

    countersign_required = models.BooleanField(
        _("no plan is handed in while a countersign is missing"),
        default=False,
        help_text=_(
            "Departments whose people a measure uses countersign the draft. Otherwise a word on "
            "the warning is enough, unless the department itself asks for more."
        ),
    )

    major_cost = models.DecimalField(
        _("a measure is a major project above this cost"),
        max_digits=16,
        decimal_places=2,
        default=1_000_000,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_(
            "So is one that needs people or means of more than two departments. Left empty, cost "
            "alone makes none major."
        ),
    )

    call = models.TextField(
        _("words of the office"),
        blank=True,
        help_text=_(
            "What the departments should know before they begin. Dates follow by themselves."
        ),
    )

    report_rhythm = models.CharField(
        _("progress reports"), max_length=12, choices=Rhythm.choices, default=Rhythm.QUARTERLY
    )
    report_days = models.PositiveSmallIntegerField(
        _("days to report after the end of a period"), default=7
    )
    evaluation_rhythm = models.CharField(
        _("evaluation"),
        max_length=12,
        choices=[(r.value, r.label) for r in (Rhythm.QUARTERLY, Rhythm.HALF_YEARLY)],
        default=Rhythm.QUARTERLY,
    )
    changes_until = models.DateField(
        _("adjustments are taken until"),
        null=True,
        blank=True,
        help_text=_("After this date an issued plan is not changed any more."),
    )

    checklist = models.TextField(
        _("checklist of the office"),
        blank=True,
        help_text=_("Questions asked in every review, one a line. Left empty, ours are asked."),
    )
    capacity_percent = models.PositiveSmallIntegerField(
        _("share of working time for improvement (%)"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What the people of a post can give to measures besides their daily work."),
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-starts"]
        constraints = [
            known_status("round", RoundStatus),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="round_ends_later"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("plans:round", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.status == RoundStatus.CLOSED:
            return _("The round is closed; what it was stays as it is.")
        return None

    def causes(self, row: models.Model, step: str) -> bool:
        """While plans are drafted and consolidated, it is the cause of what is found in them."""
        from .consolidation import ConsolidationIssue

        if isinstance(row, ConsolidationIssue):
            looked = {"add", "renew", "vanish", "find_again"}
            return row.round_id == self.pk and step in looked and self.is_consolidated
        return super().causes(row, step)

    @property
    def is_consolidated(self) -> bool:
        """Whether its plans are still being brought together."""
        return self.status in {RoundStatus.DRAFTING, RoundStatus.CONSOLIDATING}

    @property
    def takes_drafts(self) -> bool:
        late = self.status in {RoundStatus.CONSOLIDATING, RoundStatus.LEADERSHIP_APPROVAL}
        late = late or self.status == RoundStatus.EXECUTING
        return self.status == RoundStatus.DRAFTING or (late and self.late_submissions)

    def due_for(self, department: Any) -> dt.date:
        """The day by which this department hands in: its own where it has one (3.4.2)."""
        dates = self.extensions.filter(department=department).latest_dates()
        return dates.get(department.pk, self.deadline)

    def content(self) -> dict[str, Any]:
        """The call for plans as it went out (2.2.2)."""
        from plans.round.calling import call_of

        return call_of(self)

    @cached_property
    def asked(self) -> list[RoundSection]:
        """What the office asks or gives along, section by section."""
        return list(self.asked_sections.live().order_by("pk"))

    @cached_property
    def areas(self) -> list[KeyArea]:
        """The key areas of the round (3.2.2)."""
        return list(self.key_areas.live())

    @property
    def own_sections(self) -> list[RoundSection]:
        """Those beyond the six of the rule."""
        return [section for section in self.asked if section.own]

    def template_of(self, key: str) -> str:
        return next((section.template for section in self.asked if section.key == key), "")

    @cached_property
    def off(self) -> dict[str, str]:
        """The gates switched off in this round, with the reasons."""
        return dict(self.switched_off.values_list("gate", "reason"))

    @cached_property
    def overall_titles(self) -> dict[str, str]:
        """The overall goals of the year by their code."""
        return {goal.code: goal.title for goal in self.overall_goal_set.goals.live()}

    def asks_for(self, gate: str) -> bool:
        return gate not in self.off

    @property
    def days_to_deadline(self) -> int:
        return (self.deadline - timezone.localdate()).days

    @staticmethod
    def usual_deadline(starts: dt.date) -> dt.date:
        """One month before the start (ours)."""
        year, month = (starts.year, starts.month - 1) if starts.month > 1 else (starts.year - 1, 12)
        return dt.date(year, month, min(starts.day, 28))


def gates_off(planning_round: str) -> Mapped:
    """The gates switched off in the round in this column, with the reasons, read along."""
    off = SwitchedOffGate.objects.filter(round=models.OuterRef(planning_round))
    return Mapped(off, "gate", "reason")


class SwitchedOffGate(Guarded):
    """A gate this round does not apply; the reason is shown wherever the gate would be."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="switched_off")
    gate = models.CharField(max_length=12, choices=Gate.choices)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("gate switched off")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "gate"], name="gate_off_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="gate_off_with_reason"),
        ]

    def __str__(self) -> str:
        return self.get_gate_display()

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    def closed(self) -> Text | None:
        if self.round.status not in {RoundStatus.PREPARING, RoundStatus.DRAFTING}:
            return _("The round is past drafting; its gates stay as they are.")
        return None
