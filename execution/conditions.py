"""What stops a step of a task: a sentence each, with the place where it is mended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap
from plans.lifecycle import IN_FORCE, MeasureStatus

RESTING = (MeasureStatus.SUSPENDED, MeasureStatus.CANCELLED)


def measure_runs(task: Any) -> Gap | None:
    """4.1: a task is carried out while the plan is in force and its measure runs."""
    measure = task.measure
    if measure.plan.status not in IN_FORCE:
        return Gap(
            _("The plan is not being carried out now; its tasks rest."),
            measure.plan.get_absolute_url(),
        )
    if measure.archived or measure.status in RESTING:
        return Gap(
            _("The measure %(measure)s rests or was cancelled; ask the head of the department.")
            % {"measure": measure.code},
            measure.get_absolute_url(),
        )
    return None


def dependencies_are_done(task: Any) -> list[Gap]:
    """A task begins when what it depends on has been confirmed."""
    from .lifecycle import TaskStatus

    ended = [TaskStatus.DONE, TaskStatus.CANCELLED]
    waiting = task.depends_on.exclude(status__in=ended).select_related("measure__plan")
    return [
        Gap(
            _("It waits for %(task)s, which is not done yet. Finish that first, or take it out.")
            % {"task": other},
            other.get_absolute_url(),
        )
        for other in waiting
    ]
