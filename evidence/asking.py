"""The office asks departments for data: one act for as many as are asked at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from improvement.door.acts import create, create_many
from improvement.door.unit import unit
from improvement.organization.models import Department

from .models import DataRequest


def ask(
    *, by: Any, departments: Iterable[Department], key: str | None = None, **asked: Any
) -> list[DataRequest]:
    """One request for each department; sent twice with the same key they are asked once."""
    rows = [DataRequest(department=one, asked_by=by, **asked) for one in departments]
    with unit():
        first = create(rows[0], by=by, key=key)
        if first.pk is None:
            return []
        return [first, *create_many(rows[1:], by=by)]
