"""What customers told: the tree of categories, and a few weeks of the register."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from operator import itemgetter

from evidence.models import RecordCategory, ServiceRecord
from improvement.door.acts import create, create_many
from improvement.door.unit import unit

from .organization import NAMES, Row, Staff
from .reading import rows


def fill_register(staff: Staff, today: dt.date) -> None:
    """The office keeps the tree; each department enters what reached it."""
    tree: dict[str, RecordCategory] = {}
    with unit():
        for row in rows("categories"):
            names = {name: row[name] for name in NAMES}
            branch = RecordCategory(code=row["code"], parent=tree.get(row["parent"]), **names)
            tree[branch.code] = create(branch, by=staff.office_head)
        for clerk, told in groupby(rows("records"), itemgetter("entered_by")):
            create_many([record(staff, tree, row, today) for row in told], by=staff.people[clerk])


def record(
    staff: Staff, tree: dict[str, RecordCategory], row: Row, today: dt.date
) -> ServiceRecord:
    """Entered after it was settled, where it is: so it begins closed."""
    opened = today - dt.timedelta(days=int(row["days_ago"]))
    after = row["closed_after"]
    return ServiceRecord(
        department=staff.departments[row["department"]],
        entered_by=staff.people[row["entered_by"]],
        category=tree[row["category"]],
        severity=int(row["severity"]),
        opened_on=opened,
        closed_on=opened + dt.timedelta(days=int(after)) if after else None,
        status="closed" if after else "open",
        **{
            name: row[name]
            for name in ("kind", "channel", "reference", "handler", "text", "result")
        },
    )
