"""Tasks: a measure broken down to post and person, each with its time (4.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models import Finding
from execution.lifecycle import AT_WORK, TO_DECIDE, TaskLifecycle, TaskStatus
from improvement.door.acts import record
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.packed import Along
from improvement.door.refusals import Text
from improvement.organization.models import Appointment
from plans.lifecycle import IN_FORCE
from plans.models import Measure, Plan


class TaskQuerySet(Along):
    def with_names(self) -> TaskQuerySet:
        return self.select_related("measure__plan__department", "measure__plan__round")

    def of_plan(self, plan: Plan) -> TaskQuerySet:
        return self.filter(measure__plan=plan)

    def live(self) -> TaskQuerySet:
        return self.exclude(status=TaskStatus.CANCELLED)

    def in_force(self) -> TaskQuerySet:
        """Of a plan that is carried out now."""
        return self.filter(measure__plan__status__in=IN_FORCE)

    def for_finding(self, finding: Finding) -> TaskQuerySet:
        return self.filter(finding=finding)

    def at_work(self) -> TaskQuerySet:
        """With whoever carries them out, in a plan that is in force."""
        return self.in_force().filter(status__in=AT_WORK)

    def open_for(self, user: Any) -> TaskQuerySet:
        """What this person has to carry out, and nothing that has ended or was handed in."""
        return self.at_work().for_action("accept", user)

    def to_decide_by(self, user: Any) -> TaskQuerySet:
        """Handed in or declined, and this person says what becomes of it."""
        from execution.rules import PERMISSIONS

        confirm = PERMISSIONS["execution.confirm_task"].q(user)
        decide = PERMISSIONS["execution.reassign_task"].q(user)
        return (
            self.in_force()
            .filter(status__in=TO_DECIDE)
            .filter(
                Q(status=TaskStatus.SUBMITTED) & confirm | Q(status=TaskStatus.DECLINED) & decide
            )
        )

    def broken(self) -> TaskQuerySet:
        """Planned to begin before something they depend on is due (screens: shown in red)."""
        return self.filter(
            depends_on__finished_on=None,
            depends_on__due__gt=F("starts"),
            finished_on=None,
        ).exclude(depends_on__status=TaskStatus.CANCELLED)


def left() -> Case:
    """Whether the person of a task holds no account or no role any more, read along."""
    held = Appointment.objects.valid_on(timezone.localdate())
    here = Exists(held.filter(user=OuterRef("person"), user__is_active=True))
    return Case(When(Q(person__isnull=False) & ~Q(here), then=True), default=False)


def others(which: str) -> Prefetch[str]:
    """The tasks that this one waits for, or that wait for it, each with its measure."""
    return Prefetch(which, Task.objects.select_related("measure"))


class Task(TaskLifecycle):
    """One thing to do of a measure; it hangs on a post, then on a person (D63, D64)."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("task"), max_length=300)
    description = models.TextField(_("what is to be done"), blank=True)
    post = models.ForeignKey(
        "organization.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("post"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("person"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tasks_given",
        verbose_name=_("assigned by"),
    )
    finding = models.ForeignKey(
        "evidence.Finding",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="tasks",
        verbose_name=_("finding"),
    )
    starts = models.DateField(_("starts"))
    due = models.DateField(_("due"))
    effort_hours = models.DecimalField(
        _("effort in hours"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    depends_on = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="needed_by",
        verbose_name=_("waits for"),
    )
    result = models.TextField(_("what has come of it"), blank=True)
    return_reason = models.TextField(_("reason for the return"), blank=True)
    declined_because = models.TextField(_("declined because"), blank=True)
    blocked_because = models.TextField(_("blocked because"), blank=True)
    started_on = models.DateField(_("begun on"), null=True, editable=False)
    finished_on = models.DateField(_("done on"), null=True, editable=False)

    left: bool
    """Whether the person has left; a page that says so reads it along."""
    late: bool
    broken: list[Task]
    """Said by the breakdown of its plan: it is overdue, its order is wrong."""

    NAMED_BY = ("measure__plan__department", "measure__plan__round")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["measure__number", "number"]
        constraints = [
            known_status("task", TaskStatus),
            models.UniqueConstraint(fields=["measure", "number"], name="task_number"),
            models.CheckConstraint(
                condition=Q(due__gte=F("starts")), name="task_is_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(person__isnull=False),
                name="task_has_post_or_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "due"],
                condition=Q(status__in=["assigned", "accepted", "in_progress", "blocked"]),
                name="task_my_work",
            ),
            models.Index(
                fields=["due"],
                condition=Q(status__in=["assigned", "accepted", "in_progress", "blocked"]),
                name="task_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"{self.measure.code}.{self.number}"

    @property
    def plan(self) -> Plan:
        return self.measure.plan

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.measure.plan_id

    def get_absolute_url(self) -> str:
        return reverse("execution:task", args=[self.public_id])

    def closed(self) -> Text | None:
        if self.status == TaskStatus.SUBMITTED:
            return _("The task was handed in; it changes again when it is returned.")
        if self.status in {TaskStatus.DONE, TaskStatus.CANCELLED}:
            return _("The task has ended; what it was stays as it is.")
        if self.plan.status not in IN_FORCE:
            return _("The plan is not being carried out now; its tasks rest.")
        return None

    def overdue(self, today: dt.date) -> bool:
        return self.status in AT_WORK and self.due < today

    def causes(self, row: models.Model, step: str) -> bool:
        """Whoever accepts what was given to a post carries it from then on."""
        return row == self and step == "change" and self.status == TaskStatus.ACCEPTED

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        if arrow.name == "accept" and self.person_id is None:
            record(self, {"person": by}, by=by, cause=self)
