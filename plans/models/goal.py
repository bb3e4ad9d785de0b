"""Goals: a department's promise in figures, approved before the plan (3.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.models import Direction, Family, Finding, Indicator
from improvement.approvals.steps import open_ballot
from improvement.door.acts import take_many
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import GoalLifecycle, GoalSetLifecycle, GoalSetStatus, GoalStatus

from .live import LiveQuerySet
from .overall_goal import OverallGoal
from .plan import Plan
from .round import Round


class GoalSet(GoalSetLifecycle):
    """The goals of one plan, reviewed and balloted as one (D49, D50)."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="goal_set")
    return_reason = models.TextField(blank=True)
    recommendation = models.TextField(_("recommendation of the office"), blank=True)

    NAMED_BY = ("plan__department", "plan__round")
    SEVERAL_AT_ONCE = True

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("goals of a plan")
        constraints = [known_status("goal_set", GoalSetStatus)]

    def __str__(self) -> str:
        return gettext("%(department)s goals %(year)s") % {
            "department": self.plan.department.local_name,
            "year": self.plan.round.label,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:goal_set", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    @property
    def round(self) -> Round:
        return self.plan.round

    @property
    def department(self) -> Any:
        return self.plan.department

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    def authors(self) -> set[int]:
        return self.plan.authors()

    def closed(self) -> Text | None:
        if self.status != GoalSetStatus.DRAFT:
            return _("The goals are under review, before the leadership group, or fixed.")
        return self.plan.closed()

    def content(self) -> dict[str, Any]:
        return {"goals": [goal.content() for goal in self.plan.live_goals]}

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, Goal):
            fixed = self.status == GoalSetStatus.FIXED
            return row.plan_id == self.plan_id and step == ("fix" if fixed else "reopen")
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        if arrow.name == "put_forward":
            open_ballot(
                self,
                by=by,
                department=self.plan.department,
                involved=self.authors(),
                recommendation=self.recommendation,
            )
        if arrow.name in {"approve", "fix_with_plan"}:
            take_many(
                self.plan.goals.live().filter(status=GoalStatus.DRAFT), "fix", by=by, cause=self
            )
        if arrow.name == "reopen":
            take_many(
                self.plan.goals.live().filter(status=GoalStatus.FIXED), "reopen", by=by, cause=self
            )


class Goal(GoalLifecycle):
    """One SMART goal; its figures stand in target lines (3.2.1)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(_("place in the order"), default=0)
    title = models.CharField(_("goal"), max_length=300)
    statement = models.TextField(
        _("statement"),
        blank=True,
        help_text=_("Who will feel which change, by how much, and by when."),
    )
    family = models.CharField(_("family"), max_length=12, choices=Family.choices, blank=True)
    key_area = models.CharField(_("key area"), max_length=120, blank=True)
    beneficiaries = models.CharField(_("who benefits"), max_length=200, blank=True)
    customer_need = models.TextField(_("customer need"), blank=True)
    evidence = models.TextField(
        _("evidence cited"),
        blank=True,
        help_text=_("The complaints, feedback or figures this goal rests on, with their source."),
    )
    overall_goal = models.ForeignKey(
        OverallGoal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="served_by",
        verbose_name=_("overall goal served"),
    )
    expected_effect = models.TextField(
        _("expected effect in figures"),
        blank=True,
        help_text=_("Estimated before the start, so that it can be checked afterwards."),
    )
    verification = models.TextField(_("how it will be verified"), blank=True)
    joint_with = models.ManyToManyField(
        "organization.Department",
        blank=True,
        related_name="joint_goals",
        verbose_name=_("joint with"),
    )
    answers = models.ManyToManyField(
        Finding,
        blank=True,
        related_name="goals",
        verbose_name=_("problems it answers"),
        help_text=_("Open findings of the department; they are taken up with the goal."),
    )
    archived = models.BooleanField(default=False)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["order", "number"]
        constraints = [
            known_status("goal", GoalStatus),
            models.UniqueConstraint(fields=["plan", "number"], name="goal_number"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"G{self.number}"

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    def get_absolute_url(self) -> str:
        return reverse("plans:goal", args=[self.plan.public_id, self.number])

    def closed(self) -> Text | None:
        return self.plan.goal_set.closed()

    @cached_property
    def answered(self) -> list[Finding]:
        """The findings it answers; a goal that is still typed is told them by its form."""
        return list(self.answers.all()) if self.pk else []

    @property
    def cites_evidence(self) -> bool:
        """D6: a finding carries what shows it; else the goal names its data in words."""
        return bool(self.evidence or self.answered)

    def causes(self, row: models.Model, step: str) -> bool:
        from plans.answering import moves

        return moves(self, row, step) or super().causes(row, step)

    def follow_change(self, fields: set[str], *, by: Any) -> None:
        from plans.answering import settle

        if {"answers", "archived"} & fields:
            settle(self, by=by)

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.public_id),
            "number": self.code,
            "title": self.title,
            "statement": self.statement,
            "family": self.family,
            "key_area": self.key_area,
            "beneficiaries": self.beneficiaries,
            "customer_need": self.customer_need,
            "evidence": self.evidence,
            "overall_goal": self.overall_goal.code if self.overall_goal else "",
            "expected_effect": self.expected_effect,
            "verification": self.verification,
            "joint_with": sorted(d.code for d in self.joint_with.all()),
            **self.told_answers,
            "target_lines": [
                line.content() for line in self.target_lines.all() if not line.archived
            ],
        }

    @property
    def told_answers(self) -> dict[str, list[str]]:
        """By their titles, which rest once they are taken up; contents frozen before had none."""
        titles = sorted(finding.title for finding in self.answers.all())
        return {"answers": titles} if titles else {}


class TargetLine(Guarded):
    """One figure of a goal: from baseline to target by a date (3.2.1)."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="target_lines")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("target in words"), blank=True)
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target_lines",
        verbose_name=_("indicator"),
    )
    measured_by = models.TextField(_("measured by"), blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, blank=True
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    target = models.DecimalField(
        _("target"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    upper = models.DecimalField(
        _("upper end of the range"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("tolerance"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    source = models.CharField(_("data source"), max_length=200, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    justification = models.TextField(
        _("why it can be reached"),
        blank=True,
        help_text=_("Asked for where the target lies beyond everything measured so far."),
    )
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("target line")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.indicator.local_name if self.indicator else self.measured_by

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.goal.plan_id

    def closed(self) -> Text | None:
        return self.goal.closed()

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.public_id),
            "text": self.text,
            "indicator": self.indicator.name if self.indicator else self.measured_by,
            "direction": self.direction,
            "baseline": _plain(self.baseline),
            "target": _plain(self.target),
            "upper": _plain(self.upper),
            "tolerance": _plain(self.tolerance),
            "unit": self.unit,
            "source": self.source,
            "due": self.due.isoformat() if self.due else None,
            "justification": self.justification,
        }


def _plain(value: Any) -> str | None:
    """A decimal without trailing zeros, so that 85 and 85.000000 are one content."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
