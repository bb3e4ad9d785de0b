"""What is wrong with an assignment: the person, the dates, what it waits for; a sentence each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from improvement.organization.models import Appointment
from plans.stages import day

from .lifecycle import TaskStatus
from .models import Task


class Flaw(NamedTuple):
    """One thing that does not hold, and the field where it is mended."""

    field: str
    sentence: str


def flaws(
    *,
    measure: Any,
    starts: dt.date,
    due: dt.date,
    person: Any = None,
    post: Any = None,
    depends_on: Iterable[Task] = (),
    itself: Task | None = None,
) -> list[Flaw]:
    """Everything that speaks against giving this task to this person at this time."""
    return [
        *of_people(person, post),
        *of_dates(measure, starts, due),
        *of_order(starts, depends_on, itself),
    ]


def of_people(person: Any, post: Any) -> Iterator[Flaw]:
    if person is None and post is None:
        yield Flaw("person", _("Name a post or a person; a task that is nobody's is not done."))
    elif person is not None and has_left(person):
        yield Flaw(
            "person",
            _(
                "%(person)s holds no post here any more. Choose somebody else, "
                "or leave the task with the post until it is filled."
            )
            % {"person": person},
        )


def of_dates(measure: Any, starts: dt.date, due: dt.date) -> Iterator[Flaw]:
    if due < starts:
        yield Flaw("due", _("The task must end after it starts."))
    first, last = period_of(measure)
    words = {"measure": measure.code, "first": day(first), "last": day(last)}
    outside = _(
        "The measure %(measure)s runs from %(first)s to %(last)s. Choose a day within, "
        "or have the dates of the measure adjusted first."
    )
    if not first <= starts <= last:
        yield Flaw("starts", outside % words)
    if not first <= due <= last:
        yield Flaw("due", outside % words)


def of_order(starts: dt.date, depends_on: Iterable[Task], itself: Task | None) -> Iterator[Flaw]:
    for other in depends_on:
        words = {"task": other.code, "day": day(other.due)}
        if itself is not None and (other == itself or waits_for(other, itself)):
            yield Flaw(
                "depends_on",
                _("%(task)s waits for this task already; two cannot wait for each other.") % words,
            )
        elif other.status == TaskStatus.CANCELLED:
            yield Flaw("depends_on", _("%(task)s was cancelled; nothing can wait for it.") % words)
        elif other.status != TaskStatus.DONE and starts < other.due:
            yield Flaw(
                "starts",
                _(
                    "It waits for %(task)s, which is due on %(day)s. Start on that day or later, "
                    "or take the dependency out."
                )
                % words,
            )


def period_of(measure: Any) -> tuple[dt.date, dt.date]:
    """The dates of the measure; where it has none, those of the year."""
    planning_round = measure.plan.round
    return measure.starts or planning_round.starts, measure.ends or planning_round.ends


def has_left(person: Any) -> bool:
    """Nobody who may sign in, or nobody who holds any role here today."""
    return not person.is_active or person.pk not in present([person.pk])


def present(people: Iterable[int]) -> set[int]:
    """Who of these holds an account and a role today; one query."""
    held = Appointment.objects.valid_on(timezone.localdate())
    found = held.filter(user_id__in=set(people), user__is_active=True)
    return set(found.values_list("user_id", flat=True))


def waits_for(task: Task, other: Task) -> bool:
    """Whether `task` depends on `other`, over however many between them."""
    links = Task.depends_on.through.objects.filter(from_task__measure__plan=other.plan)
    after: dict[int, set[int]] = {}
    for one, before in links.values_list("from_task", "to_task"):
        after.setdefault(one, set()).add(before)
    reached: set[int] = set()
    ahead = [task.pk]
    while ahead:
        found = after.get(ahead.pop(), set()) - reached
        reached |= found
        ahead.extend(found)
    return other.pk in reached
