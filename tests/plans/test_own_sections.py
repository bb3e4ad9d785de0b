"""Sections of the department's own: added, renamed, written, taken out (ours)."""

import pytest
from django.urls import reverse

from improvement.audit.models import Entry
from improvement.door.acts import record
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused
from plans import drafting
from plans.history.chronicle import page
from plans.models import Plan
from plans.naming import titled
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def address(plan, key="new"):
    return reverse("plans:own_section", args=[plan.public_id, key])


def again(plan):
    """As a new request reads it."""
    return Plan.objects.get(pk=plan.pk)


def test_it_is_added_after_the_others_and_written_like_them(plan, dana):
    typed = {"title": "Work with the union", "key": "once"}
    for _time in range(2):
        answer = dana.post(address(plan), typed)

    assert answer.url == plan.section_url("own-1")
    assert again(plan).section_titles[6:] == [("own-1", "Work with the union")]
    dana.post(answer.url, {"body": "We meet each month.", "version": 1})
    assert again(plan).section_texts["own-1"] == "We meet each month."
    assert b"Work with the union" in dana.get(reverse("plans:text", args=[plan.public_id])).content


def test_it_is_part_of_the_frozen_content_with_its_name(cast, plan):
    added = drafting.add_section(by=cast.dana, plan=plan, title="Union")

    last = again(plan).content()["sections"][-1]
    assert (last["key"], titled(last)) == (added.key, "Union")


def test_it_is_renamed_and_the_record_says_so(cast, plan, dana):
    row = drafting.add_section(by=cast.dana, plan=plan, title="Union")

    dana.post(address(plan, row.key), {"title": "Staff council", "version": row.version})

    assert again(plan).own_titles == {"own-1": "Staff council"}
    acts = page(plan, cast.hana).events[0].acts
    assert acts[0].about == "Section “Staff council”"


def test_taken_out_it_is_gone_and_its_key_is_not_used_again(cast, plan, dana):
    row = drafting.add_section(by=cast.dana, plan=plan, title="Union")
    record(row, {"body": "A text."}, by=cast.dana)

    dana.post(address(plan, "own-1"), {"remove": "1"})

    assert again(plan).own_titles == {}
    assert len(again(plan).content()["sections"]) == 6
    assert dana.get(plan.section_url("own-1")).status_code == 404
    assert dana.get(address(plan, "own-1")).status_code == 404
    assert drafting.add_section(by=cast.dana, plan=plan, title="Other").key == "own-2"


def test_two_versions_still_show_what_was_taken_out(cast, plan, sign_in):
    row = drafting.add_section(by=cast.dana, plan=plan, title="Union")
    row = record(row, {"body": "We meet each month."}, by=cast.dana)
    Revision.freeze(again(plan), step="submit", by=cast.hana)
    record(row, {"archived": True}, by=cast.dana)
    Revision.freeze(again(plan), step="submit", by=cast.hana)

    shown = sign_in(cast.hana).get(reverse("plans:compare", args=[plan.public_id, 1, 2]))

    assert [block.title for block in shown.context["blocks"]] == ["Union"]


def test_the_six_of_the_rule_are_not_renamed_nor_taken_out(plan, dana):
    assert dana.post(address(plan, "overview"), {"remove": "1"}).status_code == 404


def test_empty_it_stops_nobody_from_handing_in(cast, plan):
    drafting.add_section(by=cast.dana, plan=plan, title="Union")

    assert factories.advance(cast, again(plan), to="office_review").status == "office_review"


def test_there_is_an_end_to_it(cast, plan):
    for number in range(drafting.OWN_SECTIONS):
        drafting.add_section(by=cast.dana, plan=plan, title=f"Own {number}")

    with pytest.raises(StepRefused):
        drafting.add_section(by=cast.dana, plan=plan, title="One more")
    assert [key for key, _title in again(plan).section_titles][-1] == "own-12"


def test_without_a_title_nothing_is_added(plan, dana):
    before = Entry.objects.count()

    assert b"required" in dana.post(address(plan), {"title": " "}).content
    assert Entry.objects.count() == before


def test_others_do_not_add_one(cast, plan, sign_in):
    with pytest.raises(NotYours):
        drafting.add_section(by=cast.olga, plan=plan, title="Ours")
    assert sign_in(cast.olga).get(address(plan)).status_code == 403
