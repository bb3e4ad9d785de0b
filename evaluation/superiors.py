"""Who stands above a department: the heads above it and its supervising leader (5.2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from improvement.organization.models import Appointment, Role


def superiors_of(departments: Iterable[Any]) -> dict[int, list[int]]:
    """The keys of the people above each department today, with one query.

    Whoever heads the department as well does not stand above it.
    """
    held = Appointment.objects.valid_on(timezone.localdate()).filter(
        role=Role.HEAD, user__is_active=True
    )
    heads = list(held.values_list("department_id", "department__path", "user_id"))
    found: dict[int, list[int]] = {}
    for department in departments:
        own = {user for key, _path, user in heads if key == department.pk}
        above = {
            user
            for key, path, user in heads
            if key != department.pk and department.path.startswith(path)
        }
        if department.supervising_leader_id:
            above.add(department.supervising_leader_id)
        found[department.pk] = sorted(above - own)
    return found


def has_superior(department: Any) -> bool:
    return bool(superiors_of([department])[department.pk])
