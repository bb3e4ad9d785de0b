"""Measures: who does what by when, at which cost and for which benefit (3.3)."""

from __future__ import annotations

import builtins
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.gathered import Counted, Listed, Mapped, Number
from improvement.door.kept import Written
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.refusals import Text
from improvement.organization.models import Department
from plans.lifecycle import MeasureLifecycle, MeasureStatus

from .goal import Goal, _plain
from .live import LiveQuerySet
from .plan import Plan


class MeasureType(models.TextChoices):
    """3.3.2 names five kinds and says they are examples."""

    PROCESS = "process", _("Process")
    TRAINING = "training", _("Training")
    FACILITIES = "facilities", _("Facilities")
    TECHNOLOGY = "technology", _("New technology")
    APPRAISAL = "appraisal", _("Appraisal")
    OTHER = "other", _("Other")


def served(measure: str) -> Mapped:
    """Numbers and titles of the goals that the measure in this column serves, read along."""
    goals = Goal.objects.live().filter(measures=models.OuterRef(measure))
    return Mapped(goals.order_by("number"), "number", "title")


MANY_DEPARTMENTS = 2
"""Whose people and means a measure may need before it is a major project (ours)."""


def is_major(cost: Decimal | None, concerned: int, limit: Decimal | None) -> bool:
    """The rule on figures that do not stand in a row yet; `MeasureQuerySet.major` asks the rows."""
    dear = cost is not None and limit is not None and cost > limit
    return dear or concerned > MANY_DEPARTMENTS


def joined_by(measure: Any) -> models.Q:
    """Departments that a measure needs besides its own: joint in its goals, with posts it needs."""
    return models.Q(pk__in=joint_in(measure).union(with_posts_for(measure)))


def needed_by(measure: Any) -> models.Q:
    """Departments of a measure: responsible for it, joint in its goals, with posts it needs."""
    own = Measure.objects.filter(pk=measure, department__isnull=False).order_by()
    others = (joint_in(measure), with_posts_for(measure))
    return models.Q(pk__in=own.values("department").union(*others))


def joint_in(measure: Any) -> models.QuerySet[Any, Any]:
    goals = Goal.objects.live().filter(measures=measure, joint_with__isnull=False)
    return goals.order_by().values("joint_with")


def with_posts_for(measure: Any) -> models.QuerySet[Any, Any]:
    needs = Department._base_manager.filter(posts__resource_needs__measure=measure)
    return needs.filter(posts__resource_needs__archived=False).order_by().values("pk")


ORIGIN = ("after__plan__department", "after__plan__round")
"""What the provenance of a measure is said with."""


class MeasureQuerySet(LiveQuerySet):
    def running(self) -> MeasureQuerySet:
        """Neither taken out of the plan nor cancelled."""
        return self.filter(archived=False).exclude(status=MeasureStatus.CANCELLED)

    def major(self) -> MeasureQuerySet:
        """Dearer than the round lets pass, or in need of more than two departments (2.1.1)."""
        outer = models.OuterRef(models.OuterRef("pk"))
        concerned = Counted(Department.objects.filter(needed_by(outer)))
        dear = models.Q(cost__gt=models.F("plan__round__major_cost"))
        rows = self.alias(concerned=concerned)
        return rows.filter(dear | models.Q(concerned__gt=MANY_DEPARTMENTS))

    def with_joined(self) -> MeasureQuerySet:
        """With the keys of the departments it needs besides its own, and whether it is major."""
        outer = models.OuterRef("pk")
        return self.annotate(
            joined=Listed(Department.objects.filter(joined_by(models.OuterRef(outer))), "pk"),
            is_major=models.Exists(Measure.objects.filter(pk=outer).major()),
        )

    def with_numbers(self) -> MeasureQuerySet:
        """With what lists and the check ask of goals and milestones, without reading them."""
        return self.select_related(*ORIGIN).annotate(**numbers())


@cache
def numbers() -> dict[str, Written]:
    """Whether it is major, the numbers of the goals it serves, how many milestones it has."""
    of_measure = models.OuterRef("pk")
    served = Goal.objects.filter(measures=of_measure).order_by("number")
    nodes = Milestone.objects.filter(measure=of_measure, archived=False)
    parts = {
        "is_major": models.Exists(Measure.objects.filter(pk=of_measure).major()),
        "goal_numbers": Listed(served, "number"),
        "milestone_count": Number(nodes),
    }
    return {name: Written(Measure, part) for name, part in parts.items()}


