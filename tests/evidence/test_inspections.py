"""Inspections: a checklist, scores, what was found with a day and a person, and over time (D89)."""

import datetime as dt
import re
import struct
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from evidence import inspecting
from evidence.inspecting import Line, Told
from evidence.models import Checklist, Finding, Inspection, InspectionAnswer, SiteFinding
from evidence.statistics.scores import Mark, score
from execution.models import Task
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.files.models import Attachment
from tests.factories import make_plan

URL = "/inspections/"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5s", 13, b"IHDR", 2, 2, b"\x08\x02\0\0\0")
LINES = [
    Line(None, "Flow", "Is the sign seen from the door?", 2, 1),
    Line(None, "", "How short is the queue?", 3, 5),
    Line(None, "Staff", "Is every visitor greeted?", 1, 1),
]


@pytest.fixture
def checklist(cast):
    """Of three items in two sections, in use."""
    made = inspecting.write_checklist(
        Checklist(title="Counters"), LINES, changes={}, by=cast.olga, key="list"
    )
    return take(made, "put_in_use", by=cast.olga)


@pytest.fixture
def visit(cast, checklist):
    """visit(1, 4, None): finished by Olga; None does not apply."""

    def made(*points, place="Hall", held_on=dt.date(2026, 11, 2), by=None, status="finished"):
        by = by or cast.olga
        row = Inspection(checklist=checklist, department=cast.csc, place=place, held_on=held_on)
        row = inspecting.begin(row, by=by)
        told = [
            Told(answer, one, one is not None, "")
            for answer, one in zip(row.answers.select_related("item"), points, strict=True)
        ]
        row = inspecting.answer(row, told, changes={}, by=by)
        return take(row, "finish", by=by) if status == "finished" else row

    return made


def text(response):
    return response.content.decode()


# The score


def test_the_score_is_points_reached_of_points_that_apply():
    # By hand: (2·1 + 3·4/5 + 1·0) / (2 + 3 + 1) = 4.4 / 6 = 73.33…
    assert score([Mark(2, 1, 1), Mark(3, 5, 4), Mark(1, 1, 0)]) == Decimal("73.3")
    # Without the last: 4.4 / 5 = 88
    assert score([Mark(2, 1, 1), Mark(3, 5, 4), Mark(1, 1, None)]) == Decimal("88.0")


def test_where_nothing_applies_the_score_is_not_defined():
    assert score([]) is None
    assert score([Mark(2, 1, None), Mark(3, 5, None)]) is None


marks = st.lists(
    st.tuples(st.integers(1, 10), st.sampled_from([1, 5]), st.none() | st.integers(0, 5)).map(
        lambda one: Mark(one[0], one[1], one[2] and min(one[2], one[1]))
    )
)


@given(marks)
def test_the_score_is_what_fractions_say(rows):
    counted = [row for row in rows if row.points is not None]
    if not counted:
        assert score(rows) is None
        return
    exact = sum(Fraction(row.weight * row.points, row.most) for row in counted) * 100
    exact /= sum(row.weight for row in counted)
    assert abs(Fraction(score(rows)) - exact) <= Fraction(1, 20)
    assert 0 <= score(rows) <= 100


# The checklist


def test_the_office_writes_a_checklist_and_takes_an_item_out(client, cast):
    client.force_login(cast.olga)
    rows = {
        "items-TOTAL_FORMS": 2,
        "items-INITIAL_FORMS": 0,
        "items-0-text": "Is the sign seen?",
        "items-0-section": "Flow",
        "items-0-weight": 2,
        "items-0-scale": 1,
        "items-1-text": "How short is the queue?",
        "items-1-weight": 3,
        "items-1-scale": 5,
    }
    client.post(f"{URL}checklists/new/", {"title": "Counters", "key": "k", **rows})
    made = Checklist.objects.get()
    assert [(one.section, one.text, one.weight, one.scale) for one in made.items.live()] == [
        ("Flow", "Is the sign seen?", 2, 1),
        ("", "How short is the queue?", 3, 5),
    ]
    first, second = made.items.live()
    changed = {
        **rows,
        "items-INITIAL_FORMS": 2,
        "items-0-item": first.pk,
        "items-0-text": "",
        "items-1-item": second.pk,
        "items-1-weight": 4,
    }
    client.post(
        f"{made.get_absolute_url()}edit/",
        {"title": "Counters", "version": made.version, "key": "k2", **changed},
    )
    assert [(one.number, one.weight) for one in made.items.live()] == [(1, 4)]
    assert made.items.count() == 2  # nothing is deleted
    first.refresh_from_db()
    assert first.taken_out


