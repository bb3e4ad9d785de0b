"""What the example came to: the figures, and every remark on a row as a table."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import starmap
from pathlib import Path
from typing import Any, Protocol

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.organization.models import Department, User
from plans.models import Goal, OverallGoal, Plan, TargetLine

from .findings import File, Finding, by_reason
from .nouns import Reading
from .outcome import outcome

NO_STEPS = ("create", "change", "opened")  # entries of the record that move no status


class Remarks(Protocol):
    """What every reading says of its rows."""

    @property
    def left_out(self) -> Sequence[Finding]: ...

    @property
    def peculiar(self) -> Sequence[Finding]: ...


def summarize(reading: Reading) -> dict[str, Any]:
    """Counted in the database, not in what was meant to be written."""
    return {
        "departments": Department.objects.count(),
        "people": User.objects.count(),
        "overall_goals": OverallGoal.objects.count(),
        "plans": Plan.objects.count(),
        "plans_by_status": dict(Counter(Plan.objects.values_list("status", flat=True))),
        "goals": Goal.objects.count(),
        "goals_by_status": dict(Counter(Goal.objects.values_list("status", flat=True))),
        "joint_goals": Goal.objects.exclude(joint_with=None).distinct().count(),
        "target_lines": TargetLine.objects.count(),
        "rows": {
            file.value: {
                "in_file": reading.rows[file],
                "used": len(reading.used(file)),
                "skipped": sum(finding.file is file for finding in reading.left_out),
            }
            for file in File
        },
        **remarked(reading),
        **steps_taken(),
        "ballots": Ballot.objects.count(),
        "ballots_by_status": dict(Counter(Ballot.objects.values_list("status", flat=True))),
        **outcome(reading),
    }


def remarked(reading: Remarks) -> dict[str, Any]:
    return {"skipped": by_reason(reading.left_out), "peculiar": by_reason(reading.peculiar)}


def steps_taken() -> dict[str, Any]:
    moves = Entry.objects.exclude(verb__in=NO_STEPS).values_list("object_type", "verb")
    steps = Counter(f"{object_type}.{verb}" for object_type, verb in moves)
    return {
        "steps": steps.total(),
        "steps_by_name": dict(sorted(steps.items())),
        "entries": Entry.objects.count(),
    }


def as_json(summary: dict[str, Any]) -> str:
    """Indented for people; a table keeps each of its rows on one line."""
    return "{\n" + ",\n".join(starmap(pair, summary.items())) + "\n}"


def pair(key: str, value: Any) -> str:
    if isinstance(value, list):
        rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in value)
        text = f"[\n{rows}\n  ]" if value else "[]"
    else:
        text = json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
    return f"  {json.dumps(key)}: {text}"


def write_report(reading: Remarks, path: Path) -> None:
    """Every row that was left out, then every row that is peculiar, one line a remark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as target:
        lines = csv.writer(target)
        lines.writerow(["file", "row", "skipped", "reason", "detail"])
        lines.writerows(cells(reading.left_out, "yes"))
        lines.writerows(cells(reading.peculiar, "no"))


def cells(findings: Iterable[Finding], skipped: str) -> Iterable[tuple[object, ...]]:
    return ((f.file, f.row, skipped, f.reason, f.detail) for f in findings)
