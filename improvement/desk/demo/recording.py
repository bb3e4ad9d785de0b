"""What customers told: categories, a few weeks of the register, two files; and what was found."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.files.base import ContentFile

from evidence.imports.jobs import changes_of
from evidence.imports.receiving import begin
from evidence.imports.rows import look_through
from evidence.models import (
    DataImport,
    Finding,
    Indicator,
    Proof,
    Reach,
    RecordCategory,
    SavedView,
    ServiceRecord,
)
from evidence.words.reading import read_new
from improvement.door.acts import create, create_many, record, take
from improvement.door.unit import unit
from improvement.organization.models import User

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
            create_many([told_by(staff, tree, row, today) for row in told], by=staff.people[clerk])
    listen(staff, tree, today)
    bring_in(staff, today)
    read_new()
    save_views(staff)


def listen(staff: Staff, tree: dict[str, RecordCategory], today: dt.date) -> None:
    """Half a year of complaints to the Contact Centre, in which some words come again and again."""
    usual = {"kind": "complaint", "department": "csc", "entered_by": "waiman.lee"}
    told = [row | usual | {"reference": "", "handler": ""} for row in rows("voices")]
    clerk = staff.people["waiman.lee"]
    create_many([told_by(staff, tree, row, today) for row in told], by=clerk)


def save_views(staff: Staff) -> None:
    """What the office shares with all, and what a clerk keeps for the own department."""
    office, clerk = staff.office_head, staff.people["waiman.lee"]
    shared = [
        SavedView(name="嚴重而未結案的投訴", asked="kind=complaint&status=open&severity=3"),
        SavedView(name="輪候時間", asked="category=wait"),
    ]
    for view in shared:
        view.owner, view.reach = office, Reach.ALL
        create(view, by=office)
    department = staff.departments["csc"]
    own = SavedView(
        name="Hotline complaints",
        asked="kind=complaint&channel=phone&department=csc",
        owner=clerk,
        reach=Reach.DEPARTMENT,
        department=department,
    )
    create(own, by=clerk)


def bring_in(staff: Staff, today: dt.date) -> None:
    """What the counters keep in a system of their own: one file taken over, the next begun."""
    first, second = (file_of(rows("counters"), today, half) for half in (0, 1))
    known: dict[str, Any] = {
        "source": "門市系統",
        "department": "sco",
        "clerk": staff.heads["sco"],
        "told": {"usual": {"kind": "complaint", "channel": "counter"}, "day_order": "dmy"},
    }
    done = looked_through(staff, "counters-1.csv", first, **known)
    take(done, "finish", by=done.entered_by, file=done.sha256)
    looked_through(staff, "counters-2.csv", second, **known)


def file_of(told: list[Row], today: dt.date, half: int) -> bytes:
    """Every other row, with days in place of how long ago it was, in an encoding of its time."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([name for name in told[0] if name != "days_ago"] + ["受理日期"])
    for row in told[half::2]:
        day = today - dt.timedelta(days=int(row.pop("days_ago")))
        sheet.writerow([*row.values(), f"{day:%d/%m/%Y}"])
    return text.getvalue().encode("big5hkscs")


def looked_through(
    staff: Staff,
    name: str,
    content: bytes,
    *,
    source: str,
    department: str,
    clerk: Any,
    told: dict[str, Any],
) -> DataImport:
    made = begin(
        ContentFile(content, name),
        source=source,
        department=staff.departments[department],
        by=clerk,
    )
    made = record(made, told, by=clerk)
    return record(made, changes_of(made, look_through(made)), by=clerk)


def told_by(
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


def find(staff: Staff, today: dt.date) -> None:
    """Problems that departments have seen in their figures and their register (1.3.2)."""
    indicators = {one.code: one for one in Indicator.objects.all()}
    for row in rows("findings"):
        by = staff.people.get(row["found_by"]) or staff.heads[row["department"]]
        found = Finding(
            department=staff.departments[row["department"]],
            found_by=by,
            found_on=today - dt.timedelta(days=int(row["days_ago"])),
            indicator=indicators.get(row["indicator"]),
            link="" if row["indicator"] else f"/records/?department={row['department']}",
            **{name: row[name] for name in ("heading", "title", "detail", "proof")},
        )
        found.origin = found.named_by_hand
        show(create(found, by=by), row, indicators, by=by)


def show(finding: Finding, row: Row, indicators: dict[str, Indicator], *, by: User) -> None:
    """The figures of the quarter, the complaints of a branch, and what somebody counted."""
    category = RecordCategory.objects.filter(code=row["category"]).first()
    proofs = [
        Proof(kind="figures", indicator=indicators.get(row["figures"])),
        Proof(kind="records", category=category),
        Proof(kind="note", words=row["counted"], source=row["source"]),
    ]
    for proof in proofs:
        if proof.indicator or proof.category or proof.words:
            proof.finding = finding
            create(proof, by=by)
