"""A year in execution with plans in force; the clock stands on the day after a quarter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from evaluation import by_clock
from evaluation.models import Evaluation, EvaluationPeriod, Side
from evaluation.steps import Given, rate
from evidence.models import Indicator, Value
from improvement.door.acts import take
from plans.models import TargetLine
from tests.spec.scene import Scene

APRIL = dt.datetime(2027, 4, 1, 2, 0, tzinfo=dt.UTC)
"""Thursday, 1 April 2027, ten in the morning in Hong Kong."""


class Year:
    """One round of 2027 around the cast, moved on by the clock and by people."""

    def __init__(self, cast: Any, clock: Any) -> None:
        self.cast, self.clock = cast, clock
        self.scene = Scene(cast)
        self.round = self.scene.a_round("executing", "2027 in force")

    def plan(self, code: str = "csc", status: str = "execution") -> Any:
        plan = self.scene.a_plan(code, status, self.round)
        self.scene.frozen(plan)
        return plan

    def values(self, plan: Any, *figures: tuple[str, float]) -> None:
        """Values of one indicator on which the first goal of the plan stands."""
        indicator, _made = Indicator.objects.get_or_create(
            code="answered", defaults={"name": "Answered in 20 s", "family": "quality", "unit": "%"}
        )
        line = TargetLine.objects.get(goal__plan=plan, goal__number=1)
        line.indicator = indicator
        line.save()
        for period, value in figures:
            Value(
                indicator=indicator,
                department=plan.department,
                period=period,
                value=value,
                status="accepted",
            ).save()

    def at(self, day: str, hour: int = 10) -> None:
        """Ten in the morning of a day in the organization's zone."""
        moment = dt.datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00")
        self.clock.move_to(moment, tick=False)

    def scan(self) -> None:
        now = timezone.now()
        by_clock.end_years(now)
        by_clock.open_periods(now)
        by_clock.begin_ratings(now)
        by_clock.follow_plans(now)

    def scorecard(self, code: str = "csc") -> Evaluation:
        rows = Evaluation.objects.with_names().filter(department__code=code)
        return rows.order_by("-period__ends")[0]

    @property
    def quarter(self) -> EvaluationPeriod:
        return EvaluationPeriod.objects.get(key="2027Q1")

    def give(self, side: str, by: str, *scores: float | None, word: str = "", code: str = "csc"):
        """Scores in the order of the criteria: goals, measures, reports, feedback."""
        row = self.scorecard(code)
        criteria = row.period.criteria.criteria.all()
        given = {c: Given(s, word) for c, s in zip(criteria, scores, strict=False)}
        return rate(by=self.cast.people[by], evaluation=row, side=side, given=given)

    def opened(self) -> Evaluation:
        self.at("2027-04-01")
        self.scan()
        return self.scorecard()

    def self_rated(self, *scores: float | None) -> Evaluation:
        self.opened()
        self.give(Side.SELF, "dana", *(scores or (90, 80, None, 70)))
        return take(self.scorecard(), "rate_oneself", by=self.cast.hana)

    def scored(self, *scores: float | None) -> Evaluation:
        self.self_rated()
        self.at("2027-04-13")
        self.scan()
        self.give(Side.SUPERIOR, "paul", 88, 82, None, 72)
        take(self.scorecard(), "rate_above", by=self.cast.paul)
        self.give(Side.OFFICE, "olga", *(scores or (86, 84, None, 74)))
        return take(self.scorecard(), "score", by=self.cast.olga)

    def shown(self) -> Evaluation:
        return take(self.scored(), "show", by=self.cast.olga)

    def in_moderation(self) -> Evaluation:
        self.shown()
        take(self.quarter, "begin_moderation", by=self.cast.olga)
        self.at("2027-04-20")
        return self.scorecard()


@pytest.fixture
def year(cast: Any, time_machine: Any) -> Year:
    time_machine.move_to(APRIL, tick=False)
    return Year(cast, time_machine)


@pytest.fixture
def contact_centre(year: Year) -> Any:
    """The plan of Hana's department, in force."""
    return year.plan()
