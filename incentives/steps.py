"""Acts of chapter 6 that touch several rows: nominate, propose, object."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from improvement.door.acts import create
from improvement.door.unit import unit
from improvement.organization.calendar import working_day_after
from plans.models import Plan

from .facts import facts_of
from .lifecycle import REPLY_DAYS
from .models import Award, Criticism, Objection, Reading


def nominate(*, by: Any, key: str | None = None, **fields: Any) -> Award:
    """Nominate a department or one of its people (6.1.1)."""
    return create(Award(nominated_by=by, **fields), by=by, key=key)


def object_to(award: Award, *, by: Any, text: str, key: str | None = None) -> Objection:
    """Raise an objection while the award is announced."""
    with unit() as work:
        held = work.lock(award)
        return create(Objection(award=held, raised_by=by, text=text), by=by, key=key)


def propose(
    *,
    by: Any,
    department: Any,
    grounds: str,
    person: Any = None,
    plan: Plan | None = None,
    key: str | None = None,
) -> Criticism:
    """Propose a notice of criticism with what the record says on this day (6.2.1).

    The facts are frozen into the notice; the days for the reply begin today.
    """
    today = timezone.localdate()
    with unit() as work:
        if plan is not None:
            work.lock(plan)
        return create(
            Criticism(
                number=next_number(today.year),
                department=department,
                person=person,
                plan=plan,
                facts=[fact.frozen() for fact in facts_of(department, today, person=person)],
                grounds=grounds,
                proposed_by=by,
                reply_until=working_day_after(today, REPLY_DAYS),
            ),
            by=by,
            key=key,
        )


def next_number(year: int) -> str:
    """“2026-3”: the numbers of a year go up by one and are never used again."""
    given = Criticism.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in given), default=0)
    return f"{year}-{last + 1}"


def note_reading(criticism: Criticism, reader: Any) -> None:
    """Write down once a day who opened a confidential page."""
    Reading.objects.get_or_create(criticism=criticism, reader=reader, day=timezone.localdate())
