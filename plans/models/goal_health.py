"""How each goal of a plan in force stands: kept, because pages that span departments ask often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evidence.periods import Period, parse
from improvement.charts.numbers import on_scale
from plans.lifecycle import IN_FORCE

from .goal import Goal, TargetLine
from .overall_goal import OverallGoal
from .round import Round

KNOWN = ("good", "warn", "bad", "none")


class GoalHealthQuerySet(models.QuerySet["GoalHealth"]):
    def in_force(self) -> GoalHealthQuerySet:
        return self.filter(goal__plan__status__in=IN_FORCE)

    def with_lines(self) -> GoalHealthQuerySet:
        """With all that a line about a goal shows."""
        return self.select_related(
            "goal__plan__department", "goal__plan__round", "line__indicator", "acts"
        )

    def off_track(self, year: Round) -> GoalHealthQuerySet:
        """Off their path, the farthest behind first."""
        rows = self.in_force().filter(round=year, health="bad").with_lines()
        return rows.order_by(F("ratio").asc(nulls_last=True), "pk")


class GoalHealth(models.Model):
    """A copy of what values and path say, written with them and read anew every night.

    Not a record: what was true on a day stands in progress reports and evaluations.
    """

    goal = models.OneToOneField(Goal, models.CASCADE, primary_key=True, related_name="standing")
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    overall_goal = models.ForeignKey(
        OverallGoal, models.CASCADE, null=True, related_name="served_with"
    )
    health = models.CharField(max_length=4)
    line = models.ForeignKey(TargetLine, models.CASCADE, null=True, related_name="+")
    """The target line that is farthest behind; it speaks for the goal."""
    ratio = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    """What has been reached of what the path expects by now."""
    actual = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    attainment = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    share = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    period = models.CharField(max_length=7, blank=True)
    acts = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who is responsible for the first measure that serves the goal."""
    read_on = models.DateField()

    objects = GoalHealthQuerySet.as_manager()

    class Meta:
        verbose_name = "health of a goal"
        constraints = [
            models.CheckConstraint(condition=Q(health__in=KNOWN), name="goal_health_known")
        ]
        indexes = [
            models.Index(fields=["round", "health", "ratio"], name="goal_health_off_track"),
            models.Index(fields=["overall_goal", "health"], name="goal_health_of_overall"),
            models.Index(fields=["read_on"], name="goal_health_read_on"),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.health}"

    @property
    def unit(self) -> str:
        return self.line.unit if self.line else ""

    @property
    def rate(self) -> str:
        """Attainment as people say it."""
        return "" if self.attainment is None else f"{self.attainment:.0%}"

    @property
    def reached(self) -> float:
        """How far the bar reaches."""
        return on_scale(self.attainment)

    @property
    def by_now(self) -> float | None:
        """Where it should reach by its path."""
        return None if self.share is None else on_scale(self.share)

    @property
    def told_for(self) -> Period | None:
        return parse(self.period) if self.period else None
