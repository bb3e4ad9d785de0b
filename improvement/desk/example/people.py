"""The organization of the example: agencies as departments, the people the files name, and roles.

Where the files name nobody, an account bears the name of its role. All addresses end in
`.example`, which no mail reaches: nobody who is named in the files is ever written to.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from evidence.models import Indicator
from improvement.door.acts import create
from improvement.door.unit import unit
from improvement.organization.models import Appointment, Department, Organization, Role, User

from .nouns import Agency, Reading

NAME = "Agencies of the United States"
OFFICE = (
    ("Head of the improvement office", Role.OFFICE_HEAD),
    ("Officer of the improvement office", Role.OFFICER),
)
LEADERSHIP = (
    ("Vice-chair of the leadership group", Role.VICE_CHAIR),
    ("First member of the leadership group", Role.LEADER),
    ("Second member of the leadership group", Role.LEADER),
    ("Third member of the leadership group", Role.LEADER),
    ("Chair of the leadership group", Role.CHAIR),
)


@dataclass
class Staff:
    """Who acts in the example; departments and their people by the agency's code."""

    administrator: User
    since: dt.date
    officers: list[User] = field(default_factory=list)
    leaders: list[User] = field(default_factory=list)  # in the order of voting: the chair last
    departments: dict[str, Department] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    clerks: dict[str, User] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def officer_for(self, code: str) -> User:
        """The officers share the departments between them."""
        return self.officers[sorted(self.departments).index(code) % len(self.officers)]

    def person(self, name: str, domain: str, reports_to: User | None = None) -> User:
        return create(
            User(
                name=name,
                email=self.address(name, domain),
                password=make_password(None),
                reports_to=reports_to,
            ),
            by=self.administrator,
        )

    def address(self, name: str, domain: str) -> str:
        """Namesakes are told apart by a number."""
        stem, number = slugify(name).replace("-", "."), 1
        while (found := f"{stem}{number if number > 1 else ''}@{domain}.example") in self.addresses:
            number += 1
        self.addresses.add(found)
        return found

    def appoint(self, person: User, role: str, **fields: Any) -> User:
        create(
            Appointment(
                user=person,
                role=role,
                since=self.since,
                appointed_by=self.administrator,
                **fields,
            ),
            by=self.administrator,
        )
        return person


def organize(reading: Reading) -> Staff:
    """Make the organization; only its first administrator comes from outside the door."""
    staff = install(NAME, "US$")
    with unit():
        staff_office(staff)
        for rank, (name, role) in enumerate(LEADERSHIP):
            staff.leaders.append(staff.appoint(staff.person(name, "leadership"), role, rank=rank))
        for agency in reading.agencies:
            staff_department(staff, agency)
    return staff


def staff_office(staff: Staff) -> None:
    for name, role in OFFICE:
        staff.officers.append(staff.appoint(staff.person(name, "office"), role))


def install(name: str, currency: str) -> Staff:
    """The first administrator has nobody to be appointed by."""
    today = timezone.localdate()
    Organization.objects.create(name=name, currency=currency)
    administrator = User.objects.create(
        name="Administrator", email="administrator@office.example", password=make_password(None)
    )
    Appointment.objects.create(user=administrator, role=Role.ADMINISTRATOR, since=today)
    return Staff(administrator, today)


def staff_department(staff: Staff, agency: Agency) -> None:
    """A head and a clerk are the first two leaders named; the others are members."""
    domain = agency.abbreviation.lower()
    department = create(Department(code=domain, name=agency.name), by=staff.administrator)
    staff.departments[agency.code] = department
    names = [leader.name for leader in agency.leaders]
    names += [f"Head of {agency.abbreviation}", f"Clerk of {agency.abbreviation}"][len(names) :]
    roles = [Role.HEAD, Role.CLERK] + [Role.MEMBER] * (len(names) - 2)
    head = None
    for name, role in zip(names, roles, strict=True):
        person = staff.person(name, domain, reports_to=head)
        staff.appoint(person, role, department=department)
        head = head or person
        if role == Role.HEAD:
            staff.heads[agency.code] = person
        if role == Role.CLERK:
            staff.clerks[agency.code] = person
