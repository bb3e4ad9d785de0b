"""Adjustments: a list of changes to an issued plan, approved before it is carried out (4.4.3)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import open_ballot
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.models import Revision
from improvement.door.packed import Along
from improvement.door.refusals import Text
from plans.lifecycle import (
    ADJUSTMENT_DESK,
    UNDECIDED,
    AdjustmentLifecycle,
    AdjustmentStatus,
    PlanStatus,
)

from .live import LiveQuerySet
from .plan import Plan


class AdjustmentKind(models.TextChoices):
    CHANGE = "change", _("Change the plan")
    TERMINATE = "terminate", _("Terminate the plan")


class AdjustmentReason(models.TextChoices):
    """On which result the adjustment rests: the rule's own grounds, and one of ours."""

    MONITORING = "monitoring", _("A deviation found by monitoring (4.4.1)")
    GAP = "gap", _("A large gap between progress and target (4.4.2)")
    SUGGESTION = "suggestion", _("A suggestion of the office after a cause analysis (4.4.2)")
    EVALUATION = "evaluation", _("The result of an evaluation (4.4.3)")
    EFFECT = "effect", _("The expected effect was not reached (5.4.2)")
    CONDITIONS = "conditions", _("People, resources or conditions have changed (ours)")


class Operation(models.TextChoices):
    CHANGE = "change", pgettext_lazy("operation of an adjustment", "Change")
    ADD = "add", pgettext_lazy("operation of an adjustment", "Add")
    CANCEL = "cancel", pgettext_lazy("operation of an adjustment", "Cancel")
    SUSPEND = "suspend", pgettext_lazy("operation of an adjustment", "Suspend")
    RESUME = "resume", pgettext_lazy("operation of an adjustment", "Resume")


class Item(models.TextChoices):
    """What a change is about."""

    GOAL = "goal", _("Goal")
    TARGET_LINE = "target_line", _("Target line")
    MEASURE = "measure", _("Measure")
    MILESTONE = "milestone", _("Milestone")


class AdjustmentQuerySet(Along):
    def undecided(self) -> AdjustmentQuerySet:
        return self.filter(status__in=UNDECIDED)

    def awaiting_office(self) -> AdjustmentQuerySet:
        return self.filter(status=AdjustmentStatus.OFFICE_REVIEW)

    def with_names(self) -> AdjustmentQuerySet:
        return self.select_related("plan__department", "plan__round")


class Adjustment(AdjustmentLifecycle):
    """One proposal to change or to end a plan; until it is approved the old version holds (D81)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="adjustments")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(
        max_length=10, choices=AdjustmentKind.choices, default=AdjustmentKind.CHANGE
    )
    reason = models.CharField(
        _("it rests on"), max_length=12, choices=AdjustmentReason.choices, blank=True
    )
    cause_analysis = models.TextField(
        _("cause analysis"),
        blank=True,
        help_text=_("Why the plan is not met as it stands."),
    )
    effect_on_goals = models.TextField(
        _("effect on the goals"),
        blank=True,
        help_text=_("What it does to this plan's goals and the overall goals they serve."),
    )
    return_reason = models.TextField(blank=True)
    recommendation = models.TextField(_("recommendation of the office"), blank=True)
    overtaken_by = models.ForeignKey("self", models.PROTECT, null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    applied_at = models.DateTimeField(null=True, editable=False)

    NAMED_BY = ("plan__department", "plan__round")
    COMPARED_ON_LIST = False  # its lines tell both values themselves

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["number"]
        constraints = [
            known_status("adjustment", AdjustmentStatus),
            models.UniqueConstraint(fields=["plan", "number"], name="adjustment_number"),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=models.Q(status="office_review"),
                name="adjustment_office_queue",
            )
        ]

    def __str__(self) -> str:
        return gettext("%(plan)s, adjustment %(number)d") % {
            "plan": self.plan.title,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("plans:adjustment", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    @property
    def department(self) -> Any:
        return self.plan.department

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    @property
    def terminates(self) -> bool:
        return self.kind == AdjustmentKind.TERMINATE

    @property
    def desk(self) -> Text:
        """Whose turn it is; nobody's where it is decided."""
        return ADJUSTMENT_DESK.get(AdjustmentStatus(self.status), "")

    @property
    def is_draft(self) -> bool:
        return self.status == AdjustmentStatus.DRAFT

    def closed(self) -> Text | None:
        if not self.is_draft:
            return _("The adjustment has been handed in; it is no longer edited.")
        return None

    @cached_property
    def live_changes(self) -> list[AdjustmentChange]:
        """What it consists of; read once, for nothing is added after it was handed in."""
        return list(self.changes.live())

    def awaits(self, revision: int) -> bool:
        """On a list it is decided with the others unless it was overtaken, or handed in anew."""
        if self.status != AdjustmentStatus.LEADERSHIP_APPROVAL:
            return False
        latest = Revision.objects.latest_of(self)
        return latest is not None and latest.pk == revision

    @classmethod
    def move_listed(cls, items: list[Any], step: str, *, by: Any, ballot: Any) -> None:
        from plans.bundling import decide_listed

        decide_listed(items, step, by=by, ballot=ballot)

    def authors(self) -> set[int]:
        """Whoever wrote it; they neither judge it nor vote on it (ours)."""
        return set(wrote_adjustment(self.pk).values_list("actor_id", flat=True))

    def content(self) -> dict[str, Any]:
        from plans.adjusting import frozen

        return frozen(self)

    def causes(self, row: models.Model, step: str) -> bool:
        from plans import major
        from plans.adjusting import decides

        decided = decides(self, row, step) or major.asks(self, row, step)
        return decided or super().causes(row, step)

    def ballot_terms(self) -> dict[str, Any]:
        return {
            "department": self.department,
            "involved": self.authors(),
            "recommendation": self.recommendation,
        }

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans import major
        from plans.adjusting import carry_out

        if arrow.name == "submit":
            major.propose_by(self, by=by)
        if arrow.name == "put_forward":
            open_ballot(self, by=by, **self.ballot_terms())
        if arrow.name == "approve":
            carry_out(self, by=by)
        over = arrow.name in {"approve", "reject", "withdraw"}
        if over and not self.plan.adjustments.undecided().exists():
            plan = Plan.objects.get(pk=self.plan_id)
            if plan.status == PlanStatus.ADJUSTMENT:
                take(plan, "close_adjustment", by=by, cause=self)


