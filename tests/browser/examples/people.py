"""An example of an address, and who opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from improvement.organization.models import Appointment, Role, User
from plans.models import (
    Plan,
)

Person = Callable[[Any], User | None]
Row = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One page: the person who opens it, the row, and what else the address says."""

    person: Person
    row: Row = field(default=lambda: None)
    arguments: dict[str, Any] = field(default_factory=dict)
    query: str | Callable[[Any], str] = ""
    named_by_row: bool = True

    def visit(self, route: str) -> tuple[str, str]:
        """The person's mail address and the address of the page."""
        row = self.row()
        named = {
            name: value(row) if callable(value) else value for name, value in self.arguments.items()
        }
        if row is not None and self.named_by_row:
            named["public_id"] = row.public_id
        person = self.person(row)
        query = self.query(row) if callable(self.query) else self.query
        return (person.email if person else ""), reverse(route, kwargs=named) + query


def nobody(row: Any) -> None:
    """A visitor who has not signed in."""


def a(role: str) -> Person:
    """Somebody who holds this role today."""
    return lambda row: (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(role=role, user__is_active=True)
        .order_by("pk")[0]
        .user
    )


def who_may(action: str) -> Person:
    """Somebody who may do this with the row."""
    return lambda row: next(
        person for person in User.objects.active().order_by("pk") if person.has_perm(action, row)
    )


def who_may_not(action: str) -> Person:
    return lambda row: next(
        person
        for person in User.objects.active().order_by("pk")
        if not person.has_perm(action, row)
    )


clerk, head, officer = a(Role.CLERK), a(Role.HEAD), a(Role.OFFICER)
chair, leader, assistant = a(Role.CHAIR), a(Role.LEADER), a(Role.ASSISTANT)
member, administrator = a(Role.MEMBER), a(Role.ADMINISTRATOR)
everybody = [clerk, head, officer, leader, chair, assistant, member, administrator]


def head_of(row: Any) -> User:
    """The head of the row's department."""
    held = Appointment.objects.valid_on(timezone.localdate()).filter(role=Role.HEAD)
    return held.filter(department=row.department_id)[0].user


def head_of_department(department: Any) -> User:
    """The head of the department itself."""
    return head_of(Plan(department=department))


CODE: dict[str, Any] = {"code": lambda department: department.code}


def drafts_its_plan(countersign: Any) -> User | None:
    """Somebody of the department that asks."""
    return who_may("plans.change_plan")(countersign.plan)


def criticized(row: Any) -> User:
    """The person a notice is about."""
    person: User = row.person
    return person
