"""What a person is today: all roles in one frozen value, read with two queries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .models import Appointment, Delegation, Role
from .models.appointment import OFFICE, SEATED

DRAFTING = (Role.HEAD, Role.DEPUTY, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Standing:
    """Roles valid today. Departments are given by key, subtrees by the path of their top."""

    departments: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    drafted: frozenset[int] = frozenset()
    headed_paths: tuple[str, ...] = ()
    seats: frozenset[uuid.UUID] = frozenset()
    roles: frozenset[str] = frozenset()
    assists: frozenset[int] = frozenset()
    appointments: tuple[Any, ...] = field(default=(), compare=False)

    @property
    def in_office(self) -> bool:
        return bool(self.roles & set(OFFICE))

    @property
    def heads_office(self) -> bool:
        return Role.OFFICE_HEAD in self.roles

    @property
    def leads(self) -> bool:
        return bool(self.roles & set(SEATED))

    @property
    def assists_leader(self) -> bool:
        return Role.ASSISTANT in self.roles

    @property
    def administers(self) -> bool:
        return Role.ADMINISTRATOR in self.roles


def standing_of(person: Any) -> Standing:
    """Read the appointments valid today; an inactive person holds none."""
    held = list(
        Appointment.objects.valid_on(timezone.localdate())
        .filter(user_id=person.pk, user__is_active=True)
        .select_related("department")
        .order_by("pk")
    )
    heads = [a for a in held if a.role == Role.HEAD]
    return Standing(
        departments=frozenset(a.department_id for a in held if a.department_id),
        headed=frozenset(a.department_id for a in heads if a.department_id),
        drafted=frozenset(a.department_id for a in held if a.role in DRAFTING and a.department_id),
        headed_paths=tuple(sorted(a.department.path for a in heads if a.department)),
        seats=frozenset(a.seat for a in held if a.role in SEATED),
        roles=frozenset(a.role for a in held),
        assists=frozenset(a.principal_id for a in held if a.principal_id),
        appointments=tuple(held),
    )


def principals_of(person: Any) -> list[Any]:
    """The people for whom this person may act today by a written delegation."""
    today = timezone.localdate()
    return [
        d.principal
        for d in Delegation.objects.filter(
            delegate=person, since__lte=today, until__gte=today, principal__is_active=True
        ).select_related("principal")
    ]
