"""A goal and a measure save themselves; where two typed into one field, one chooses."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit.models import Entry
from improvement.door.acts import record
from tests import factories
from tests.plans.test_drafting import typed


@pytest.fixture
def plan(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.make_measure(cast, plan)
    return plan


@pytest.fixture
def goal(plan):
    return plan.goals.get(number=1)


@pytest.fixture
def measure(plan):
    return plan.measures.get()


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def form_of(client, row, **changes):
    """What stands in the form of the row, as a browser has it, with these changes."""
    return typed(client.get(row.get_absolute_url()), **changes)


def save(client, row, data):
    return client.post(f"{row.get_absolute_url()}autosave/", data)


def entries(row):
    label = row._meta.label_lower
    return Entry.objects.filter(object_type=label, object_id=row.pk, verb="change")


def test_a_goal_is_saved_with_its_lines(cast, plan, goal, dana):
    """3.2.1: whoever writes a goal is in the record, also where no button was pressed."""
    line = goal.target_lines.get()
    data = form_of(dana, goal, **{"statement": "Ten points\r\nmore.", "lines-0-target": "81.5"})

    told = save(dana, goal, data).json()

    goal.refresh_from_db()
    line.refresh_from_db()
    assert (goal.statement, goal.version) == ("Ten points\nmore.", 2)
    assert (line.target, line.version) == (Decimal("81.5"), 2)
    assert (told["state"], told["left"]) == ("saved", False)
    assert told["versions"] == {"version": 2, "lines-0-version": 2}
    assert [entry.actor for entry in entries(goal)] == [cast.dana]


def test_a_measure_is_saved_with_what_hangs_on_it(cast, plan, measure, dana):
    """3.3.1: cost and milestones of a measure, while they are typed."""
    data = form_of(dana, measure, **{"cost": "90000", "milestones-0-title": "Two groups live"})

    told = save(dana, measure, data).json()

    measure.refresh_from_db()
    assert (told["state"], measure.cost) == ("saved", 90000)
    assert measure.milestones.get().title == "Two groups live"
    assert measure.version == told["versions"]["version"]


def test_nothing_new_is_nothing_saved(goal, measure, dana):
    for row in (goal, measure):
        data = form_of(dana, row)
        assert save(dana, row, data).json()["state"] == "saved"
        assert not entries(row).exists()


def test_sent_twice_with_one_key_it_counts_once(goal, dana):
    data = form_of(dana, goal, statement="Once.", key="one form")
    first, again = (save(dana, goal, data).json() for _ in range(2))
    assert first["versions"] == again["versions"]
    assert entries(goal).count() == 1


def test_a_new_line_and_one_to_be_taken_out_wait_for_the_button(goal, dana):
    data = form_of(
        dana,
        goal,
        **{"title": "Sooner", "lines-0-removed": "on", "lines-1-measured_by": "Second calls"},
    )

    told = save(dana, goal, data).json()

    goal.refresh_from_db()
    assert (told["state"], told["left"], goal.title) == ("saved", True, "Sooner")
    assert [line.archived for line in goal.target_lines.all()] == [False]


def test_what_cannot_be_is_said_with_its_field(goal, measure, dana):
    answer = save(dana, goal, form_of(dana, goal, **{"lines-0-due": "soon"}))
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")
    assert answer.json()["sentence"].startswith("Due: ")
    early = save(dana, measure, form_of(dana, measure, ends="2000-01-01"))
    assert "must end after it starts" in early.json()["sentence"]
    assert not entries(goal).exists() and not entries(measure).exists()


def test_two_people_one_field_and_both_texts(cast, goal, dana):
    data = form_of(dana, goal, statement="Dana wrote for an hour.")
    record(goal, {"statement": "Hana was first."}, by=cast.hana)

    answer = save(dana, goal, data)

    goal.refresh_from_db()
    told = answer.json()
    assert (answer.status_code, told["state"]) == (409, "conflict")
    assert (told["who"], told["versions"]["version"]) == (cast.hana.local_name, 2)
    [text] = told["texts"]
    assert (text["name"], text["theirs"], text["values"]) == (
        "statement",
        "Hana was first.",
        ["Hana was first."],
    )
    assert "<del>Hana was first</del><ins>Dana wrote for an hour</ins>" in text["difference"]
    assert goal.statement == "Hana was first."


def test_other_fields_of_the_same_row_are_no_conflict(cast, goal, dana):
    data = form_of(dana, goal, statement="Dana's.")
    record(goal, {"evidence": "Hana's survey", "joint_with": [cast.qua]}, by=cast.hana)
    record(goal.target_lines.get(), {"unit": "points"}, by=cast.hana)

    told = save(dana, goal, data).json()

    goal.refresh_from_db()
    assert told["state"] == "saved"
    assert (goal.statement, goal.evidence) == ("Dana's.", "Hana's survey")
    assert list(goal.joint_with.all()) == [cast.qua]
    assert told["fields"] == {
        "evidence": ["Hana's survey"],
        "joint_with": [str(cast.qua.pk)],
        "lines-0-unit": ["points"],
    }


def test_both_typed_the_same(cast, goal, dana):
    data = form_of(dana, goal, statement="The same.")
    record(goal, {"statement": "The same."}, by=cast.hana)
    assert save(dana, goal, data).json()["versions"]["version"] == 2
    assert entries(goal).count() == 1


def test_whoever_cannot_write_is_told_why(cast, plan, goal, sign_in):
    data = form_of(sign_in(cast.dana), goal, statement="Too late.")
    assert save(sign_in(cast.xia), goal, data).status_code == 404
    assert save(sign_in(cast.olga), goal, data).status_code == 403
    factories.advance_goals(cast, plan, to="office_review")
    answer = save(sign_in(cast.dana), goal, data)
    assert answer.status_code == 403
    assert "under review" in answer.json()["sentence"]


@pytest.mark.parametrize("noun", ["goal", "measure"])
def test_a_save_asks_few_statements(plan, dana, noun, request):
    row = request.getfixturevalue(noun)
    save(dana, row, form_of(dana, row, title="Before"))
    data = form_of(dana, row, title="After")
    with CaptureQueriesContext(connection) as asked:
        assert save(dana, row, data).status_code == 200
    assert len(asked) <= 30


# Without a script


def test_the_button_asks_field_by_field(cast, goal, dana):
    """Both texts of the field stand on the page; everything else that was typed goes along."""
    data = form_of(dana, goal, statement="Dana's text", evidence="Dana's evidence", title="New")
    record(goal, {"statement": "Hana's text", "evidence": "Hana's evidence"}, by=cast.hana)

    page = dana.post(goal.get_absolute_url(), data)

    text = page.content.decode()
    assert page.status_code == 409
    for name in ("statement", "evidence"):
        assert f'name="keep:{name}" value="mine" required' in text
        assert f'name="keep:{name}" value="theirs" required' in text
    assert not re.search(r'name="keep:[^>]*checked', text)
    assert cast.hana.local_name in text

    going_along = dict(page.context["typed"])
    choice = {
        "keep:statement": "mine",
        "theirs:statement": "Hana's text",
        "keep:evidence": "theirs",
        "theirs:evidence": "Hana's evidence",
    }
    saved = dana.post(goal.get_absolute_url(), going_along | choice)

    goal.refresh_from_db()
    assert saved.url == goal.get_absolute_url()
    assert (goal.title, goal.statement, goal.evidence) == ("New", "Dana's text", "Hana's evidence")
    assert goal.version == 3


def test_without_a_choice_it_asks_again(cast, goal, dana):
    data = form_of(dana, goal, statement="Dana's text")
    record(goal, {"statement": "Hana's text"}, by=cast.hana)
    page = dana.post(goal.get_absolute_url(), data)

    again = dana.post(
        goal.get_absolute_url(), dict(page.context["typed"]) | {"theirs:statement": "Hana's text"}
    )

    assert again.status_code == 409
    assert "Choose one of the two texts" in again.content.decode()
    assert goal.__class__.objects.get(pk=goal.pk).statement == "Hana's text"


def test_a_choice_counts_for_the_text_it_was_made_on(cast, goal, dana):
    data = form_of(dana, goal, statement="Dana's text")
    record(goal, {"statement": "Hana's text"}, by=cast.hana)
    page = dana.post(goal.get_absolute_url(), data)
    record(goal, {"statement": "Hana's second text"}, by=cast.hana)
    choice = {"keep:statement": "mine", "theirs:statement": "Hana's text"}

    again = dana.post(goal.get_absolute_url(), dict(page.context["typed"]) | choice)

    assert again.status_code == 409
    assert "Hana&#x27;s second text" in again.content.decode()


def test_a_disputed_row_below_is_named(cast, measure, dana):
    data = form_of(dana, measure, **{"milestones-0-title": "Dana's milestone"})
    record(measure.milestones.get(), {"title": "Hana's milestone"}, by=cast.hana)

    page = dana.post(measure.get_absolute_url(), data)
    choice = {
        "keep:milestones-0-title": "theirs",
        "theirs:milestones-0-title": "Hana's milestone",
    }
    dana.post(measure.get_absolute_url(), dict(page.context["typed"]) | choice)

    assert page.status_code == 409
    assert measure.milestones.get().title == "Hana's milestone"


def test_other_fields_are_kept_by_the_button_too(cast, goal, dana):
    data = form_of(dana, goal, statement="Dana's.")
    record(goal, {"evidence": "Hana's survey"}, by=cast.hana)

    assert dana.post(goal.get_absolute_url(), data).status_code == 302

    goal.refresh_from_db()
    assert (goal.statement, goal.evidence) == ("Dana's.", "Hana's survey")
