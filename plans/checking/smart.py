"""The SMART check of one goal: five verdicts, each with its reason and its fix (D46)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from evidence.models import Direction
from plans.models.round import Gate
from plans.stages import day
from plans.wording import figure, listed, with_unit

from .reach import Reach, Reaches

if TYPE_CHECKING:
    from plans.models import Goal, Round, TargetLine


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
    reason: Any = ""
    """What it is met by; told where nothing is to be mended."""

    @property
    def met(self) -> bool:
        return not self.findings


def smart(
    goal: Goal,
    planning_round: Round,
    past: Reaches | None = None,
    lines: list[TargetLine] | None = None,
) -> list[Verdict]:
    """Five verdicts for a goal whose target lines are loaded; gates switched off are not asked.

    `past` are the past values of the indicators it names, from `reach.reaches()`; `lines` stand in
    for those of the goal while they are typed.
    """
    lines = live_lines(goal) if lines is None else lines
    found = list(findings(goal, planning_round, past, lines))
    said = reasons(goal, lines, past or {})
    return [
        Verdict(letter, name, tuple(f for f in found if f.letter == letter), said[letter])
        for letter, name in LETTERS.items()
    ]


def live_lines(goal: Goal) -> list[TargetLine]:
    return [line for line in goal.target_lines.all() if not line.archived]


def findings(
    goal: Goal,
    planning_round: Round,
    past: Reaches | None = None,
    lines: list[TargetLine] | None = None,
) -> Iterator[Finding]:
    """Everything the check finds on one goal."""
    asks = planning_round.asks_for
    lines = live_lines(goal) if lines is None else lines
    if not goal.statement:
        yield Finding("S", _("Say who will feel which change, by how much, by when."), "statement")
    if asks(Gate.LINKS) and not goal.beneficiaries:
        yield Finding("S", _("Say who benefits."), "beneficiaries")
    if not lines:
        yield Finding("M", _("Add a target line with the figure to reach."), "target_lines")
    for line in lines:
        yield from line_findings(line, planning_round)
        reach = past.get(line.indicator_id) if past and line.indicator_id else None
        if reach and asks(Gate.REACH):
            yield from reach_findings(line, reach)
    if asks(Gate.EVIDENCE) and not goal.cites_evidence:
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


def reach_findings(line: TargetLine, reach: Reach) -> Iterator[Finding]:
    """A target beyond everything measured so far needs a word why it can be reached."""
    if reach.holds(line) or line.justification.strip():
        return
    said = _(
        "%(target)s lies beyond the last %(count)d values (best %(best)s, natural limits "
        "%(lower)s to %(upper)s). Say why it can be reached, or choose a nearer target."
    )
    numbers = {
        "target": line.target,
        "best": reach.best(line.direction),
        "lower": reach.lower,
        "upper": reach.upper,
    }
    told = {name: figure(str(value)) for name, value in numbers.items()}
    yield Finding("A", said % (told | {"count": reach.count}), "justification", line)


def reasons(goal: Goal, lines: list[TargetLine], past: Reaches) -> dict[str, Any]:
    """What speaks for each letter, in the words and figures of the goal."""
    return {
        "S": between([*(line.name for line in lines), goal.beneficiaries]),
        "M": between(measured(line) for line in lines if line.target is not None),
        "A": between(dict.fromkeys(str(attainable(line, past)) for line in lines)),
        "R": between([goal.overall_goal or "", goal.customer_need]),
        "T": between(dict.fromkeys(day(line.due) for line in lines if line.due)),
    }


def between(parts: Iterable[Any]) -> str:
    return " · ".join(str(part) for part in parts if part)


def measured(line: TargetLine) -> str:
    """“68 → 80%, Hotline system”."""
    start = "" if line.baseline is None else f"{figure(str(line.baseline))} → "
    told = start + with_unit(figure(str(line.target)), line.unit)
    return listed(filter(None, [told, line.source]))


def attainable(line: TargetLine, past: Reaches) -> Any:
    """Against which past values the target was held, if there are enough of them."""
    reach = past.get(line.indicator_id) if line.indicator_id else None
    if reach is None:
        return _("Too few past values to compare with; held against the baseline only.")
    if not reach.holds(line):
        return _("Beyond all past values, and justified.")
    said = _("Within reach of the last %(count)d values (natural limits %(lower)s to %(upper)s).")
    limits = {"lower": figure(str(reach.lower)), "upper": figure(str(reach.upper))}
    return said % (limits | {"count": reach.count})


NEED_BASELINE = {Direction.HIGHER, Direction.LOWER}


def contradicts(line: TargetLine) -> bool:
    """A target on the wrong side of its baseline."""
    if line.baseline is None or line.target is None:
        return False
    gain: Decimal = line.target - line.baseline
    return (line.direction == Direction.HIGHER and gain <= 0) or (
        line.direction == Direction.LOWER and gain >= 0
    )
