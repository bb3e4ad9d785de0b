"""permissions.csv against the door: who is let through, and with which refusal."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from evidence.recording import unmask
from evidence.surveys.inviting import invite
from improvement.approvals.on_paper import enter_minutes
from improvement.approvals.steps import cast_vote
from improvement.door.acts import create, permission, record, require_visible, take
from improvement.door.attaching import attach
from improvement.door.lifecycle import arrows
from improvement.door.refusals import Refused
from improvement.organization.models import Department
from plans.reviewing.checklist import tick
from plans.round.urging import urge, urge_all

from .beside import beside
from .loader import CAST, place_id, places, without_people
from .scene import DEPARTMENT, INPUTS, Undo, fresh, scan, sheet_of

CHANGES = {
    "award": {"grounds": "From 148 s to 60 s."},
    "criticism": {"grounds": "Four measures are overdue."},
    "rectification": {"report": "All of it is done."},
    "indicator": {"source": "The new hotline system"},
    "periodtarget": {"target": 90},
    "benchmark": {"withdrawn": True},
    "value": {"note": "Counted again."},
    "finding": {"title": "Callers wait far too long"},
    "checklist": {"purpose": "For counters."},
    "inspection": {"remark": "In good order."},
    "fieldnote": {"text": "Said again."},
    "proof": {"words": "Eleven calls."},
    "servicerecord": {"text": "Said again."},
    "dataimport": {"day_order": "mdy"},
    "survey": {"reached": 80},
    "surveyquestion": {"words": "How long was it?"},
    "savedview": {"name": "Calls"},
    "round": {"theme": "Time"},
    "keyarea": {"name": "Another area"},
    "roundsection": {"hint": "In figures and words."},
    "practice": {"advice": "Begin with two desks."},
    "plantemplate": {"purpose": "For counters."},
    "templatesection": {"body": "Written anew."},
    "templategoal": {"title": "Another goal"},
    "templateline": {"measured_by": "Half the calls are answered at once"},
    "templatemeasure": {"title": "Another measure"},
    "templatemilestone": {"title": "Open"},
    "templateneed": {"name": "Two desks"},
    "strategy": {"title": "Ask twice"},
    "section": {"body": "Written anew."},
    "dependency": {"note": "The list of calls"},
    "checklistanswer": {"answer": "yes"},
    "overallgoalset": {"strategy": "Act."},
    "plan": {"word_on_warnings": "Known."},
    "extension": {"answer": "As asked."},
    "goal": {"title": "Another goal"},
    "task": {"title": "Another task"},
    "progressreport": {"wins": "Calls are answered sooner."},
    "measure": {"title": "Another measure"},
    "adjustment": {"cause_analysis": "Looked at again."},
    "organizationplan": {"introduction": "Again."},
}
NO_PERSON = without_people()


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
    elif case.verb == "add":
        require_visible(person, row)  # one adds beside what one sees
        create(beside(row), by=person)
    elif case.verb == "tick":
        require_visible(person, row)
        tick(by=person, review=row, anchor="section-overview", seen=True)
    elif case.verb == "urge":
        require_visible(person, row)
        urge(by=person, planning_round=row, department=Department.objects.get(code=DEPARTMENT))
    elif case.verb == "urge_all":
        require_visible(person, row)
        urge_all(by=person, planning_round=row)
    elif case.verb == "attach":
        attach(row, ContentFile(b"Evidence.", "notes.txt"), by=person)
    elif case.verb == "invite":
        invite(row, 3, by=person)
    elif case.verb == "unmask":
        unmask(row, by=person)
    elif case.verb == "vote":
        cast_vote(row, by=person, choice="abstain", seen=row.digest)
    elif case.verb == "enter_minutes":
        enter_minutes(row, sheet_of(row), scan(), by=person)
    else:
        arrow = arrows(type(row))[case.verb]
        wanted = {*arrow.needs, *arrow.accepts}
        inputs = {name: value for name, value in INPUTS.items() if name in wanted}
        take(row, case.verb, by=person, **inputs)


@pytest.mark.parametrize("cases", places(lambda case: True), ids=place_id)
def test_the_door_answers_as_the_table_says(scene, cases):
    rows = scene.rows_of(cases[0])
    wrong = []
    for case in cases:
        row, person = fresh(rows[case.person]), scene.person(case.person)
        given = answer(case, row, person)
        if given != case.outcome:
            wrong.append(f"{case}: {given}, not {case.outcome} ({case.clause})")
        if case.verb == "view":
            listed = type(row).objects.visible_to(person).filter(pk=row.pk).exists()
            if listed != (case.outcome == "allow"):
                wrong.append(f"{case}: in lists {listed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "arrow"), NO_PERSON, ids=[f"{name}-{arrow.step}" for name, arrow in NO_PERSON]
)
def test_nobody_has_a_right_to_what_a_decision_or_a_date_does(scene, name, arrow):
    row = scene.build(name, arrow.source, "", DEPARTMENT)
    right = permission(arrow.step, row)
    assert [who for who in CAST if scene.person(who).has_perm(right, row)] == []