class AdjustmentChange(Guarded):
    """One line: what is done to which row, and for a field what stands there and what shall."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="changes")
    operation = models.CharField(max_length=8, choices=Operation.choices)
    kind = models.CharField(max_length=12, choices=Item.choices)
    item = models.UUIDField()
    owner = models.UUIDField()
    number = models.CharField(max_length=8)
    title = models.TextField()
    field = models.CharField(max_length=24, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    archived = models.BooleanField(default=False)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an adjustment")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "item", "field"],
                condition=models.Q(archived=False) & ~models.Q(operation="add"),
                name="adjustment_change_once",
            )
        ]

    def __str__(self) -> str:
        return self.place

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.adjustment.plan_id

    def closed(self) -> Text | None:
        return self.adjustment.closed()

    @property
    def item_key(self) -> str:
        """How an address names the row: “measure-3f2a…”; an added row stands under its owner."""
        kind = Item.MEASURE if self.operation == Operation.ADD else self.kind
        return f"{kind}-{self.item}"

    @property
    def place(self) -> str:
        """“M2 · cost”, “G1 · Calls answered · target”, as a sentence names it."""
        from plans.adjustable import field_name

        within = self.title if self.kind in {Item.TARGET_LINE, Item.MILESTONE} else ""
        name = field_name(self.kind, self.field) if self.field else ""
        return " · ".join(part for part in (self.number, within, name) if part)


def wrote_adjustment(adjustment: Any) -> models.QuerySet[Entry]:
    """The entries by which people wrote an adjustment, given by its key or by a reference."""
    outer = isinstance(adjustment, models.OuterRef)
    within: Any = models.OuterRef(adjustment) if outer else adjustment
    changes = AdjustmentChange.objects.filter(adjustment=within).values("pk")
    return written_in(models.Q(object_id=adjustment), changes)


def wrote_adjustments(keys: list[int]) -> models.QuerySet[Entry]:
    """The same for several at once, given by their keys."""
    changes = AdjustmentChange.objects.filter(adjustment__in=keys).values("pk")
    return written_in(models.Q(object_id__in=keys), changes)


def written_in(adjustment: models.Q, changes: Any) -> models.QuerySet[Entry]:
    own = adjustment & models.Q(object_type=Adjustment._meta.label_lower)
    of_changes = models.Q(object_type=AdjustmentChange._meta.label_lower, object_id__in=changes)
    written = Entry.objects.filter(verb__in=["create", "change"], actor__isnull=False)
    return written.filter(own | of_changes)