def test_an_item_weighs_from_one_to_ten(client, cast):
    client.force_login(cast.olga)
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 0, "items-0-text": "Sign?"}
    typed = {"title": "Counters", **rows, "items-0-weight": 11, "items-0-scale": 1}
    assert client.post(f"{URL}checklists/new/", typed).status_code == 409
    assert not Checklist.objects.exists()


def test_a_checklist_in_use_stays_as_it_is(cast, checklist):
    with pytest.raises(WrongState):
        inspecting.write_checklist(checklist, LINES, changes={"title": "New"}, by=cast.olga)
    assert checklist.items.count() == 3


def test_departments_write_no_checklists(client, cast):
    client.force_login(cast.hana)
    assert client.get(f"{URL}checklists/new/").status_code == 403
    assert client.get(f"{URL}checklists/").status_code == 200


# The inspection


def test_an_inspection_goes_from_the_items_to_its_score(client, cast, checklist):
    client.force_login(cast.olga)
    begun = {
        "checklist": checklist.pk,
        "department": cast.csc.pk,
        "place": " Hall,  ground floor ",
        "held_on": "2026-11-20",
        "key": "k",
    }
    answer = client.post(f"{URL}new/", begun)
    row = Inspection.objects.get()
    assert answer.url == f"{row.get_absolute_url()}edit/"
    assert (row.place, row.inspector, row.answers.count()) == ("Hall, ground floor", cast.olga, 3)
    first, second, third = row.answers.all()
    said = {
        f"answer_{first.pk}": "1",
        f"answer_{second.pk}": "4",
        f"answer_{third.pk}": "none",
        f"note_{second.pk}": "Nine people at noon.",
        "remark": "In good order.",
        "version": row.version,
    }
    client.post(f"{row.get_absolute_url()}edit/", said)
    client.post(f"{row.get_absolute_url()}finish/", {"key": "k3"})
    row.refresh_from_db()
    assert (row.status, row.score, row.remark) == ("finished", Decimal("88.0"), "In good order.")
    page = text(client.get(row.get_absolute_url()))
    assert "1 item does not apply and counts neither above nor below the line." in page
    assert "Nine people at noon." in page


def test_what_is_not_answered_is_not_reckoned(cast, visit):
    row = visit(1, None, None, status="draft")
    InspectionAnswer.objects.filter(inspection=row, item__number=2).update(applies=True)
    with pytest.raises(StepRefused) as refused:
        take(row, "finish", by=cast.olga)
    assert "1 item has no answer yet." in str(refused.value.sentence)


def test_opened_again_it_has_no_score_until_it_is_finished_anew(cast, visit):
    row = take(visit(1, 5, 1), "reopen", by=cast.oscar, reason="The wrong hall.")
    assert (row.score, row.reopened_because) == (None, "The wrong hall.")
    row = take(row, "finish", by=cast.olga)
    assert (row.score, row.reopened_because) == (Decimal("100.0"), "")


