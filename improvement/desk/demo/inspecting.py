"""Inspections: the checklists of the office, places gone through, and what was found."""

from __future__ import annotations

import datetime as dt

from evidence import inspecting
from evidence.inspecting import Line, Told
from evidence.models import Checklist, Inspection
from improvement.door.acts import take

from .organization import Staff
from .reading import DATA, Content, read_toml


def inspect(staff: Staff, today: dt.date) -> None:
    content = read_toml(DATA / "inspections.toml")
    lists = {one["code"]: write(staff, one) for one in content["checklists"]}
    for visit in content["inspections"]:
        go_through(staff, lists[visit["checklist"]], visit, today)


def write(staff: Staff, told: Content) -> Checklist:
    lines = [
        Line(None, item.get("section", ""), item["text"], item["weight"], item["scale"])
        for item in told["items"]
    ]
    row = Checklist(title=told["title"], purpose=told["purpose"])
    made = inspecting.write_checklist(row, lines, changes={}, by=staff.office_head)
    return made if told.get("draft") else take(made, "put_in_use", by=staff.office_head)


def go_through(staff: Staff, checklist: Checklist, told: Content, today: dt.date) -> None:
    inspector = staff.people[told["by"]]
    row = inspecting.begin(
        Inspection(
            checklist=checklist,
            department=staff.departments[told["department"]],
            place=told["place"],
            held_on=today - dt.timedelta(days=told["days_ago"]),
        ),
        by=inspector,
    )
    notes = told.get("notes", {})
    answers = row.answers.select_related("item")
    chosen = [
        Told(one, None if point == "-" else int(point), point != "-", notes.get(str(at), ""))
        for at, (one, point) in enumerate(zip(answers, told["points"], strict=False), start=1)
    ]
    row = inspecting.answer(row, chosen, changes={"remark": told.get("remark", "")}, by=inspector)
    if told.get("draft"):
        return
    row = take(row, "finish", by=inspector)
    for found in told.get("findings", []):
        inspecting.find_on_site(
            row,
            item=row.checklist.items.get(number=found["item"]),
            due=today + dt.timedelta(days=found["due_in"]),
            responsible=staff.people[found["responsible"]],
            by=inspector,
            **{name: found[name] for name in ("title", "heading", "proof")},
        )
