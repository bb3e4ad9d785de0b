"""The published figures as values: a definition card for each target line, a value a quarter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import shorten

from evidence.models import Indicator, Value
from evidence.periods import Rhythm
from evidence.steps import Figure, accept_values, enter_values, submit_values
from improvement.door.acts import create_many

from .calendar import QUARTERS
from .findings import File
from .nouns import Direction, Goal, Reading, TargetLine
from .people import Staff

LONGEST = 300


def define(staff: Staff, goals: tuple[Goal, ...]) -> None:
    """The office keeps a card for every target line: no two lines share their figures."""
    cards = [card(staff, goal, line) for goal in goals for line in goal.lines]
    kept = create_many(cards, by=staff.officers[0])
    staff.indicators = {indicator.code: indicator for indicator in kept}


def card(staff: Staff, goal: Goal, line: TargetLine) -> Indicator:
    """The files name no family, no unit and, where a target is undefined, no direction."""
    return Indicator(
        code=line.code,
        name=shorten(line.indicator or line.target, LONGEST, placeholder="…"),
        family="",
        direction="" if line.direction is Direction.UNDEFINED else line.direction.value,
        source=source(line),
        owner=staff.departments[goal.agency_code],
        rhythm=Rhythm.QUARTERLY,
    )


def source(line: TargetLine) -> str:
    rows = ", ".join(str(quarter.row) for quarter in line.quarters.values())
    return f"{File.TARGETS}, {line.goal_id}, rows {rows}"


def tell(staff: Staff, reading: Reading, number: int) -> list[Value]:
    """One quarter: the clerks enter, the heads hand in, the office accepts.

    A quarter without a published figure has no value; it is missing, not zero.
    """
    told = []
    for code, goals in groupby(reading.goals_by_agency, key=lambda goal: goal.agency_code):
        figures = [
            figure
            for goal in goals
            for line in goal.lines
            for figure in published(staff, line, number)
        ]
        entered = enter_values(
            by=staff.clerks[code], department=staff.departments[code], figures=figures
        )
        handed_in = submit_values(by=staff.heads[code], values=entered)
        told += accept_values(by=staff.officer_for(code), values=handed_in)
    return told


def published(staff: Staff, line: TargetLine, number: int) -> Iterator[Figure]:
    quarter = line.quarters.get(number)
    if quarter and quarter.actual is not None:
        yield Figure(
            indicator=staff.indicators[line.code],
            period=QUARTERS[number],
            value=quarter.actual,
            note=f"{File.TARGETS} row {quarter.row}",
        )
