"""From the evidence to the result: every problem of a department in one year, and what answers it.

A line is a problem with the goals that answer it, or a goal that names no problem; what is missing
on its way is a gap, named where it is (2.3.1, D31).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evidence.lifecycle import FindingStatus
from evidence.models import Finding
from evidence.showing import Shown, shown
from improvement.organization.models import Department

from .attainment import LineFigure, figures_of_lines
from .lifecycle import ISSUED, MeasureStatus, PlanStatus
from .lifecycle.goals import VERDICTS
from .models import Goal, Measure, Plan, Round, SectionKey

DONE = (MeasureStatus.COMPLETED, MeasureStatus.VERIFIED)


@dataclass(frozen=True, slots=True)
class Answer:
    """One goal with the measures that serve it and what has come of them."""

    goal: Goal
    measures: list[Measure]
    figures: list[LineFigure]

    @property
    def verdict(self) -> bool:
        return self.goal.status in VERDICTS

    @property
    def told(self) -> list[LineFigure]:
        """The figures that say how far it has come."""
        return [figure for figure in self.figures if figure.attainment is not None]

    @property
    def done(self) -> int:
        return sum(measure.status in DONE for measure in self.measures)

    @property
    def has_result(self) -> bool:
        return self.verdict or bool(self.told)


@dataclass(frozen=True, slots=True)
class Line:
    """One problem and its answers; or a goal alone, which names no problem."""

    finding: Finding | None
    shown: list[Shown] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def evidence(self) -> str:
        """What a goal alone says that it rests on."""
        return "" if self.finding else self.answers[0].goal.evidence

    @property
    def rows(self) -> list[Answer | None]:
        """One row of the table for each answer, and one where there is none."""
        return [*self.answers] or [None]

    @property
    def by_word(self) -> str:
        """How the plan goes on with it where no goal does."""
        if self.answers or self.finding is None or self.finding.status == FindingStatus.OPEN:
            return ""
        return self.finding.answer

    @property
    def lacks_goal(self) -> bool:
        return not self.answers and not self.by_word

    @property
    def lacks_problem(self) -> bool:
        return self.finding is None

    @property
    def lacks_evidence(self) -> bool:
        return self.finding is None and not self.evidence

    @property
    def lacks_measure(self) -> bool:
        return any(not answer.measures for answer in self.answers)

    @property
    def lacks_result(self) -> bool:
        return any(answer.measures and not answer.has_result for answer in self.answers)

    @property
    def whole(self) -> bool:
        """From the problem to a result, nothing missing."""
        answers = self.answers and all(a.measures and a.has_result for a in self.answers)
        return bool(self.finding and answers)


GAPS: dict[str, tuple[str | Promise, Callable[[Line], bool]]] = {
    "no-goal": (gettext_lazy("Problems without a goal"), lambda line: line.lacks_goal),
    "no-problem": (gettext_lazy("Goals without a problem"), lambda line: line.lacks_problem),
    "no-evidence": (gettext_lazy("Goals without evidence"), lambda line: line.lacks_evidence),
    "no-measure": (gettext_lazy("Goals without a measure"), lambda line: line.lacks_measure),
    "no-result": (gettext_lazy("Measures without a result yet"), lambda line: line.lacks_result),
    "whole": (gettext_lazy("Complete lines"), lambda line: line.whole),
}


class Matrix:
    """All lines of a department in a year; `plan` is None where there is none to be read."""

    def __init__(self, department: Department, planning_round: Round, plan: Plan | None) -> None:
        self.department, self.round, self.plan = department, planning_round, plan

    @cached_property
    def goals(self) -> list[Goal]:
        if self.plan is None:
            return []
        goals = list(self.plan.goals_in_force())
        for goal in goals:
            goal.plan = self.plan
        return goals

    @cached_property
    def answers(self) -> list[Answer]:
        if self.plan is None:
            return []
        measures = list(self.plan.measures_in_force().with_numbers())
        figures = self.figures
        return [
            Answer(
                goal,
                [m for m in measures if goal.number in m.goal_numbers],
                [figures[line.pk] for line in goal.target_lines.all() if line.pk in figures],
            )
            for goal in self.goals
        ]

    @cached_property
    def figures(self) -> dict[int, LineFigure]:
        """How each target line stands; nothing before the plan is carried out."""
        if self.plan is None or self.plan.status not in ISSUED:
            return {}
        lines = []
        for goal in self.goals:
            for line in goal.target_lines.all():
                if not line.archived:
                    line.goal = goal
                    lines.append(line)
        return {figure.line.pk: figure for figure in figures_of_lines(lines)}

    @cached_property
    def findings(self) -> list[Finding]:
        """What the goals answer, and what was open by the end of the year.

        What a goal of another year has taken up stands in the matrix of that year.
        """
        answered = {finding.pk for goal in self.goals for finding in goal.answers.all()}
        others = Goal.answers.through.objects.filter(finding=OuterRef("pk"))
        elsewhere = Exists(others.exclude(goal__plan__round=self.round))
        found_by_then = Q(department=self.department, found_on__lte=self.round.ends)
        taken = Q(status=FindingStatus.IN_PLAN) & ~Q(elsewhere)
        waiting = found_by_then & (Q(status=FindingStatus.OPEN) | taken)
        rows = Finding.objects.with_proofs().filter(waiting | Q(pk__in=answered))
        return list(rows.order_by("found_on", "pk"))

    @cached_property
    def lines(self) -> list[Line]:
        """First what waits for a goal, then line by line in the order of the goals."""
        of: dict[int, list[Answer]] = {}
        for answer in self.answers:
            for finding in answer.goal.answers.all():
                of.setdefault(finding.pk, []).append(answer)
        problems = [
            Line(finding, shown(finding, finding.proofs.all()), of.get(finding.pk, []))
            for finding in self.findings
        ]
        alone = [Line(None, [], [a]) for a in self.answers if not a.goal.answers.all()]
        place = {answer.goal.pk: number for number, answer in enumerate(self.answers)}
        answered = [line for line in (*problems, *alone) if line.answers]
        return [
            *(line for line in problems if not line.answers),
            *sorted(answered, key=lambda line: place[line.answers[0].goal.pk]),
        ]

    @property
    def goals_url(self) -> str:
        """Where a goal is added; to read, for whoever does not draft."""
        if self.plan is None:
            return ""
        if self.plan.status == PlanStatus.DRAFT:
            return self.plan.section_url(SectionKey.GOALS)
        return self.plan.get_absolute_url()

    @cached_property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        """What is missing, and how often; the name leads to the lines."""
        return [(name, label, sum(map(test, self.lines))) for name, (label, test) in GAPS.items()]

    def with_gap(self, name: str) -> list[Line]:
        """The lines with this gap; all where no such gap is known."""
        return [line for line in self.lines if GAPS[name][1](line)] if name in GAPS else self.lines


def as_csv(matrix: Matrix, lines: list[Line]) -> bytes:
    """One row a measure, each with all that leads to it; Excel reads it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(_("Department"), _("Year"), _("Evidence"), _("Problem"), _("Found on")),
            *(_("Status of the problem"), _("Goal"), _("Measure"), _("Status of the measure")),
            pgettext("traceability", "Result"),
        ]
    )
    for line in lines:
        for row in flat(line):
            head = (matrix.department.local_name, matrix.round.label)
            writer.writerow([harmless(cell) for cell in (*head, *row)])
    return out.getvalue().encode("utf-8-sig")


def flat(line: Line) -> Iterator[tuple[str, ...]]:
    finding, cited = line.finding, "; ".join(one.name for one in line.shown) or line.evidence
    problem = (cited, "", "", "")
    if finding:
        status = FindingStatus(finding.status).label
        problem = (cited, finding.title, finding.found_on.isoformat(), str(status))
    for answer in line.rows:
        served: list[Measure | None] = [*answer.measures] if answer else []
        for measure in served or [None]:
            yield (
                *problem,
                str(answer.goal) if answer else "",
                str(measure) if measure else "",
                str(measure.get_status_display()) if measure else "",
                result(answer) if answer else "",
            )


def result(answer: Answer) -> str:
    """The verdict, and how far the figures have come."""
    told = [f"{figure.line.name} {figure.rate}" for figure in answer.told]
    return "; ".join([str(answer.goal.get_status_display())] * answer.verdict + told)


def harmless(cell: Any) -> str:
    """What people typed is no formula, however it begins."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
