"""A clerk drafts the plan of one department from its published goals and target lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from improvement.door.acts import create, record
from plans.models import OverallGoal, Plan, Round, TargetLine
from plans.steps import add_goal, begin_plan

from .nouns import Direction, Goal, Leader
from .nouns import TargetLine as Line
from .people import Staff
from .values import source

NOT_STATED = "not stated"


def draft(staff: Staff, planning_round: Round, code: str, goals: Sequence[Goal]) -> Plan:
    """The plan of the agency with that code, with all its goals and what is written about them."""
    clerk = staff.clerks[code]
    plan = begin_plan(by=clerk, planning_round=planning_round, department=staff.departments[code])
    overall = {goal.title: goal for goal in planning_round.overall_goal_set.goals.live()}
    for goal in goals:
        draft_goal(staff, plan, goal, overall, by=clerk)
    texts = {"overview": overview(goals), "analysis": analysis(goals)}
    for section in plan.sections.filter(key__in=texts):
        record(section, {"body": texts[section.key]}, by=clerk)
    return plan


def draft_goal(
    staff: Staff, plan: Plan, goal: Goal, overall: dict[str, OverallGoal], *, by: Any
) -> None:
    """One goal; of several priorities it names, the first is the overall goal it serves."""
    drafted = add_goal(
        by=by,
        plan=plan,
        joint_with=[staff.departments[code] for code in goal.partners],
        title=goal.title,
        statement=goal.statement,
        overall_goal=overall[goal.priorities[0]] if goal.priorities else None,
    )
    for position, line in enumerate(goal.lines, start=1):
        create(
            TargetLine(
                goal=drafted,
                position=position,
                text=line.target,
                indicator=staff.indicators[line.code],
                measured_by=line.indicator or NOT_STATED,
                direction="" if line.direction is Direction.UNDEFINED else line.direction.value,
                baseline=line.start,
                target=line.value,
                unit=line.unit,
                source=source(line),
                due=year_end(goal.end_year),
            ),
            by=by,
        )


def year_end(fiscal_year: int | None) -> dt.date | None:
    """A fiscal year of the United States government ends on 30 September."""
    return dt.date(fiscal_year, 9, 30) if fiscal_year else None


# What is written in the sections


def overview(goals: Iterable[Goal]) -> str:
    """What the file says of each goal beyond its title and statement."""
    return "\n\n".join(
        f"G{number} {goal.title}\n"
        f"Published as {goal.goal_id}"
        + (f", joint goal {goal.joint_goal_id}" if goal.joint_goal_id else "")
        + f".\nFiscal years {goal.start_year or NOT_STATED} to {goal.end_year or NOT_STATED}. "
        f"Status: {goal.status or NOT_STATED}.\n"
        f"Leaders: {named(goal.leaders)}.\n"
        f"Tags: {goal.tags or NOT_STATED}."
        for number, goal in enumerate(goals, start=1)
    )


def named(leaders: Sequence[Leader]) -> str:
    return ", ".join(f"{leader.name} ({leader.agency})" for leader in leaders) or NOT_STATED


def analysis(goals: Iterable[Goal]) -> str:
    """The quarterly figures as published: one paragraph a goal, one line a target line."""
    return "\n\n".join(
        "\n".join([f"G{number} {goal.title}", *map(readings, goal.lines)])
        for number, goal in enumerate(goals, start=1)
    )


def readings(line: Line) -> str:
    return f"- {line.indicator or line.target} ({line.kind}): " + "; ".join(figures(line)) + "."


def figures(line: Line) -> Iterator[str]:
    """Missing is not zero: a quarter without a figure says so."""
    for number, quarter in line.quarters.items():
        yield f"Q{number} {plain(quarter.actual)}"
    if others := (*line.apart_from, *line.other_targets):
        yield "also published with the target " + ", ".join(map(plain, others))


def plain(value: Decimal | None) -> str:
    return NOT_STATED if value is None else format(value, "f")
