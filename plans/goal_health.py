"""Keep the health of goals with the values told, and read all of it anew every night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from .attainment import LineFigure, figures_of
from .lifecycle import IN_FORCE, GoalStatus, MeasureStatus
from .models import Goal, GoalHealth, Measure

BATCH = 200
"""Plans read anew in one transaction."""

PLACES = Decimal("0.000001")
FURTHEST = Decimal(10) ** 12
"""A column ends somewhere; farther off nothing more is said."""

WORST_FIRST = {"bad": 0, "warn": 1, "good": 2, "none": 3}
COLUMNS = [f.name for f in GoalHealth._meta.concrete_fields if not f.primary_key]


def refresh(plans: Iterable[int]) -> int:
    """Write how every goal of these plans stands today; return how many there are.

    The rows are locked before the values are read, so of two colleagues who tell at once the
    second reads what the first has told. A constant number of queries.
    """
    keys = list(plans)
    with transaction.atomic():
        kept = GoalHealth.objects.filter(goal__plan__in=keys).order_by("pk")
        list(kept.select_for_update(of=("self",)).values_list("pk", flat=True))
        rows = read(keys, timezone.localdate())
        kept.exclude(pk__in=[row.goal_id for row in rows]).delete()
        GoalHealth.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["goal"], update_fields=COLUMNS
        )
    return len(rows)


def read(plans: list[int], today: dt.date) -> list[GoalHealth]:
    """One row for every goal that is carried out, in the order of its key: locks have one order."""
    goals = running(plans).select_related("plan")
    worst: dict[int, LineFigure] = {}
    for figure in figures_of({goal.plan_id: goal.plan for goal in goals}.values(), today):
        known = worst.get(figure.line.goal_id)
        if known is None or rank(figure) < rank(known):
            worst[figure.line.goal_id] = figure
    acts = acting(plans)
    return [row_of(goal, worst.get(goal.pk), acts.get(goal.pk), today) for goal in goals]


def running(plans: Iterable[int]) -> QuerySet[Goal]:
    """The goals of these plans that are carried out now."""
    carried = Goal.objects.live().filter(plan__in=plans, plan__status__in=IN_FORCE)
    return carried.exclude(status=GoalStatus.CANCELLED).order_by("pk")


def rank(figure: LineFigure) -> tuple[int, Decimal]:
    """The worst health first; among equals the line that is farther behind."""
    return WORST_FIRST[figure.health], ratio_of(figure) or Decimal(0)


def ratio_of(figure: LineFigure) -> Decimal | None:
    """What has been reached of what is expected; None where health is not defined."""
    if figure.health == "none" or figure.attainment is None or not figure.share:
        return None
    return kept(figure.attainment / figure.share)


def kept(number: Decimal | None) -> Decimal | None:
    """As the column has it."""
    if number is None:
        return None
    return max(-FURTHEST, min(number, FURTHEST)).quantize(PLACES)


def acting(plans: list[int]) -> dict[int, int]:
    """Who is responsible for the first measure that serves a goal, by the key of the goal."""
    links = (
        Measure.goals.through.objects.filter(goal__plan__in=plans, measure__archived=False)
        .exclude(measure__person=None)
        .exclude(measure__status=MeasureStatus.CANCELLED)
        .order_by("-measure__number")
    )
    return dict(links.values_list("goal_id", "measure__person_id"))


def row_of(goal: Goal, figure: LineFigure | None, acts: int | None, today: dt.date) -> GoalHealth:
    row = GoalHealth(
        goal=goal,
        round_id=goal.plan.round_id,
        overall_goal_id=goal.overall_goal_id,
        health="none",
        acts_id=acts,
        read_on=today,
    )
    if figure is not None:
        row.health, row.line = figure.health, figure.line
        row.ratio, row.actual = ratio_of(figure), figure.actual
        row.attainment, row.share = kept(figure.attainment), kept(figure.share)
        row.period = figure.period.key if figure.period else ""
    return row


def after_telling(told: Iterable[tuple[int, int]]) -> None:
    """Values of (indicator, department) count from now, or no longer: bring their goals up."""
    pairs = list(told)
    lines = Q(target_lines__indicator__in={indicator for indicator, _ in pairs})
    goals = Goal.objects.live().filter(
        lines,
        target_lines__archived=False,
        plan__department__in={department for _, department in pairs},
        plan__status__in=IN_FORCE,
    )
    if plans := set(goals.values_list("plan", flat=True)):
        refresh(sorted(plans))


def read_anew(now: dt.datetime) -> int:
    """Every night, in batches: what was missed for whatever reason is put right by itself."""
    today, done = timezone.localdate(now), 0
    while plans := behind(today):
        done += refresh(plans)
    return done


def behind(today: dt.date) -> list[int]:
    """Plans in force of which a goal has not been read today, some hundred of them."""
    old = Q(standing=None) | Q(standing__read_on__lt=today)
    goals = Goal.objects.live().filter(old, plan__status__in=IN_FORCE)
    goals = goals.exclude(status=GoalStatus.CANCELLED)
    return list(goals.order_by("plan").values_list("plan", flat=True).distinct()[:BATCH])
