"""permissions.csv against the door: who is let through, and with which refusal."""

import datetime as dt
from itertools import groupby

import pytest
import time_machine
from django.db import transaction

from improvement.approvals.steps import cast_vote
from improvement.door.acts import permission, record, require_visible, take
from improvement.door.lifecycle import arrows
from improvement.door.refusals import Refused

from .loader import CAST, MACHINE_OF, MACHINES, machine, permissions
from .scene import DEPARTMENT, HOST, MONDAY, Scene

CHANGES = {
    "round": {"theme": "Time"},
    "overallgoalset": {"strategy": "Act."},
    "plan": {"word_on_warnings": "Known."},
    "goal": {"title": "Another goal"},
    "measure": {"title": "Another measure"},
    "organizationplan": {"introduction": "Again."},
}
OF_THE_ORGANIZATION = {"round", "overall_goal_set", "organization_plan"}
INPUTS = {
    "reason": "Because.",
    "verdict": "send_back",
    "number": "2027-9",
    "issued_on": dt.date(2026, 10, 12),
    "now": MONDAY,
}


class Undo(Exception):
    """Takes back what was let through, so that the next person finds the row as it was."""


def answer(case, row, person):
    """What the door says, in the words of the table."""
    try:
        with transaction.atomic():
            attempt(case, row, person)
            raise Undo
    except Undo:
        return "allow"
    except Refused as refused:
        return str(refused.status)


def attempt(case, row, person):
    if case.verb == "view":
        require_visible(person, row)
    elif case.verb == "change":
        record(row, CHANGES[case.model], by=person)
    elif case.verb == "vote":
        cast_vote(row, by=person, choice="abstain", seen=row.digest)
    else:
        arrow = arrows(type(row))[case.verb]
        wanted = {*arrow.needs, *arrow.accepts}
        inputs = {name: value for name, value in INPUTS.items() if name in wanted}
        take(row, case.verb, by=person, **inputs)


def place(case):
    return case.model, case.state, case.situation


def name_of(case):
    return f"{case.model}-{case.state}" + f"-{case.situation}" * bool(case.situation)


BUILT = sorted((c for c in permissions() if not c.awaited), key=place)
PLACES = [list(cases) for _, cases in groupby(BUILT, key=place)]


@pytest.fixture
def scene(cast):
    with time_machine.travel(MONDAY, tick=False):
        yield Scene(cast)


def rows_of(scene, case):
    """The row of everybody's department; and, where rows have one, of the office's host."""
    kind = MACHINE_OF.get(case.model, case.model)
    shared = scene.build(kind, case.state, case.situation, DEPARTMENT)
    rows = dict.fromkeys(CAST, shared)
    if kind not in OF_THE_ORGANIZATION:
        rows["otto"] = scene.build(kind, case.state, case.situation, HOST)
    return rows


@pytest.mark.parametrize("cases", PLACES, ids=lambda cases: name_of(cases[0]))
def test_the_door_answers_as_the_table_says(scene, cases):
    rows = rows_of(scene, cases[0])
    wrong = []
    for case in cases:
        model, key = type(rows[case.person]), rows[case.person].pk
        person = scene.person(case.person)
        given = answer(case, model.objects.get(pk=key), person)
        if given != case.outcome:
            wrong.append(f"{case}: {given}, not {case.outcome} ({case.clause})")
        if case.verb == "view":
            listed = model.objects.visible_to(person).filter(pk=key).exists()
            if listed != (case.outcome == "allow"):
                wrong.append(f"{case}: in lists {listed}")
    assert wrong == []


NO_PERSON = [
    (name, arrow)
    for name in MACHINES
    for arrow in machine(name)
    if "person" not in arrow.kinds and not arrow.awaited
]


@pytest.mark.parametrize(
    ("name", "arrow"), NO_PERSON, ids=[f"{name}-{arrow.step}" for name, arrow in NO_PERSON]
)
def test_nobody_has_a_right_to_what_a_decision_or_a_date_does(scene, name, arrow):
    row = scene.build(name, arrow.source, "", DEPARTMENT)
    right = permission(arrow.step, row)
    assert [who for who in CAST if scene.person(who).has_perm(right, row)] == []
