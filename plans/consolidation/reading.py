"""Reads a round for the rules: its goals, measures, needs and dependencies, in constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django.db.models import Count, Q
from django.utils import timezone

from improvement.organization.calendar import working_day_test
from improvement.organization.models import Appointment
from plans.lifecycle import GoalStatus, MeasureStatus, PlanStatus
from plans.models import (
    Dependency,
    Goal,
    Measure,
    OverallGoal,
    ResourceKind,
    ResourceNeed,
    Round,
    TargetLine,
)

from . import items
from .load import Effort, capacities, days_in, months


def read(planning_round: Round) -> items.Round:
    """Every plan of the round that is not withdrawn, as it is drafted or was handed in."""
    measures = list(measures_of(planning_round))
    goals = Goal.objects.filter(on_the_table(planning_round), archived=False)
    efforts = efforts_of(planning_round, {item.pk: item for item in measures})
    plans = planning_round.plans.exclude(status=PlanStatus.WITHDRAWN)
    overall = OverallGoal.objects.live().filter(goal_set__round=planning_round)
    waits = Dependency.objects.live().filter(
        measure__plan__round=planning_round, needs__plan__round=planning_round
    )
    return items.Round(
        starts=planning_round.starts,
        ends=planning_round.ends,
        goals=goals_from(goals.exclude(status=GoalStatus.CANCELLED)),
        measures=measures,
        overall=dict(overall.values_list("pk", "title")),
        plans=dict(plans.values_list("department", "pk")),
        efforts=efforts,
        capacity=capacity_of(planning_round, efforts),
        waits=[items.Wait(*pair) for pair in waits.values_list("measure", "needs")],
        areas=list(planning_round.key_areas.live()),
    )


def on_the_table(planning_round: Round, plan: str = "plan") -> Q:
    return Q(**{f"{plan}__round": planning_round}) & ~Q(**{f"{plan}__status": PlanStatus.WITHDRAWN})


def goals_from(goals: Any) -> list[items.GoalItem]:
    lines: dict[int, list[items.Line]] = defaultdict(list)
    named = TargetLine.objects.filter(goal__in=goals.values("pk"), archived=False)
    for line in named.select_related("indicator").order_by("pk"):
        lines[line.goal_id].append(
            items.Line(line.pk, line.indicator_id, line.name, line.direction, line.target, line.due)
        )
    joint: dict[int, set[int]] = defaultdict(set)
    through = Goal.joint_with.through.objects.filter(goal__in=goals.values("pk"))
    for goal, department in through.values_list("goal_id", "department_id"):
        joint[goal].add(department)
    columns = ("pk", "plan_id", "plan__department_id", "number", "title", "statement")
    rows = cast(
        Iterable[Any],
        goals.order_by("pk").values_list(*columns, "family", "overall_goal_id", "key_area"),
    )
    return [
        items.GoalItem(
            pk,
            plan,
            of,
            number,
            title,
            words,
            family,
            overall,
            frozenset(joint[pk]),
            tuple(lines[pk]),
            area,
        )
        for pk, plan, of, number, title, words, family, overall, area in rows
    ]


def measures_of(planning_round: Round) -> Iterable[items.MeasureItem]:
    live = Measure.objects.filter(on_the_table(planning_round), archived=False)
    served = Goal.objects.live().filter(overall_goal__isnull=False)
    overall: dict[int, set[int]] = defaultdict(set)
    through = Measure.goals.through.objects.filter(goal__in=served)
    pairs = through.filter(measure__plan__round=planning_round)
    for measure, goal in pairs.values_list("measure_id", "goal__overall_goal_id"):
        overall[measure].add(goal)
    columns = ("pk", "plan_id", "plan__department_id", "number", "title", "description")
    live = live.exclude(status=MeasureStatus.CANCELLED).order_by("pk")
    rows = cast(Iterable[Any], live.values_list(*columns, "starts", "ends", "cost"))
    for pk, plan, of, number, title, words, starts, ends, cost in rows:
        yield items.MeasureItem(
            pk, plan, of, number, title, words, starts, ends, cost, frozenset(overall[pk])
        )


def efforts_of(
    planning_round: Round, measures: dict[int, items.MeasureItem]
) -> dict[items.Pool, list[Effort]]:
    """Person-days by whose people they are: of the post that is named, else of the department."""
    needs = ResourceNeed.objects.live().filter(
        kind=ResourceKind.PEOPLE, measure__plan__round=planning_round
    )
    found: dict[items.Pool, list[Effort]] = defaultdict(list)
    for measure_pk, post, of_post, of_measure, amount, starts, ends in needs.order_by(
        "pk"
    ).values_list(
        *("measure_id", "post_id", "post__department_id", "measure__department_id"),
        *("amount", "starts", "ends"),
    ):
        measure = measures.get(measure_pk)
        if measure is None:
            continue
        pool = items.Pool(of_post or of_measure or measure.department, post)
        first = starts or measure.starts or planning_round.starts
        last = ends or measure.ends or planning_round.ends
        if first <= last:
            found[pool].append(
                Effort(
                    str(measure_pk), str(measure.department), pool.key, Decimal(amount), first, last
                )
            )
    return dict(found)


def capacity_of(
    planning_round: Round, pools: Iterable[items.Pool]
) -> dict[items.Pool, dict[Any, Fraction]]:
    """Of every pool that is asked, by month of the round: people x working days x the share."""
    span = months(planning_round.starts, planning_round.ends)
    is_working = working_day_test(span[0], span[-1].replace(day=days_in(span[-1])))
    share = Fraction(planning_round.capacity_percent, 100)
    people = headcounts()
    return {pool: capacities(people.get(pool, 0), share, span, is_working) for pool in pools}


def headcounts() -> dict[items.Pool, int]:
    """How many people hold each post, and belong to each department, today."""
    today = Appointment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
    of_posts = today.exclude(post=None).values("post", "post__department")
    posts = of_posts.annotate(people=Count("user", distinct=True)).order_by()
    of_departments = today.exclude(department=None).values("department")
    departments = of_departments.annotate(people=Count("user", distinct=True)).order_by()
    found = {items.Pool(row["post__department"], row["post"]): row["people"] for row in posts}
    return found | {items.Pool(row["department"]): row["people"] for row in departments}
