"""The pages of execution."""

from __future__ import annotations

from evidence.models import Finding
from execution.models import Deviation, ProgressReport, Task
from execution.views.tasks_of_findings import measures_for

from .people import Example, chair, head, member, officer, who_may
from .rows import OF_ITS_PLAN, carries, first, issued, steps


def first_measure(finding: Finding) -> str:
    """The form of a task under a measure of the plan in force, where the department has one."""
    measures = measures_for(finding)
    return f"?measure={measures[0].pk}" if measures else ""


PAGES: dict[str, list[Example]] = {
    "execution:reports": [
        Example(officer),
        Example(member),
        Example(officer, query="?show=missed"),
    ],
    "execution:plan_reports": [Example(member, issued)],
    "execution:report": [
        Example(
            who_may("execution.change_progressreport"),
            first(ProgressReport, status="due"),
            OF_ITS_PLAN,
            named_by_row=False,
        ),
        Example(
            member, first(ProgressReport, status="acknowledged"), OF_ITS_PLAN, named_by_row=False
        ),
        Example(
            who_may("execution.acknowledge_progressreport"),
            first(ProgressReport, status="submitted"),
            OF_ITS_PLAN,
            named_by_row=False,
        ),
    ],
    "execution:report_step": steps("execution:report_step", ProgressReport),
    "execution:deviations": [
        Example(officer),
        Example(head),
        Example(member, query="?show=settled"),
    ],
    "execution:deviation": [
        Example(who_may("execution.acknowledge_deviation"), first(Deviation, status="open")),
        Example(member, first(Deviation, status="resolved")),
    ],
    "execution:deviation_step": steps("execution:deviation_step", Deviation),
    "execution:my_tasks": [Example(carries), Example(head), Example(chair)],
    "execution:task": [
        Example(carries, first(Task, status="in_progress")),
        Example(member, first(Task, status="done")),
    ],
    "execution:tasks_of_finding": [
        Example(who_may("evidence.take_up_finding"), first(Finding, on_site__isnull=False)),
        Example(
            who_may("evidence.take_up_finding"), first(Finding, status="open"), query=first_measure
        ),
        Example(member, first(Finding, on_site__isnull=False)),
    ],
    "execution:edit_task": [
        Example(who_may("execution.change_task"), first(Task, status="assigned"))
    ],
    "execution:reassign": [
        Example(who_may("execution.reassign_task"), first(Task, status="assigned"))
    ],
    "execution:task_step": steps("execution:task_step", Task),
    "execution:timeline": [
        Example(member, issued),
        Example(head, issued, query="?show=measures"),
    ],
    "execution:plan_tasks": [
        Example(member, issued),
        Example(
            lambda plan: who_may("execution.add_task")(Task(measure=plan.measures.get(number=1))),
            issued,
            query="?add=1",
        ),
    ],
}

ONLY_POSTED = {
    "execution:attach_report",
    "execution:detach_report",
    "execution:attach",
    "execution:detach",
}
"""What these addresses answer is one of the pages above."""
