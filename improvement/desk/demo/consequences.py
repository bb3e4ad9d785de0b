"""What follows from the running year: awards, notices of criticism, a rectification."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation

from improvement.door.acts import record, take
from incentives.models import Award, Criticism
from incentives.steps import nominate, object_to, propose
from plans.models import Round

from .course import decide
from .organization import Staff
from .reading import DATA, Content, read_toml

LANGUAGE = "zh-hant"


def draw(staff: Staff, running: Round, today: dt.date) -> None:
    """Every award and notice as far as its content says."""
    content = read_toml(DATA / "consequences.toml")
    with translation.override(LANGUAGE):
        for row in content["awards"]:
            award(staff, running, row)
        for row in content["criticisms"]:
            criticism(staff, row, today)


def award(staff: Staff, running: Round, row: Content) -> Award:
    department = staff.departments[row["department"]]
    plan = running.plans.get(department=department)
    made = nominate(
        by=staff.people[row["nominated_by"]],
        round=running,
        department=department,
        person=staff.people.get(row.get("person", "")),
        goal=plan.goals.get(number=row["goal"]),
        **{name: row[name] for name in ("title", "form", "amount", "grounds") if name in row},
    )
    if row["state"] == "announced":
        made = take(made, "support", by=staff.office_head, recommendation=row["recommendation"])
        made = take(made, "put_forward", by=staff.office_head)
        decide(made)
        objection(staff, made, row["objection"])
    return made


def objection(staff: Staff, award: Award, row: Content) -> None:
    raised = object_to(award, by=staff.people[row["raised_by"]], text=row["text"])
    take(raised, "dismiss", by=staff.office_head, answer=row["answer"])


def criticism(staff: Staff, row: Content, today: dt.date) -> None:
    """Heard, put to the vote and rectified; or only proposed."""
    officer, person = staff.people[row["proposed_by"]], staff.people[row["person"]]
    made: Any = propose(
        by=officer,
        department=staff.departments[row["department"]],
        person=person,
        grounds=row["grounds"],
    )
    if row["state"] == "proposed":
        return
    made = take(made, "reply", by=person, answer=row["answer"])
    made = take(made, "put_forward", by=officer, recommendation=row["recommendation"])
    decide(made)
    rectify(staff, Criticism.objects.get(pk=made.pk), row, today)


def rectify(staff: Staff, made: Criticism, row: Content, today: dt.date) -> None:
    written = {
        "cause": row["cause"],
        "measures": row["measures"],
        "due": today + dt.timedelta(days=row["days"]),
    }
    step = record(made.rectification, written, by=made.person)
    step = take(step, "hand_in", by=made.person)
    step = take(step, "begin", by=staff.office_head)
    record(step, {"report": row["report"]}, by=made.person)
