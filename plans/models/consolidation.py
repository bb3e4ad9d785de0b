"""Issues between plans, and the changes by which departments are asked to settle them (2.2.2)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import take
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.consolidation.lifecycle import (
    OPEN,
    ChangeStatus,
    ConsolidationIssueLifecycle,
    Forum,
    IssueStatus,
    ProposedChangeLifecycle,
)

from .goal import Goal, TargetLine
from .measure import Measure
from .overall_goal import OverallGoal
from .plan import Plan
from .round import Round


class IssueKind(models.TextChoices):
    CLASH = "clash", _("Resource clash")
    OVERLAP = "overlap", _("Overlap")
    CONTRADICTION = "contradiction", _("Contradiction")
    ORDER = "order", _("Dependency order")
    GAP = "gap", _("Gap")


class Severity(models.IntegerChoices):
    HIGH = 1, _("High")
    MEDIUM = 2, _("Medium")
    LOW = 3, _("Worth a look")


class IssueQuerySet(VisibleQuerySet):
    def open(self) -> IssueQuerySet:
        return self.filter(status__in=OPEN)

    def with_names(self) -> IssueQuerySet:
        return self.select_related("round", "overall_goal", "department", "post__department")


class ConsolidationIssue(ConsolidationIssueLifecycle):
    """What a rule has found in the plans of a round; `key` names it however often it is found.

    `facts` is the finding as it stood, by rule another: months and loads, targets, dates, and the
    solutions computed from them. `digest` tells whether it is still the same.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="consolidation_issues")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=14, choices=IssueKind.choices)
    rule = models.CharField(max_length=24)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    overall_goal = models.ForeignKey(
        OverallGoal, models.PROTECT, null=True, related_name="consolidation_issues"
    )
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, related_name="consolidation_issues"
    )
    post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, related_name="consolidation_issues"
    )
    found_at = models.DateTimeField(default=timezone.now)
    choice = models.CharField(max_length=120, blank=True)
    word = models.TextField(blank=True)
    forum = models.CharField(max_length=10, choices=Forum.choices, blank=True)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("decision"), blank=True)
    return_reason = models.TextField(blank=True)

    NAMED_BY = ("round", "overall_goal", "department", "post__department")
    BEGUN_BY_CLOCK = True

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("consolidation issue")
        ordering = ["severity", "number"]
        constraints = [
            known_status("consolidation_issue", IssueStatus),
            models.UniqueConstraint(fields=["round", "key"], name="consolidation_issue_once"),
            models.UniqueConstraint(fields=["round", "number"], name="consolidation_issue_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        return f"C-{self.number:02d}"

    @property
    def title(self) -> str:
        from plans.consolidation.wording import title

        return title(self)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:consolidation', args=[self.round.public_id])}?issue={self.number}"

    def step_url(self, name: str) -> str:
        return reverse("plans:consolidation_step", args=[self.public_id, name])

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    def closed(self) -> Text | None:
        return _("An issue says what was found; it is not edited.")

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, ProposedChange):
            proposed = self.status == IssueStatus.PROPOSED
            decided = self.status == IssueStatus.DECIDED
            wanted = {
                "add": proposed or decided,
                "carry_out": decided,
                "withdraw": not proposed,
            }.get(step, False)
            return row.issue_id == self.pk and wanted
        return super().causes(row, step)

    def content(self) -> dict[str, Any]:
        """What the leadership group decides on: the finding as it stood, and the way out."""
        return {
            "number": self.number,
            "kind": self.kind,
            "severity": self.severity,
            "question": self.question,
            "choice": self.choice,
            "facts": self.facts,
        }

    def departments(self) -> list[int]:
        """Whose plans it is about."""
        return list(self.items.values_list("plan__department", flat=True).distinct())

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans.consolidation import deciding

        if arrow.name == "put_forward":
            deciding.open_the_ballot(self, by=by)
        if arrow.name == "approve":
            deciding.apply(self, by=by)
        if IssueStatus.PROPOSED in arrow.sources and arrow.name != "settle":
            for change in self.changes.filter(status=ChangeStatus.OFFERED):
                take(change, "withdraw", by=by, cause=self)


class ConsolidationItem(models.Model):
    """One goal or measure an issue is about: the provenance of what is said of it."""

    issue = models.ForeignKey(ConsolidationIssue, models.CASCADE, related_name="items")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("item of an issue")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(goal=None) | models.Q(measure=None),
                name="consolidation_item_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Any:
        """The goal or measure; the plan where the issue is that it lacks one."""
        return self.measure or self.goal or self.plan


class Change(models.TextChoices):
    """What a department is asked to do with its own plan."""

    MOVE = "move", _("Move a measure")
    STRETCH = "stretch", _("Spread a measure over a longer time")
    LEAD = "lead", _("Lead a measure for both")
    DROP = "drop", _("Leave a measure out")
    JOIN = "join", _("Make a goal joint")
    ALIGN = "align", _("Align a target")
    ADD = "add", _("Add a goal")


class ProposedChange(ProposedChangeLifecycle):
    """One change of one plan, offered to its department; accepted, it is written into the draft."""

    issue = models.ForeignKey(ConsolidationIssue, models.PROTECT, related_name="changes")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="proposed_changes")
    change = models.CharField(max_length=8, choices=Change.choices)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="+")
    target_line = models.ForeignKey(TargetLine, models.PROTECT, null=True, related_name="+")
    overall_goal = models.ForeignKey(OverallGoal, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, related_name="+"
    )
    months = models.PositiveSmallIntegerField(null=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    direction = models.CharField(max_length=10, blank=True)
    other_title = models.CharField(max_length=300, blank=True)
    word = models.TextField(blank=True)
    decided = models.BooleanField(
        default=False, help_text="By the leadership group: it can be accepted, not refused."
    )
    asked_by = models.ForeignKey(
        "organization.User", models.PROTECT, related_name="+", verbose_name=_("asked by")
    )

    NAMED_BY = ("plan__department", "plan__round", "issue", "measure", "goal", "partner")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        ordering = ["pk"]
        constraints = [known_status("proposed_change", ChangeStatus)]

    def __str__(self) -> str:
        return gettext("%(plan)s, proposed change") % {"plan": self.plan.title}

    @property
    def sentence(self) -> str:
        from plans.consolidation.wording import asked

        return asked(self)

    @property
    def department_id(self) -> int:
        return int(self.plan.department_id)

    @property
    def department(self) -> Any:
        return self.plan.department

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#consolidation"

    def step_url(self, name: str) -> str:
        return reverse("plans:proposed_change_step", args=[self.public_id, name])

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.issue.round_id

    def closed(self) -> Text | None:
        return _("What was offered is answered, not edited.")

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, ConsolidationIssue):
            accepted = self.status == ChangeStatus.ACCEPTED
            refused = self.status == ChangeStatus.REFUSED
            decided = {"settle": accepted, "fall_back": refused}.get(step, False)
            return row.pk == self.issue_id and decided
        if self.decided and self.status == ChangeStatus.ACCEPTED and step in {"change", "add"}:
            return isinstance(row, Guarded) and row.root() == (Plan, self.plan_id)
        return super().causes(row, step)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from plans.consolidation.consenting import write

        if arrow.name == "accept":
            write(self, by=by)
        if arrow.name == "carry_out":
            write(self, by=by, cause=self)
        waits = self.issue.status == IssueStatus.PROPOSED
        left = self.issue.changes.exclude(status=ChangeStatus.ACCEPTED)
        if arrow.name == "accept" and waits and not left.exists():
            take(self.issue, "settle", by=by, cause=self)
        if arrow.name == "refuse":
            take(self.issue, "fall_back", by=by, cause=self, reason=self.word)
