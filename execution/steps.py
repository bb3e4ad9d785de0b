"""Acts of chapter 4 that touch several rows: break a measure down, change a task, hand it on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from improvement.door.acts import create, record, take
from improvement.door.refusals import Gap, StepRefused
from improvement.door.unit import unit
from plans.lifecycle import IN_FORCE
from plans.models import Measure
from plans.steps import next_number

from .conditions import RESTING
from .lifecycle import TaskStatus
from .models import Task
from .soundness import Flaw, flaws, of_dates, of_order, of_people


def break_down(
    *,
    by: Any,
    measure: Measure,
    title: str,
    starts: dt.date,
    due: dt.date,
    person: Any = None,
    post: Any = None,
    depends_on: Iterable[Task] = (),
    key: str | None = None,
    **fields: Any,
) -> Task:
    """Give a task of a measure to a post or a person, numbered after the last (D63).

    Refused where the plan is not in force, the measure rests, the person has left, the dates lie
    outside the measure, or it would begin before what it waits for.
    """
    with unit() as work:
        held = work.lock(measure)
        if held.plan.status not in IN_FORCE or held.archived or held.status in RESTING:
            raise StepRefused(
                _("Tasks are given while the plan is carried out and the measure runs."),
                held.plan.get_absolute_url(),
            )
        waits = list(depends_on)
        refuse(
            flaws(measure=held, starts=starts, due=due, person=person, post=post, depends_on=waits)
        )
        task = Task(
            measure=held,
            number=next_number(held.tasks.all()),
            title=title,
            starts=starts,
            due=due,
            person=person,
            post=post,
            assigned_by=by,
            **fields,
        )
        return create(task, by=by, key=key, links={"depends_on": waits})


def change_task(
    *,
    by: Any,
    task: Task,
    changes: dict[str, Any],
    version: int | None = None,
    key: str | None = None,
) -> Task:
    """Change what a task is and when; once it was accepted, reassign() changes who does it."""
    with unit() as work:
        held = work.lock(task)
        now = {name: changes.get(name, getattr(held, name)) for name in WEIGHED}
        waits = changes.get("depends_on", held.depends_on.all())
        found = [
            *of_dates(held.measure, now["starts"], now["due"]),
            *of_order(now["starts"], waits, held),
        ]
        if now["person"] != held.person or now["post"] != held.post:
            if held.status != TaskStatus.ASSIGNED:
                raise StepRefused(
                    _("The task was accepted. The head of the department can give it on."),
                    held.step_url("reassign"),
                )
            found += of_people(now["person"], now["post"])
        refuse(found)
        return record(held, changes, by=by, version=version, key=key)


WEIGHED = ("starts", "due", "person", "post")
"""Fields in which a change can be wrong together with what was not changed."""


def reassign(
    *,
    by: Any,
    task: Task,
    reason: str,
    person: Any = None,
    post: Any = None,
    version: int | None = None,
    key: str | None = None,
) -> Task:
    """Give the task to another person or post, or to the same once more with a word why."""
    with unit():
        if person or post:
            refuse(list(of_people(person, post)))
        return take(
            task,
            "reassign",
            by=by,
            version=version,
            key=key,
            reason=reason,
            person_id=person.pk if person else None,
            post_id=post.pk if post else None,
        )


def refuse(found: list[Flaw]) -> None:
    """The first sentence speaks for all; the page shows each beside its field."""
    if found:
        raise StepRefused(found[0].sentence, gaps=[Gap(flaw.sentence) for flaw in found])
