"""Departments, people, posts, roles and indicators of the demo."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from evidence.models import Indicator
from improvement.door.acts import create, record
from improvement.door.unit import unit
from improvement.organization.models import (
    Appointment,
    Department,
    Organization,
    Post,
    Role,
    User,
)

from .calendar import Year
from .reading import rows

DOMAIN = "haiyan.example"  # no mail reaches an address that ends in .example
NAMES = ("name", "name_hant", "name_hans")
Row = dict[str, str]


@dataclass
class Staff:
    """Who acts in the demo: people by the part of their address before the @."""

    organization: Organization
    administrator: User
    people: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)

    @property
    def office_head(self) -> User:
        return self.people["sukyee.chan"]

    @property
    def chair(self) -> User:
        return self.people["yuenling.chow"]


def organize(running: Year) -> Staff:
    """Everybody in place; only the first administrator comes from outside the door."""
    people = rows("people")
    staff = install(next(row for row in people if row["role"] == Role.ADMINISTRATOR))
    with unit():
        for row in people:
            if row["role"] != Role.ADMINISTRATOR:
                hire(staff, row)
            elif superior := staff.people[row["reports_to"]]:
                record(staff.administrator, {"reports_to": superior}, by=staff.administrator)
        for row in rows("departments"):
            found(staff, row)
        for row in people:
            if row["role"] != Role.ADMINISTRATOR:
                appoint(staff, row, running)
    with unit():
        host = {"office_host": staff.departments["qmd"]}
        record(staff.organization, host, by=staff.office_head)
        for row in rows("indicators"):
            define(staff, row)
    return staff


def install(row: Row) -> Staff:
    """The first administrator has nobody to be appointed by."""
    organization = Organization.objects.create(
        name="Haiyan Public Services",
        name_hant="海晏公共服務局",
        name_hans="海晏公共服务局",
        number_pattern="海晏服改〔{year}〕{serial}號",
    )
    administrator = account(row)
    administrator.save()
    Appointment.objects.create(user=administrator, role=Role.ADMINISTRATOR, since=since(row))
    return Staff(organization, administrator, people={row["email"]: administrator})


def account(row: Row, reports_to: User | None = None) -> User:
    """Nobody has a password: on the demo one signs in by choosing a person."""
    return User(
        email=f"{row['email']}@{DOMAIN}",
        password=make_password(None),
        language=row["language"],
        reports_to=reports_to,
        **names(row),
    )


def names(row: Row) -> dict[str, str]:
    return {name: row[name] for name in NAMES}


def hire(staff: Staff, row: Row) -> None:
    person = account(row, staff.people.get(row["reports_to"]))
    staff.people[row["email"]] = create(person, by=staff.administrator)


def found(staff: Staff, row: Row) -> None:
    department = Department(
        code=row["code"],
        parent=staff.departments.get(row["parent"]),
        supervising_leader=staff.people[row["leader"]],
        **names(row),
    )
    staff.departments[row["code"]] = create(department, by=staff.administrator)


def appoint(staff: Staff, row: Row, running: Year) -> None:
    """The role a person holds, with its post; and the one held beside it, since this year."""
    begins = since(row) if int(row["years"]) else running.first(4)
    if row["post"]:
        staff.posts[row["email"]] = create(post(staff, row), by=staff.administrator)
    give(staff, row, row["role"], row["department"], begins)
    if row["also"]:
        role, _colon, department = row["also"].partition(":")
        give(staff, row, role, department, running.first(4))


def since(row: Row) -> dt.date:
    return dt.date(timezone.localdate().year - int(row["years"]), 4, 1)


def post(staff: Staff, row: Row) -> Post:
    titles = {name: row[name.replace("name", "post")] for name in NAMES}
    return Post(department=staff.departments[row["department"]], **titles)


def give(staff: Staff, row: Row, role: str, department: str, begins: dt.date) -> None:
    person, superior = staff.people[row["email"]], staff.people.get(row["reports_to"])
    held: dict[str, Any] = {}
    if role == Role.ASSISTANT:
        held["principal"] = superior
    if department:
        held["department"] = staff.departments[department]
        held["post"] = staff.posts.get(row["email"]) if department == row["department"] else None
    create(
        Appointment(user=person, role=role, since=begins, appointed_by=staff.administrator, **held),
        by=staff.administrator,
    )
    if role == Role.HEAD:
        staff.heads[department] = person


def define(staff: Staff, row: Row) -> None:
    """The office keeps the definition cards of the indicators."""
    owner = staff.departments[row.pop("owner")]
    card = Indicator(owner=owner, factor=Decimal(row.pop("factor")), **row)
    staff.indicators[card.code] = create(card, by=staff.office_head)
