"""What a person is today: all roles in one frozen value, read with one query."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from improvement.door.kept import KEY, Kept

from .models import Appointment, Delegation, Role, Scope, User
from .models.appointment import OFFICE, SEATED, AppointmentQuerySet

DRAFTING = (Role.HEAD, Role.DEPUTY, Role.CLERK)
STEERING = (Role.HEAD, Role.DEPUTY)


@dataclass(frozen=True, slots=True)
class Standing:
    """Roles valid today. Departments are given by key, subtrees by the path of their top."""

    departments: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    drafted: frozenset[int] = frozenset()
    steered: frozenset[int] = frozenset()
    """Of which the person is head or deputy."""
    posts: frozenset[int] = frozenset()
    headed_paths: tuple[str, ...] = ()
    seats: frozenset[uuid.UUID] = frozenset()
    roles: frozenset[str] = frozenset()
    entrusted: frozenset[uuid.UUID] = frozenset()
    """The seats of those for whom the person acts by a written delegation."""
    assists: frozenset[int] = frozenset()
    appointments: tuple[Any, ...] = field(default=(), compare=False)

    @property
    def drafts_for(self) -> list[Any]:
        """The departments whose plan the person drafts, each once, in the order of the tree."""
        held = {a.department_id: a.department for a in self.appointments}
        own = [held[pk] for pk in self.drafted if held[pk].must_plan]
        return sorted(own, key=lambda department: department.path)

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
    def oversees(self) -> bool:
        """Who follows all departments; who votes for somebody for a while does not."""
        return self.in_office or self.leads or self.assists_leader

    @property
    def is_assistant(self) -> bool:
        return Role.ASSISTANT in self.roles

    @property
    def administers(self) -> bool:
        return Role.ADMINISTRATOR in self.roles


def standing_of(person: Any) -> Standing:
    """Read the appointments valid today; an inactive person holds none."""
    return standing_from(person.pk, held_on(timezone.localdate()).of(person.pk))


def signed_in(pk: int) -> Any:
    """The active person with this key; who holds a role is read together with it."""
    found = held_on(timezone.localdate()).of(pk)
    person = next((a.user for a in found if a.user_id == pk), None)
    person = person or User.objects.active().filter(pk=pk).first()
    if person:
        person.standing = standing_from(pk, found)
    return person


@lru_cache(maxsize=8)
def held_on(today: dt.date) -> Kept:
    """Every page asks this and every step, once it has the lock."""
    return Kept(appointments_of(KEY))


def appointments_of(pk: int) -> QuerySet[Appointment]:
    """What is valid today of this person, and of those for whom they may act."""
    person = User.objects.active().filter(pk=pk).order_by().values("pk")
    principals = delegations_to(pk).values("principal")
    return (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(user__in=person.union(principals, all=True))
        .select_related("department", "user")
        .annotate(assists=Exists(seated_today().filter(user=OuterRef("principal"))))
        .order_by("pk")
    )


def standing_from(pk: int, found: list[Any]) -> Standing:
    held = [a for a in found if a.user_id == pk]
    heads = [a for a in held if a.role == Role.HEAD]
    return Standing(
        departments=frozenset(a.department_id for a in held if a.department_id),
        headed=frozenset(a.department_id for a in heads if a.department_id),
        drafted=frozenset(a.department_id for a in held if a.role in DRAFTING and a.department_id),
        steered=frozenset(a.department_id for a in held if a.role in STEERING and a.department_id),
        posts=frozenset(a.post_id for a in held if a.post_id),
        headed_paths=tuple(sorted(a.department.path for a in heads if a.department)),
        seats=frozenset(a.seat for a in held if a.role in SEATED),
        roles=frozenset(a.role for a in held),
        entrusted=frozenset(a.seat for a in found if a.user_id != pk and a.role in SEATED),
        assists=frozenset(a.principal_id for a in held if a.role == Role.ASSISTANT and a.assists),
        appointments=tuple(held),
    )


def seated_today() -> AppointmentQuerySet:
    """The seats of the leadership group, as they are held today."""
    today = timezone.localdate()
    return Appointment.objects.filter(role__in=SEATED, user__is_active=True).valid_on(today)


def delegations_to(pk: int) -> QuerySet[Delegation]:
    """Those for votes: by them the person acts for somebody else today."""
    return Delegation.objects.valid_on(timezone.localdate()).filter(
        scope=Scope.VOTES, delegate=pk, delegate__is_active=True, principal__is_active=True
    )
