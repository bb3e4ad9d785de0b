"""Edits go through the door too: one version and one entry for each."""

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import create, record
from improvement.door.refusals import NotYours, Stale, WrongState
from plans.models import Goal, Section
from tests import factories


@pytest.fixture
def section(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=1)
    return plan.sections.get(key="overview")


def test_a_change_is_one_version_and_one_entry(cast, section):
    done = record(section, {"body": "New words"}, by=cast.dana, version=section.version)
    assert (done.body, done.version) == ("New words", section.version + 1)
    entry = Entry.objects.about("plans.section", section.pk).last()
    assert entry.readable_changes == {"body": ["", "New words"]}


def test_nothing_changed_is_nothing_written(cast, section):
    record(section, {"body": section.body}, by=cast.dana)
    assert Section.objects.get(pk=section.pk).version == section.version


def test_the_late_author_keeps_the_text(cast, section):
    record(section, {"body": "Hana was first"}, by=cast.hana, version=section.version)
    with pytest.raises(Stale) as refused:
        record(section, {"body": "Dana typed this"}, by=cast.dana, version=section.version)
    assert refused.value.typed == {"body": "Dana typed this"}
    assert refused.value.row.body == "Hana was first"


def test_what_was_handed_in_is_closed(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    with pytest.raises(WrongState):
        record(plan.sections.first(), {"body": "too late"}, by=cast.dana)
    with pytest.raises(WrongState):
        create(Goal(plan=plan, number=99, title="late"), by=cast.dana)


def test_linked_rows_are_part_of_the_record(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=1)
    goal = plan.goals.get()
    record(goal, {"joint_with": [cast.lic]}, by=cast.dana)
    entry = Entry.objects.about("plans.goal", goal.pk).last()
    assert entry.readable_changes["joint_with"] == [[], [cast.lic.pk]]


def test_creating_asks_for_the_right(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty", goals=1)
    with pytest.raises(NotYours):
        create(Goal(plan=plan, number=9, title="not mine"), by=cast.olga)
