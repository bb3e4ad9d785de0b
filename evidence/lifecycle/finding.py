"""Every state and arrow of a finding."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, PERSON, Stateful, StatusField, step


class FindingStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a finding", "Open")
    IN_PLAN = "in_plan", _("In the plan")
    RESOLVED = "resolved", pgettext_lazy("status of a finding", "Resolved")
    CARRIED_OVER = "carried_over", _("Carried over")


F = FindingStatus


class FindingLifecycle(Stateful):
    """What was not reached stays open until a plan answers it (5.4.2)."""

    answer: str
    word: str

    status = StatusField(_("status"), choices=F.choices, default=F.OPEN)

    class Meta:
        abstract = True

    @step(
        F.OPEN,
        F.IN_PLAN,
        _("Take up in the plan"),
        clause="5.4.2",
        on=(PERSON, PARENT),
        needs=["answer"],
    )
    def take_up(self, *, answer: str) -> None:
        """By which goal, measure or adjustment the department goes on."""
        self.answer = answer

    @step(F.IN_PLAN, F.OPEN, _("Put back"), clause="ours", on=(PERSON, PARENT))
    def put_back(self) -> None: ...

    @step(
        [F.OPEN, F.IN_PLAN],
        F.RESOLVED,
        _("Resolve the finding"),
        clause="5.4.2",
        on=(PERSON, PARENT),
    )
    def resolve(self) -> None: ...

    @step(
        [F.OPEN, F.IN_PLAN],
        F.CARRIED_OVER,
        _("Carry over to a later round"),
        clause="5.4.2",
        needs=["reason"],
    )
    def carry_over(self, *, reason: str) -> None:
        self.word = reason

    @step(F.RESOLVED, F.OPEN, _("Open the finding again"), clause="ours", on=PARENT)
    def reopen(self) -> None: ...
