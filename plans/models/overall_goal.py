"""The organization's overall goals and strategy for one round (2.1.1)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from improvement.approvals.steps import open_ballot
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import OverallGoalSetLifecycle, OverallGoalsStatus

from .live import LiveQuerySet
from .round import Round


class OverallGoalSet(OverallGoalSetLifecycle):
    """Strategy and overall goals, decided together by one ballot (D9, D10)."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="overall_goal_set")
    strategy = models.TextField(
        _("strategy"),
        blank=True,
        help_text=_("What comes first this year, and why; the single strategies follow below."),
    )
    return_reason = models.TextField(blank=True)

    NAMED_BY = ("round",)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("overall goals")
        constraints = [known_status("overall_goal_set", OverallGoalsStatus)]

    def __str__(self) -> str:
        return gettext("Overall goals %(round)s") % {"round": self.round.label}

    def get_absolute_url(self) -> str:
        return reverse("plans:overall_goals", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    @property
    def approved(self) -> bool:
        return self.status == OverallGoalsStatus.APPROVED

    def closed(self) -> Text | None:
        if self.status != OverallGoalsStatus.DRAFT:
            return _("The overall goals are before the leadership group or approved.")
        return None

    def content(self) -> dict[str, Any]:
        return {
            "strategy": self.strategy,
            "strategies": [strategy.content() for strategy in self.strategies.live()],
            "goals": [goal.content() for goal in self.goals.live()],
        }

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        if arrow.name == "put_forward":
            open_ballot(self, by=by)


class Decided(Guarded):
    """A numbered line that the leadership group decides with its set; numbers are never reused."""

    goal_set: OverallGoalSet
    LETTER: ClassVar[str]

    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(_("what it means"), blank=True)
    archived = models.BooleanField(default=False)

    objects = LiveQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        return f"{self.LETTER}{self.number}"

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.goal_set.round_id

    def closed(self) -> Text | None:
        return self.goal_set.closed()

    def content(self) -> dict[str, str]:
        return {"number": self.code, "title": self.title, "description": self.description}


class Strategy(Decided):
    """One of S1, S2, …: on which way the overall goals are to be reached (D10)."""

    LETTER = "S"

    goal_set = models.ForeignKey(OverallGoalSet, models.PROTECT, related_name="strategies")
    title = models.CharField(pgettext_lazy("one of the round", "strategy"), max_length=200)

    class Meta(Decided.Meta):
        verbose_name = pgettext_lazy("one of the round", "strategy")
        constraints = [
            models.UniqueConstraint(fields=["goal_set", "number"], name="strategy_number")
        ]


class OverallGoal(Decided):
    """One of O1, O2, …"""

    LETTER = "O"

    goal_set = models.ForeignKey(OverallGoalSet, models.PROTECT, related_name="goals")
    title = models.CharField(_("overall goal"), max_length=200)

    class Meta(Decided.Meta):
        verbose_name = _("overall goal")
        constraints = [
            models.UniqueConstraint(fields=["goal_set", "number"], name="overall_goal_number")
        ]
