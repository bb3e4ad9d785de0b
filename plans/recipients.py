"""Whom the messages of chapter 3 go to; rows in, keys of people out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from improvement.door.unit import unit
from improvement.organization.models import Appointment, Department, Role, User
from improvement.organization.models.appointment import OFFICE, SEATED
from improvement.organization.roster import presiding_today

from . import models


def today_in(*roles: str, department: int | None = None) -> Any:
    held = Appointment.objects.valid_on(timezone.localdate()).filter(role__in=roles)
    if department is not None:
        held = held.filter(department_id=department)
    return held.filter(user__is_active=True).values_list("user_id", flat=True)


def office(row: Any) -> Iterable[int]:
    """The officers who can act on the row: not those of the department concerned (ours)."""
    people = today_in(*OFFICE)
    department = getattr(row, "department_id", None)
    if department is None:
        return people
    own = Appointment.objects.valid_on(timezone.localdate()).filter(department_id=department)
    return people.exclude(user__in=own.values("user"))


def office_and_who_presides(row: Any) -> Iterable[int]:
    """The office, and whoever signs off what the group has approved (3.4.3)."""
    presiding = presiding_today()
    return {*office(row), *([presiding] if presiding else [])}


def heads_who_sign(receipt: Any) -> Iterable[int]:
    """The heads of its department; those of all departments are read once for an issue."""
    with unit() as work:
        if "heads who sign" not in work.read:
            held = today_in(Role.HEAD).values_list("department", "user")
            work.read["heads who sign"] = list(held)
    return [user for place, user in work.read["heads who sign"] if place == receipt.department_id]


def department(row: Any) -> Iterable[int]:
    """Head, deputy and clerks of the row's department; for all plans of one act read at once."""
    with unit() as work:
        people: dict[int, list[int]] = work.read.setdefault("departments told", {})
        if row.department_id not in people:
            moved = [row for row in work.rows.values() if isinstance(row, TOLD_TOGETHER)]
            people |= {pk: [] for pk in (row.department_id, *(m.department_id for m in moved))}
            held = today_in(Role.HEAD, Role.DEPUTY, Role.CLERK).filter(department__in=people)
            for pk, person in held.values_list("department", "user"):
                people[pk].append(person)
    return people[row.department_id]


TOLD_TOGETHER = (models.Plan, models.Urging)
"""Rows of which one act moves or begins many; their departments are read with one query."""


def heads_and_clerks(row: Any) -> Iterable[int]:
    """Those of every department that must plan; who is exempt has nothing to hand in (D3)."""
    held = today_in(Role.HEAD, Role.DEPUTY, Role.CLERK)
    return held.filter(department__in=Department.objects.must_plan())


def office_if_asked(extension: Any) -> Iterable[int]:
    """The office is not told of what it has granted of itself."""
    return () if extension.by_office else office(extension)


def urged(urging: Any) -> Iterable[int]:
    """Those who draft; once the date has passed, the superior of the head as well (ours)."""
    people = set(department(urging))
    if urging.day > urging.due:
        people |= {above for place, above in superiors_of_heads() if place == urging.department_id}
    return people


def superiors_of_heads() -> list[tuple[int, int]]:
    """Whom the heads of all departments report to; read once in an act."""
    with unit() as work:
        if "superiors of heads" not in work.read:
            above = today_in(Role.HEAD).exclude(user__reports_to=None)
            work.read["superiors of heads"] = list(
                above.values_list("department", "user__reports_to")
            )
        found: list[tuple[int, int]] = work.read["superiors of heads"]
    return found


def everybody(row: Any) -> Iterable[int]:
    return User.objects.active().values_list("pk", flat=True)


def concerned(row: Any) -> Iterable[int]:
    """The department, and whoever an adjustment makes responsible."""
    named = row.changes.live().filter(field="person").values_list("after", flat=True)
    return {*department(row), *(pk for pk in named if pk)}


def asking(row: Any) -> Iterable[int]:
    """The officer who asked for the change."""
    return [row.asked_by_id]


def leadership(row: Any) -> Iterable[int]:
    return today_in(*SEATED)
