"""Whom the messages of this room go to; rows in, keys of people out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from improvement.organization.models import Appointment, Role
from improvement.organization.models.appointment import OFFICE


def holding(*roles: str, department: int | None = None) -> Any:
    """The people who hold one of these roles today."""
    held = Appointment.objects.valid_on(timezone.localdate()).filter(role__in=roles)
    if department is not None:
        held = held.filter(department_id=department)
    return held.filter(user__is_active=True).values_list("user_id", flat=True)


def drafting(row: Any) -> Iterable[int]:
    """Head, deputy and clerks of its department."""
    return holding(Role.HEAD, Role.DEPUTY, Role.CLERK, department=row.department_id)


def office(row: Any) -> Iterable[int]:
    """The officers who can act on it: not those of its department (ours)."""
    own = Appointment.objects.valid_on(timezone.localdate()).filter(department=row.department_id)
    return holding(*OFFICE).exclude(user__in=own.values("user"))


def superiors(row: Any) -> Iterable[int]:
    """Whom the heads of its department report to."""
    heads = holding(Role.HEAD, department=row.department_id)
    return [pk for pk in heads.values_list("user__reports_to", flat=True) if pk]
