"""Goals and measures change places in the plan; their numbers stay."""

import pytest
from django.urls import reverse

from improvement.audit.models import Entry
from improvement.door.refusals import NotYours, WrongState
from plans import drafting
from plans.history.chronicle import page
from plans.history.differences import differences
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    for _time in range(3):
        factories.make_measure(cast, plan)
    return plan


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def codes(rows):
    return [row.code for row in rows]


def goal(plan, number):
    return plan.goals.get(number=number)


def test_a_goal_moves_up_and_down_and_keeps_its_number(cast, plan):
    drafting.move(by=cast.dana, row=goal(plan, 3), up=True)
    assert codes(plan.live_goals) == ["G1", "G3", "G2"]

    drafting.move(by=cast.dana, row=goal(plan, 1), up=False)
    assert codes(plan.live_goals) == ["G3", "G1", "G2"]
    assert [row["number"] for row in plan.content()["goals"]] == ["G3", "G1", "G2"]


def test_at_either_end_nothing_moves_and_nothing_is_recorded(cast, plan):
    before = Entry.objects.count()

    drafting.move(by=cast.dana, row=goal(plan, 1), up=True)
    drafting.move(by=cast.dana, row=goal(plan, 3), up=False)

    assert codes(plan.live_goals) == ["G1", "G2", "G3"]
    assert Entry.objects.count() == before


def test_it_steps_over_what_was_taken_out(cast, plan):
    drafting.archive_goal(by=cast.dana, goal=goal(plan, 2))

    drafting.move(by=cast.dana, row=goal(plan, 3), up=True)

    assert codes(plan.live_goals) == ["G3", "G1"]


def test_a_new_row_comes_last(cast, plan):
    drafting.move(by=cast.dana, row=goal(plan, 3), up=True)
    factories.make_goal(cast, plan)

    assert codes(plan.live_goals) == ["G1", "G3", "G2", "G4"]


def test_the_record_says_so_and_versions_differ_by_the_move_alone(cast, plan):
    before = plan.content()

    drafting.move(by=cast.dana, row=plan.measures.get(number=2), up=True)

    entries = Entry.objects.filter(object_type="plans.measure", verb="change", actor=cast.dana)
    assert entries.count() == 2
    assert page(plan, cast.hana).events[0].acts
    found = differences(before, type(plan).objects.get(pk=plan.pk).content())
    assert found != []


def test_goals_that_are_under_review_stay_where_they_are(cast, plan):
    factories.advance_goals(cast, plan, to="office_review")

    with pytest.raises(WrongState):
        drafting.move(by=cast.dana, row=goal(plan, 3), up=True)


def test_others_do_not_move_them(cast, plan):
    with pytest.raises(NotYours):
        drafting.move(by=cast.olga, row=goal(plan, 3), up=True)


@pytest.mark.parametrize("noun", ["goal", "measure"])
def test_the_buttons_move_once_and_lead_back_to_the_row(plan, dana, noun):
    address = reverse(f"plans:move_{noun}", args=[plan.public_id, 2])
    section = plan.section_url(f"{noun}s")
    shown = dana.get(section).content.decode()
    assert shown.count('value="up"') == shown.count('value="down"') == 2

    for _time in range(2):
        answer = dana.post(address, {"to": "up", "key": "once"})

    assert answer.url == f"{section}#{noun}-2"
    letter = noun[0].upper()
    rows = plan.live_goals if noun == "goal" else plan.live_measures
    assert codes(rows) == [f"{letter}2", f"{letter}1", f"{letter}3"]


def test_whoever_cannot_write_is_told_who_can(cast, plan, sign_in):
    address = reverse("plans:move_goal", args=[plan.public_id, 2])

    assert sign_in(cast.olga).post(address, {"to": "up"}).status_code == 403
