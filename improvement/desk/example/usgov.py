"""Reads the published goals of United States agencies strictly: nothing invented, nothing lost.

Every row of both files ends in exactly one place: used, or left out with a reason. What is
peculiar about a row is said besides, and a value the files do not state stays None.
"""

from pathlib import Path

from .findings import File, Finding, Reason
from .goals import read_agencies, read_goals, read_priorities
from .lines import read_lines
from .nouns import Reading
from .table import Row, Table, read_table


def read(folder: Path) -> Reading:
    """Both files of `folder`; raises ExampleRefused with one sentence where one cannot be read."""
    goals = read_table(folder, File.GOALS)
    targets = read_table(folder, File.TARGETS)
    left_out = [*goals.left_out, *targets.left_out]
    peculiar = [*goals.peculiar, *targets.peculiar]
    known = _first_of_each_goal(goals, left_out)
    lines = read_lines(targets, known, left_out, peculiar)
    agencies = read_agencies(known.values(), lines, peculiar)
    priorities = read_priorities(row for goal_id, row in known.items() if goal_id not in lines)
    return Reading(
        agencies=agencies,
        priorities=priorities,
        goals=read_goals(known, lines, agencies, priorities, left_out, peculiar),
        left_out=tuple(sorted(left_out, key=_place)),
        peculiar=tuple(sorted(peculiar, key=_place)),
        rows={File.GOALS: goals.size, File.TARGETS: targets.size},
    )


def _place(finding: Finding) -> tuple[str, int]:
    return finding.file, finding.row


def _first_of_each_goal(table: Table, left_out: list[Finding]) -> dict[str, Row]:
    known: dict[str, Row] = {}
    for row in table.rows:
        if row["goal_id"] in known:
            detail = f"{row['goal_id']} is in row {known[row['goal_id']].number}"
            left_out.append(Finding(File.GOALS, row.number, Reason.REPEATED_GOAL, detail))
        else:
            known[row["goal_id"]] = row
    return known
