"""What a person is today: all roles in one frozen value, read with one query."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
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
    may_stand_in: bool = True
    """False where it is known that no delegation names the person today."""

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
        """Of somebody who holds a seat of the leadership group today."""
        return bool(self.assists)

    @property
    def is_assistant(self) -> bool:
        return Role.ASSISTANT in self.roles

    @property
    def administers(self) -> bool:
        return Role.ADMINISTRATOR in self.roles


def standing_of(person: Any) -> Standing:
    """Read the appointments valid today; an inactive person holds none."""
    held: list[Any] = list(
        Appointment.objects.valid_on(timezone.localdate())
        .filter(user_id=person.pk, user__is_active=True)
        .select_related("department")
        .annotate(
            stands_in=Exists(delegations_to(person)),
            of_a_leader=Exists(seated_today().filter(user=OuterRef("principal"))),
        )
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
        assists=frozenset(a.principal_id for a in held if a.principal_id and a.of_a_leader),
        appointments=tuple(held),
        may_stand_in=held[0].stands_in if held else True,
    )


def seated_today() -> QuerySet[Appointment]:
    """The seats of the leadership group, as they are held today."""
    today = timezone.localdate()
    return Appointment.objects.filter(role__in=SEATED, user__is_active=True).valid_on(today)


def principals_of(person: Any) -> list[Any]:
    """The people for whom this person may act today by a written delegation."""
    return [d.principal for d in delegations_to(person).select_related("principal")]


def delegations_to(person: Any) -> QuerySet[Delegation]:
    today = timezone.localdate()
    return Delegation.objects.filter(
        delegate=person.pk, since__lte=today, until__gte=today, principal__is_active=True
    )