def test_points_that_do_not_apply_are_refused_by_the_database(visit):
    row = visit(1, 5, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.answers.update(applies=False)


def test_only_the_inspector_answers(cast, visit):
    row = visit(1, 5, 1, status="draft")
    with pytest.raises(NotYours):
        inspecting.answer(visit(1, 5, 1), [], changes={"remark": "X"}, by=cast.hana)
    assert row.answers.open().count() == 0


def test_each_answer_that_changed_has_its_entry(cast, visit):
    row = visit(1, 5, 1, status="draft")
    before = Entry.objects.filter(object_type="evidence.inspectionanswer").count()
    answers = list(row.answers.select_related("item"))
    told = [Told(answers[0], 0, True, ""), Told(answers[1], 5, True, "")]
    inspecting.answer(row, told, changes={}, by=cast.olga)
    assert Entry.objects.filter(object_type="evidence.inspectionanswer").count() == before + 1


def test_a_department_inspects_itself_and_no_other(client, cast, checklist):
    client.force_login(cast.dana)
    begun = {"checklist": checklist.pk, "place": "Hall", "held_on": "2026-11-20"}
    assert client.post(f"{URL}new/", begun | {"department": cast.lic.pk}).status_code == 409
    assert client.post(f"{URL}new/", begun | {"department": cast.csc.pk}).status_code == 302
    client.force_login(cast.sam)
    assert client.get(f"{URL}new/").status_code == 403


# Over time


def test_item_by_item_what_got_better_or_worse(client, cast, visit):
    visit(0, 4, 1, held_on=dt.date(2026, 8, 3))
    before = visit(0, 4, 1, held_on=dt.date(2026, 9, 1), place="hall")
    visit(1, 1, 1, held_on=dt.date(2026, 10, 1), place="Another hall")
    now = visit(1, 3, 1, held_on=dt.date(2026, 11, 2))
    sheet = inspecting.sheet_of(now, cast.hana)
    assert sheet.before == before
    assert [row.turn for section in sheet.sections for row in section.rows] == [
        "better",
        "worse",
        "same",
    ]
    assert sheet.turns == {"better": 1, "worse": 1, "same": 1}
    # Flow: (2·1 + 3·3/5)/5 = 76; staff: 1/1. The whole: (2 + 1.8 + 1)/6 = 80; before (2.4+1)/6
    assert [section.score for section in sheet.sections] == [Decimal("76.0"), Decimal("100.0")]
    assert [row[1] for row in sheet.chart.rows] == ["56.7", "56.7", "80"]
    client.force_login(cast.hana)
    page = text(client.get(now.get_absolute_url()))
    assert "1 better, 1 worse, 1 as before." in page


def test_an_item_that_did_not_apply_is_neither_better_nor_worse(cast, visit):
    visit(1, None, 1, held_on=dt.date(2026, 10, 1))
    sheet = inspecting.sheet_of(visit(1, 3, None), cast.hana)
    assert sheet.turns == {"better": 0, "worse": 0, "same": 1}
    assert sheet.left_out == 1


def test_what_is_not_finished_is_compared_with_nothing(cast, visit):
    visit(1, 5, 1, held_on=dt.date(2026, 10, 1), status="draft")
    assert inspecting.sheet_of(visit(1, 3, 1), cast.hana).before is None


# What was found


def found(cast, **more):
    return {
        "title": "The sign is behind a pillar",
        "heading": "flow",
        "proof": "Eleven of forty asked the guard.",
        "due": "2026-12-10",
        "responsible": cast.sam.pk,
        "key": "f1",
    } | more


def test_a_finding_has_a_photo_a_day_and_a_person(client, cast, visit):
    row = visit(0, 4, 1)
    client.force_login(cast.dana)
    find = f"{row.get_absolute_url()}find/?item=1"
    assert client.get(find).context["form"].initial["title"] == "Is the sign seen from the door?"
    for _again in range(2):
        photo = SimpleUploadedFile("sign.png", PNG, "image/png")
        answer = client.post(find, found(cast, photo=photo))
    finding = Finding.objects.get()
    site = SiteFinding.objects.get()
    assert answer.url == finding.get_absolute_url()
    assert (site.finding, site.inspection, site.item.number) == (finding, row, 1)
    assert (site.due, site.responsible) == (dt.date(2026, 12, 10), cast.sam)
    assert [one.name for one in Attachment.objects.of(finding)] == ["sign.png"]
    page = text(client.get(finding.get_absolute_url()))
    assert row.get_absolute_url() in page
    assert "Sam" in page
    client.force_login(cast.xia)  # reads the finding, and not the inspection
    assert row.get_absolute_url() not in text(client.get(finding.get_absolute_url()))


def test_a_finding_waits_for_the_inspection_to_be_finished(client, cast, visit):
    row = visit(0, 4, 1, by=cast.dana, status="draft")
    client.force_login(cast.dana)
    assert client.get(f"{row.get_absolute_url()}find/").status_code == 409


def test_it_is_put_right_later_and_by_the_department(client, cast, visit):
    row = visit(0, 4, 1)
    client.force_login(cast.dana)
    find = f"{row.get_absolute_url()}find/"
    assert client.post(find, found(cast, due="2026-11-01")).status_code == 409
    assert client.post(find, found(cast, responsible=cast.xia.pk)).status_code == 409
    assert not Finding.objects.exists()


def test_a_finding_becomes_a_task_of_a_measure(client, cast, visit):
    """Findings → tasks (D89): the day and the person come along, and each names the other."""
    plan = make_plan(cast, None, "csc", status="execution")
    row = visit(0, 4, 1)
    client.force_login(cast.dana)
    client.post(f"{row.get_absolute_url()}find/?item=1", found(cast))
    finding = Finding.objects.get()
    tasks = f"/tasks/for-finding/{finding.public_id}/"
    assert tasks in text(client.get(finding.get_absolute_url()))
    measure = plan.measures.order_by("number")[0]
    page = client.get(f"{tasks}?measure={measure.pk}")
    begun = page.context["form"].initial
    assert (begun["title"], begun["person"]) == (finding.title, cast.sam.pk)
    day = (measure.starts or dt.date(2026, 11, 22)).isoformat()
    typed = {"title": finding.title, "person": cast.sam.pk, "starts": day, "due": day, "key": "t1"}
    for _again in range(2):
        client.post(f"{tasks}?measure={measure.pk}", typed)
    task = Task.objects.get(finding=finding)
    assert (task.measure, task.person, task.title) == (measure, cast.sam, finding.title)
    assert task.get_absolute_url() in text(client.get(tasks))
    assert finding.get_absolute_url() in text(client.get(task.get_absolute_url()))


def test_others_read_the_tasks_of_a_finding_and_give_none(client, cast, visit):
    plan = make_plan(cast, None, "csc", status="execution")
    measure = plan.measures.order_by("number")[0]
    finding = inspecting.find_on_site(
        visit(0, 4, 1),
        item=None,
        due=dt.date(2026, 12, 10),
        responsible=cast.sam,
        by=cast.olga,
        title="Sign",
        heading="flow",
        proof="Seen.",
    )
    client.force_login(cast.xia)
    tasks = f"/tasks/for-finding/{finding.public_id}/?measure={measure.pk}"
    assert client.get(tasks).status_code == 200
    assert client.post(tasks, {"title": "T"}).status_code == 403
    assert not Task.objects.exists()


# Pages


def test_the_list_asks_as_often_for_three_inspections_as_for_one(client, cast, visit):
    counts = []
    client.force_login(cast.hana)
    for number in (1, 3):
        while Inspection.objects.count() < number:
            visit(1, 4, 1, place=f"Hall {Inspection.objects.count()}")
        client.get(URL)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(URL)
        assert page.context["rows"].paginator.count == number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_asks_as_often_after_three_visits_as_after_two(client, cast, visit):
    counts = []
    client.force_login(cast.hana)
    visit(1, 4, 1, held_on=dt.date(2026, 9, 1))
    for day in (dt.date(2026, 10, 1), dt.date(2026, 11, 1)):
        row = visit(1, 5, 1, held_on=day)
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(row.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_inspections_are_narrowed_by_what_is_asked(client, cast, checklist, visit):
    visit(1, 4, 1, place="Hall")
    visit(1, 4, 1, place="Ramp")
    client.force_login(cast.hana)

    def places(**asked):
        return [one.place for one in client.get(URL, asked).context["rows"]]

    assert places(place="ra") == ["Ramp"]
    assert places(checklist=str(checklist.public_id)) == ["Ramp", "Hall"]
    assert places(checklist="none") == []
    assert places(department="lic") == []


def test_it_is_one_page_to_print(client, cast, visit):
    client.force_login(cast.hana)
    page = text(client.get(visit(1, 4, 1).get_absolute_url()))
    assert re.search(r"<button[^>]*data-print", page)
