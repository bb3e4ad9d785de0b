"""What serves what: the overall goals, the departments' goals for each, the measures for those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from plans.briefs import Content
from plans.lifecycle import IN_FORCE, MeasureStatus
from plans.models import GoalHealth, Measure

from .contents import NO_GOAL, Part, Whole

GOALS = 30
"""Goals of departments on one page."""


@dataclass(frozen=True, slots=True)
class Doing:
    """A measure of a goal; `status` is empty before the plan is in force."""

    number: str
    title: str
    url: str
    status: str
    label: str


@dataclass(frozen=True, slots=True)
class Serving:
    """A department's goal; `health` is empty before the plan is in force."""

    number: str
    title: str
    department: Any
    url: str
    health: str
    measures: Sequence[Doing]


@dataclass(frozen=True, slots=True)
class Branch:
    """An overall goal with the goals that serve it on this page, and how many do in all."""

    code: str
    title: str
    goals: Sequence[Serving]
    counted: int
    healths: Mapping[str, int]


@dataclass(frozen=True)
class StrategyMap:
    """The branches to be drawn: all of them, or one; so many goals at a time."""

    branches: Sequence[Branch]
    codes: Sequence[tuple[str, int]]
    """Each overall goal with how many goals serve it, to choose one."""
    page: int
    pages: int


def strategy_map(whole: Whole, *, chosen: str = "", page: int = 1) -> StrategyMap:
    """From the contents as they were approved, each node led to the row it stands for."""
    pairs = list(serving(whole))
    counted = Counter(code for code, _part, _goal in pairs)
    codes = [*whole.overall, *([NO_GOAL] if counted[NO_GOAL] else [])]
    wanted = [code for code in codes if code == chosen] or codes
    told = sorted(
        (pair for pair in pairs if pair[0] in wanted), key=lambda pair: wanted.index(pair[0])
    )
    pages = max(1, -(-len(told) // GOALS))
    page = min(max(page, 1), pages)
    shown = told[(page - 1) * GOALS : page * GOALS]
    nodes = nodes_of(shown)
    here = {code for code, _part, _goal in shown}
    return StrategyMap(
        branches=[
            branch(whole, code, counted[code], [n for c, n in nodes if c == code])
            for code in wanted
            if code in here or (page == 1 and not counted[code])
        ],
        codes=[(code, counted[code]) for code in codes],
        page=page,
        pages=pages,
    )


def serving(whole: Whole) -> Iterable[tuple[str, Part, Content]]:
    """Every goal with the overall goal it serves; a code of none known stands under none."""
    for part in whole.parts:
        for goal in part.goals:
            known = goal["overall_goal"] in whole.overall
            yield (goal["overall_goal"] if known else NO_GOAL, part, goal)


def branch(whole: Whole, code: str, counted: int, goals: Sequence[Serving]) -> Branch:
    healths = Counter(goal.health for goal in goals if goal.health)
    return Branch(code, whole.overall.get(code, ""), goals, counted, healths)


def nodes_of(shown: Sequence[tuple[str, Part, Content]]) -> list[tuple[str, Serving]]:
    """Two queries: how the goals stand, how far the measures are."""
    running = [(part, goal) for _code, part, goal in shown if part.plan.status in IN_FORCE]
    healths = healths_of([goal["id"] for _part, goal in running])
    statuses = statuses_of(
        [m["id"] for part, goal in running for m in measures_of(part, goal)],
    )
    return [(code, node(part, goal, healths, statuses)) for code, part, goal in shown]


def node(
    part: Part, goal: Content, healths: Mapping[str, str], statuses: Mapping[str, str]
) -> Serving:
    return Serving(
        number=goal["number"],
        title=goal["title"],
        department=part.department,
        url=reverse("plans:goal", args=[part.plan.public_id, int(goal["number"][1:])]),
        health=healths.get(goal["id"], ""),
        measures=[doing(part, measure, statuses) for measure in measures_of(part, goal)],
    )


def doing(part: Part, measure: Content, statuses: Mapping[str, str]) -> Doing:
    status = statuses.get(measure["id"], "")
    return Doing(
        number=measure["number"],
        title=measure["title"],
        url=reverse("plans:measure", args=[part.plan.public_id, int(measure["number"][1:])]),
        status=status,
        label=str(MeasureStatus(status).label) if status else "",
    )


def measures_of(part: Part, goal: Content) -> list[Content]:
    return [measure for measure in part.measures if goal["number"] in measure["goals"]]


def healths_of(ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = GoalHealth.objects.in_force().filter(goal__public_id__in=ids)
    return {str(key): health for key, health in rows.values_list("goal__public_id", "health")}


def statuses_of(ids: Sequence[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = Measure.objects.filter(public_id__in=ids)
    return {str(key): status for key, status in rows.values_list("public_id", "status")}
