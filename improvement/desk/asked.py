"""Drafts of others that wait for the departments a person steers, read with those departments."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from improvement.organization.models import Department
from plans.gathered import Mapped
from plans.models import Countersign, Plan, Round
from plans.route.reading import unpacked

NAMES = ("code", "name", "name_hant", "name_hans")


def with_asked(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Each department with the drafts it is asked to countersign."""
    rows = Countersign.objects.waiting().filter(department=OuterRef("pk")).order_by()
    columns = {"public_id": "public_id", "due": "due", "year": "plan__round__label"}
    columns |= {name: f"plan__department__{name}" for name in NAMES}
    packed = rows.annotate(packed=JSONObject(**columns))
    return departments.annotate(asked=Mapped(packed, "pk", "packed"))


def to_countersign(user: Any, departments: list[Any]) -> list[Countersign]:
    """What waits for this head or deputy, the soonest first; rows as far as a line names them."""
    found = [
        countersign(department, unpacked(packed))
        for department in departments
        if department.pk in user.standing.steered
        for packed in department.asked.values()
    ]
    return sorted(found, key=lambda row: row.due)


def countersign(department: Department, told: dict[str, Any]) -> Countersign:
    of = Department(**{name: told[name] for name in NAMES})
    plan = Plan(round=Round(label=told["year"]), department=of)
    key, due = uuid.UUID(str(told["public_id"])), dt.date.fromisoformat(told["due"])
    return Countersign(public_id=key, plan=plan, department=department, due=due)
