"""Which fields of an issued plan an adjustment may change, and how their values are kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from .models import Goal, Item, Measure, Milestone, Plan, TargetLine
from .models.goal import _plain
from .wording import label

MODELS: dict[str, type[Any]] = {
    Item.GOAL: Goal,
    Item.TARGET_LINE: TargetLine,
    Item.MEASURE: Measure,
    Item.MILESTONE: Milestone,
}

FIELDS: dict[str, tuple[str, ...]] = {
    Item.GOAL: ("title", "statement", "expected_effect", "verification"),
    Item.TARGET_LINE: ("target", "upper", "tolerance", "due", "source"),
    Item.MEASURE: (
        "title",
        "description",
        "department",
        "post",
        "person",
        "starts",
        "ends",
        "cost",
        "benefit",
        "resources",
        "risk",
    ),
    Item.MILESTONE: ("title", "due"),
}

TOGETHER = {"starts": "dates", "ends": "dates", "target": "range", "upper": "range"}
"""Fields that must agree with each other: who changes one touches the other."""


def field_name(kind: str, field: str) -> str:
    return label(MODELS[kind], field)


def column(kind: str, field: str) -> str:
    """The attribute that holds the value itself: of a person the key."""
    return str(MODELS[kind]._meta.get_field(field).attname)


def raw(kind: str, row: Any, field: str) -> Any:
    """What stands in a field, as JSON keeps it: one value, one spelling."""
    return plain(getattr(row, column(kind, field)))


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "pk", value)


def typed(kind: str, field: str, kept: Any) -> Any:
    """The other way round: a kept value as the row holds it."""
    return None if kept is None else MODELS[kind]._meta.get_field(field).to_python(kept)


def owner_of(kind: str, row: Any) -> Any:
    """The goal or measure a row belongs to, which may be itself."""
    if kind == Item.TARGET_LINE:
        return row.goal
    return row.measure if kind == Item.MILESTONE else row


def title_of(row: Any) -> str:
    """What a row is called: its title, or of a target line what it measures."""
    if isinstance(row, TargetLine):
        return row.indicator.name if row.indicator else row.measured_by
    return str(row.title)


def rows_of(plan: Plan, kind: str) -> Any:
    """The rows of one kind in a plan that are in force, with what their names need."""
    live = MODELS[kind].objects.filter(archived=False)
    if kind == Item.GOAL:
        return live.filter(plan=plan)
    if kind == Item.MEASURE:
        return live.filter(plan=plan).select_related("department", "post", "person")
    if kind == Item.TARGET_LINE:
        lines = live.filter(goal__plan=plan, goal__archived=False)
        return lines.select_related("goal", "indicator")
    return live.filter(measure__plan=plan, measure__archived=False).select_related("measure")
