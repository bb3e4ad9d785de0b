"""A plan in execution with one measure, and tasks in any state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from execution.models import Task
from execution.steps import break_down
from improvement.door.acts import take
from tests import factories
from tests.execution import report_year

MAY = dt.datetime(factories.YEAR, 5, 12, 2, 0, tzinfo=dt.UTC)
"""A Wednesday or near it, in the middle of the year."""

PATH = ["accept", "start", "submit", "confirm"]
AFTER = {"assigned": 0, "accepted": 1, "in_progress": 2, "submitted": 3, "done": 4}


@pytest.fixture
def plan(cast: Any, planning_round: Any) -> Any:
    return factories.make_plan(cast, planning_round, status="execution")


@pytest.fixture
def measure(plan: Any) -> Any:
    return plan.measures.get()


@pytest.fixture
def in_may() -> Any:
    with time_machine.travel(MAY, tick=False):
        yield timezone.localdate()


@pytest.fixture
def give(cast: Any, measure: Any) -> Callable[..., Task]:
    """give(title=…, due=…) assigns a task to Sam, by Dana; `status` takes it on from there."""

    def given(status: str = "assigned", **fields: Any) -> Task:
        by = fields.pop("by", cast.dana)
        fields = {
            "measure": measure,
            "title": "Write the guide",
            "starts": measure.starts,
            "due": measure.ends,
            "person": None if "post" in fields else cast.sam,
            **fields,
        }
        task = break_down(by=by, **fields)
        carrier = fields["person"] or cast.sam
        for step in PATH[: AFTER[status]]:
            by = cast.hana if step == "confirm" else carrier
            task = take(task, step, by=by, **({"result": "Done."} if step == "submit" else {}))
        return task

    return given


@pytest.fixture
def in_april() -> Any:
    """The morning after the first quarter."""
    with time_machine.travel(report_year.OPENED, tick=False):
        yield timezone.localdate()


@pytest.fixture
def report(plan: Any, in_april: Any) -> Any:
    return report_year.opened(plan)
