"""The SMART check of one goal: five verdicts, each with its reason and its fix (D46)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from evidence.models import Direction

from .models.round import Gate

if TYPE_CHECKING:
    from .models import Goal, Round, TargetLine


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: which letter it costs, the sentence, the field, and which line."""

    letter: str
    sentence: Any
    field: str
    line: TargetLine | None = None


LETTERS = {
    "S": _("Specific"),
    "M": _("Measurable"),
    "A": _("Achievable"),
    "R": _("Relevant"),
    "T": _("Time-bound"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One letter, whether it is met, and what is missing."""

    letter: str
    name: Any
    findings: tuple[Finding, ...]

    @property
    def met(self) -> bool:
        return not self.findings


def smart(goal: Goal, planning_round: Round) -> list[Verdict]:
    """Five verdicts for a goal whose target lines are loaded; gates switched off are not asked."""
    found = list(findings(goal, planning_round))
    return [
        Verdict(letter, name, tuple(f for f in found if f.letter == letter))
        for letter, name in LETTERS.items()
    ]


def findings(goal: Goal, planning_round: Round) -> Iterator[Finding]:
    """Everything the check finds on one goal."""
    asks = planning_round.asks_for
    lines = [line for line in goal.target_lines.all() if not line.archived]
    if not goal.statement:
        yield Finding("S", _("Say who will feel which change, by how much, by when."), "statement")
    if asks(Gate.LINKS) and not goal.beneficiaries:
        yield Finding("S", _("Say who benefits."), "beneficiaries")
    if not lines:
        yield Finding("M", _("Add a target line with the figure to reach."), "target_lines")
    for line in lines:
        yield from line_findings(line, planning_round)
    if asks(Gate.EVIDENCE) and not goal.evidence:
        yield Finding("R", _("Cite the evidence this goal rests on."), "evidence")
    if asks(Gate.LINKS) and goal.overall_goal is None:
        yield Finding("R", _("Choose the overall goal it serves."), "overall_goal")
    if asks(Gate.LINKS) and not goal.customer_need:
        yield Finding("R", _("Name the customer need it answers."), "customer_need")


def line_findings(line: TargetLine, planning_round: Round) -> Iterator[Finding]:
    """What is missing on one target line, and whether target and baseline agree."""
    asks = planning_round.asks_for
    if not line.name:
        yield Finding("S", _("Say what is measured."), "measured_by", line)
    if asks(Gate.TARGET) and not line.direction:
        yield Finding("M", _("Choose which direction is better."), "direction", line)
    if asks(Gate.TARGET) and line.target is None and line.direction != Direction.MILESTONE:
        yield Finding("M", _("Give the target as a figure."), "target", line)
    if asks(Gate.BASELINE) and line.baseline is None and line.direction in NEED_BASELINE:
        yield Finding("M", _("Give the baseline: the figure today."), "baseline", line)
    if asks(Gate.UNIT) and not line.unit:
        yield Finding("M", _("Give the unit of the figure."), "unit", line)
    if asks(Gate.SOURCE) and not line.source:
        yield Finding("M", _("Name the data source."), "source", line)
    if line.direction == Direction.IN_RANGE and line.upper is None:
        yield Finding("M", _("Give the upper end of the range."), "upper", line)
    if asks(Gate.TARGET) and contradicts(line):
        yield Finding(
            "A", _("The target does not improve on the baseline in this direction."), "target", line
        )
    if asks(Gate.DUE):
        if line.due is None:
            yield Finding("T", _("Give the date by which it is reached."), "due", line)
        elif not planning_round.starts <= line.due <= planning_round.ends:
            yield Finding("T", _("The date lies outside the round."), "due", line)


NEED_BASELINE = {Direction.HIGHER, Direction.LOWER}


def contradicts(line: TargetLine) -> bool:
    """A target on the wrong side of its baseline."""
    if line.baseline is None or line.target is None:
        return False
    gain: Decimal = line.target - line.baseline
    return (line.direction == Direction.HIGHER and gain <= 0) or (
        line.direction == Direction.LOWER and gain >= 0
    )