class Measure(MeasureLifecycle):
    """One improvement measure; department, person and dates are asked for (D52)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(_("place in the order"), default=0)
    title = models.CharField(_("measure"), max_length=300)
    description = models.TextField(_("what is done"), blank=True)
    type = models.CharField(_("type"), max_length=10, choices=MeasureType.choices, blank=True)
    goals = models.ManyToManyField(Goal, related_name="measures", verbose_name=_("goals served"))
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible department"),
    )
    post = models.ForeignKey(
        "organization.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("post"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible person"),
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=16, decimal_places=2, null=True, blank=True)
    benefit = models.DecimalField(
        _("benefit a year"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    cost_benefit = models.TextField(_("cost against benefit"), blank=True)
    resources = models.TextField(_("resources needed"), blank=True)
    resource_fit = models.TextField(
        _("how it fits what we have"),
        blank=True,
        help_text=_("Whether people, goods and money at hand suffice, and how the gap is closed."),
    )
    risk = models.TextField(_("main risk"), blank=True)
    after = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_up",
        editable=False,
        verbose_name=_("after a practice"),
    )
    """The measure of another plan that had proved itself and was copied (5.4.2)."""
    archived = models.BooleanField(default=False)
    started_on = models.DateField(null=True, editable=False)
    completed_on = models.DateField(null=True, editable=False)
    result = models.TextField(_("what has come of it"), blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["order", "number"]
        constraints = [
            known_status("measure", MeasureStatus),
            models.UniqueConstraint(fields=["plan", "number"], name="measure_number"),
            models.CheckConstraint(
                condition=models.Q(starts=None)
                | models.Q(ends=None)
                | models.Q(ends__gte=models.F("starts")),
                name="measure_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"M{self.number}"

    @property
    def reference(self) -> str:
        """How another department names it: CSC M2."""
        return f"{self.plan.department.code.upper()} {self.code}"

    def root(self) -> tuple[builtins.type[models.Model], int]:
        return Plan, self.plan_id

    def get_absolute_url(self) -> str:
        return reverse("plans:measure", args=[self.plan.public_id, self.number])

    def step_url(self, name: str) -> str:
        return reverse("plans:measure_step", args=[self.public_id, name])

    def closed(self) -> Text | None:
        return self.plan.closed()

    @cached_property
    def is_major(self) -> bool:
        """By the rule of its round; lists read it along."""
        return Measure.objects.filter(pk=self.pk).major().exists()

    def departments(self) -> models.QuerySet[Department]:
        """Whose people and means it needs."""
        return Department.objects.filter(needed_by(self.pk)).order_by("path")

    @cached_property
    def goal_numbers(self) -> list[int]:
        """Of the goals it serves; `MeasureQuerySet.with_numbers` reads them along."""
        return [goal.number for goal in self.goals.all()]

    @cached_property
    def milestone_count(self) -> int:
        """The same is true of the number of its milestones."""
        return sum(not milestone.archived for milestone in self.milestones.all())

    @property
    def provenance(self) -> str:
        """Whose practice it follows, in words; empty where the department began it itself."""
        if self.after is None:
            return ""
        return after_practice(self.after.plan.department.local_name, self.after.plan.round.label)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans.adjusting import outdate_impossible

        if arrow.for_people:
            outdate_impossible(self, by=by)

    def causes(self, row: models.Model, step: str) -> bool:
        from .adjustment import Adjustment

        return isinstance(row, Adjustment) and step == "outdate" and row.plan_id == self.plan_id

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.public_id),
            "number": self.code,
            "title": self.title,
            "description": self.description,
            "type": self.type,
            "goals": sorted(goal.code for goal in self.goals.all() if not goal.archived),
            "department": self.department.code if self.department else "",
            "post": self.post.name if self.post else "",
            "person": self.person.name if self.person else "",
            "starts": self.starts.isoformat() if self.starts else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "cost": _plain(self.cost),
            "benefit": _plain(self.benefit),
            "cost_benefit": self.cost_benefit,
            "resources": self.resources,
            "resource_fit": self.resource_fit,
            "waits_for": sorted(
                one.needs.reference
                for one in self.waits_for.all()
                if not (one.archived or one.needs.archived)
            ),
            "risk": self.risk,
            "milestones": [m.content() for m in self.milestones.all() if not m.archived],
            "resource_needs": [n.content() for n in self.resource_needs.all() if not n.archived],
        } | self.content_at_times

    @property
    def content_at_times(self) -> dict[str, Any]:
        """What few measures have; the others are frozen without it."""
        told: dict[str, Any] = {}
        if self.status == MeasureStatus.SUSPENDED:
            told["status"] = self.status
        if self.after:
            told["after_department"] = self.after.plan.department.code
            told["after_year"] = self.after.plan.round.label
        return told


def after_practice(department: str, year: str) -> str:
    """“After a practice of Water, 2025”, on the page and in the papers."""
    names = {"department": department, "year": year}
    return gettext("After a practice of %(department)s, %(year)s") % names


class Milestone(Guarded):
    """A time node of a measure; there may be several (D52)."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due = models.DateField(_("due"))
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("milestone")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.title

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.measure.plan_id

    def closed(self) -> Text | None:
        return self.measure.closed()

    def content(self) -> dict[str, Any]:
        return {"id": str(self.public_id), "title": self.title, "due": self.due.isoformat()}
