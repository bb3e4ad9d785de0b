"""Is service better than before? The three questions of 5.4.1, answered in figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.models import Direction, Family
from plans.attainment import LineFigure


@dataclass(frozen=True, slots=True)
class Answer:
    """One family of goals: its lines, and how many of those with figures are better than before."""

    family: Family
    figures: tuple[LineFigure, ...]
    better: int
    known: int


def better_than_before(figure: LineFigure) -> bool | None:
    """Against the baseline, in the line's direction; None where either is not known."""
    line, actual = figure.line, figure.actual
    if actual is None or line.baseline is None:
        return None
    if line.direction in {Direction.LOWER, Direction.AT_MOST}:
        return actual < line.baseline
    if line.direction == Direction.IN_RANGE:
        return figure.attainment == 1
    return actual > line.baseline


def before_and_after(figures: Iterable[LineFigure]) -> list[Answer]:
    """One answer for every family that has goals, in the order of the regulation."""
    by_family: dict[str, list[LineFigure]] = {}
    for figure in figures:
        by_family.setdefault(figure.line.goal.family, []).append(figure)
    answers = []
    for family in Family:
        lines = by_family.get(family, [])
        if lines:
            told = [found for line in lines if (found := better_than_before(line)) is not None]
            answers.append(Answer(family, tuple(lines), sum(told), len(told)))
    return answers
