"""The cast: people whose initials are their jobs, in a small organization of five departments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from improvement.organization.models import (
    Absence,
    Appointment,
    Delegation,
    Department,
    Organization,
    Role,
    User,
)

LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class Cast:
    """Everybody, by first name; departments by code."""

    people: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        people, departments = self.__dict__["people"], self.__dict__["departments"]
        if name in people:
            return people[name]
        if name in departments:
            return departments[name]
        raise AttributeError(name)

    def appoint(self, name: str, role: str, department: str | None = None, **more: Any) -> User:
        person = self.people.get(name) or self.person(name)
        Appointment.objects.create(
            user=person,
            role=role,
            department=self.departments.get(department or ""),
            since=more.pop("since", LONG_AGO),
            **more,
        )
        return person

    def person(self, name: str, **fields: Any) -> User:
        person = User(
            email=f"{name}@example.org", name=name.capitalize(), password="!", language="", **fields
        )
        person.save()
        self.people[name] = person
        return person

    def delegate(self, principal: str, to: str, **more: Any) -> Delegation:
        return Delegation.objects.create(
            principal=self.people[principal],
            delegate=self.people[to],
            since=LONG_AGO,
            until=dt.date(2099, 12, 31),
            note="In writing",
            **more,
        )

    def away(self, name: str, *, by: str | None = None, **more: Any) -> Absence:
        """Recorded as absent, for good unless told otherwise."""
        return Absence.objects.create(
            user=self.people[name],
            recorded_by=self.people[by or name],
            **{"since": LONG_AGO, "back_on": dt.date(2099, 12, 31), "reason": "Leave"} | more,
        )


def assemble() -> Cast:
    """Dana drafts, Hana heads, Paul heads above; Olga and Oscar are the office, Otto its host."""
    cast = Cast()
    add_departments(cast)
    cast.appoint("paul", Role.HEAD, "ops")
    cast.appoint(
        "hana",
        Role.HEAD,
        "csc",
    )
    cast.appoint("dana", Role.CLERK, "csc")
    cast.appoint("sam", Role.MEMBER, "csc")
    cast.appoint("xia", Role.MEMBER, "lic")
    cast.appoint("hugo", Role.HEAD, "qua")
    cast.appoint("dora", Role.CLERK, "qua")
    cast.appoint("lily", Role.HEAD, "lic")
    cast.appoint("olga", Role.OFFICER, "sec")
    cast.appoint("oscar", Role.OFFICE_HEAD, "sec")
    cast.appoint("otto", Role.OFFICER, "qua")
    cast.appoint("cora", Role.CHAIR)
    cast.appoint("vic", Role.VICE_CHAIR, rank=1)
    for rank, name in enumerate(("leo", "lena", "luis"), start=1):
        cast.appoint(name, Role.LEADER, rank=rank)
    cast.appoint("anna", Role.ASSISTANT, principal=cast.leo)
    cast.appoint("ada", Role.ADMINISTRATOR)
    cast.person("ina", is_active=False)
    cast.appoint("ina", Role.HEAD, "csc")
    for name in ("dana", "sam"):
        cast.people[name].reports_to = cast.hana
        cast.people[name].save()
    cast.hana.reports_to = cast.paul
    cast.hana.save()
    return cast


def add_departments(cast: Cast) -> None:
    rows = [
        ("ops", "Operations", "營運部", "运营部", None),
        ("csc", "Contact Centre", "客戶服務中心", "客户服务中心", "ops"),
        ("lic", "Licensing", "牌照服務科", "牌照服务科", None),
        ("qua", "Quality", "質量管理部", "质量管理部", None),
        ("sec", "Secretariat", "秘書處", "秘书处", None),
    ]
    for code, name, hant, hans, parent in rows:
        cast.departments[code] = Department.objects.create(
            code=code,
            name=name,
            name_hant=hant,
            name_hans=hans,
            parent=cast.departments.get(parent or ""),
            exemption="" if code in {"csc", "lic", "qua"} else "no_service",
            exempt_because="" if code in {"csc", "lic", "qua"} else "Covered by another plan",
        )
    Organization.objects.create(
        name="Haiyan Public Services",
        name_hant="海晏公共服務局",
        name_hans="海晏公共服务局",
        office_host=cast.departments["qua"],
    )
