"""Two people save one section without a script: both texts are kept and the second chooses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from improvement.audit.models import Entry
from improvement.door.acts import record
from plans import drafting
from plans.models import Plan
from tests import factories
from tests.plans.test_drafting import typed

MINE, THEIRS = "Dana wrote\nfor an hour.", "Hana was\nquicker."


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty")


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def form_of(client, address, **changes):
    return typed(client.get(address), **changes)


def chosen(page: Any, keep: str, name: str = "body", theirs: str = THEIRS) -> dict[str, Any]:
    """The page sent back with this choice, line ends as a browser sends them."""
    going_along = {key: text.replace("\n", "\r\n") for key, text in page.context["typed"]}
    return going_along | {f"keep:{name}": keep, f"theirs:{name}": theirs.replace("\n", "\r\n")}


def entries(row):
    label = row._meta.label_lower
    return Entry.objects.filter(object_type=label, object_id=row.pk, verb="change")


@pytest.mark.parametrize(("keep", "stands"), [("mine", MINE), ("theirs", THEIRS)])
def test_both_texts_stand_on_the_page_and_one_is_chosen(cast, plan, dana, keep, stands):
    """3.4.1: no text of the plan is lost, and each save is in the record with its writer."""
    address, section = plan.section_url("overview"), plan.sections.get(key="overview")
    data = form_of(dana, address, body=MINE)
    factories.write(section, THEIRS, by=cast.hana)

    page = dana.post(address, data)

    text = page.content.decode()
    assert page.status_code == 409
    assert page.context["disputed"][0][0].label == "Text"
    assert 'name="keep:body" value="mine" required' in text
    assert 'name="keep:body" value="theirs" required' in text
    assert not re.search(r'name="keep:[^>]*checked', text)
    assert MINE in text and THEIRS in text and cast.hana.local_name in text

    saved = dana.post(address, chosen(page, keep))

    section.refresh_from_db()
    assert (saved.url, section.body) == (address, stands)
    assert [entry.actor for entry in entries(section)][:1] == [cast.hana]


def test_where_to_go_next_is_kept_through_the_choice(cast, plan, dana):
    address = plan.section_url("overview")
    data = form_of(dana, address, body=MINE, go_on="1")
    factories.write(plan.sections.get(key="overview"), THEIRS, by=cast.hana)

    saved = dana.post(address, chosen(dana.post(address, data), "mine"))

    assert saved.url == plan.section_url("analysis")


def test_an_effect_is_chosen_by_its_goal_and_the_rest_goes_along(cast, plan, dana):
    """3.2.1 (D57): the expected effect of one goal in dispute holds up no other field."""
    address, goal = plan.section_url("effect"), plan.goals.get(number=2)
    name = "goal_2-expected_effect"
    data = form_of(dana, address, **{"body": "Together.", name: MINE})
    record(goal, {"expected_effect": THEIRS, "verification": "A survey"}, by=cast.hana)

    page = dana.post(address, data)
    dana.post(address, chosen(page, "mine", name))

    goal.refresh_from_db()
    assert [both.label for both, _pieces in page.context["disputed"]] == [
        f"{goal} · Expected effect in figures"
    ]
    assert (goal.expected_effect, goal.verification) == (MINE, "A survey")
    assert plan.sections.get(key="effect").body == "Together."


def test_who_wrote_nothing_new_is_asked_nothing(cast, plan, dana):
    """Saving an effect beside a text that somebody changed meanwhile leaves that text alone."""
    address, section = plan.section_url("effect"), plan.sections.get(key="effect")
    data = form_of(dana, address, **{"goal_1-verification": "The log of calls"})
    factories.write(section, THEIRS, by=cast.hana)

    assert dana.post(address, data).status_code == 302

    section.refresh_from_db()
    assert section.body == THEIRS
    assert plan.goals.get(number=1).verification == "The log of calls"


def test_a_choice_counts_for_the_text_it_was_made_on(cast, plan, dana):
    address, section = plan.section_url("overview"), plan.sections.get(key="overview")
    data = form_of(dana, address, body=MINE)
    factories.write(section, THEIRS, by=cast.hana)
    page = dana.post(address, data)
    record(section, {"body": "Hana once more."}, by=cast.hana)

    again = dana.post(address, chosen(page, "mine"))

    section.refresh_from_db()
    assert (again.status_code, section.body) == (409, "Hana once more.")
    assert "Hana once more." in again.content.decode()


def test_without_a_choice_it_asks_again(cast, plan, dana):
    address, section = plan.section_url("overview"), plan.sections.get(key="overview")
    data = form_of(dana, address, body=MINE)
    factories.write(section, THEIRS, by=cast.hana)
    page = dana.post(address, data)

    again = dana.post(address, dict(page.context["typed"]) | {"theirs:body": THEIRS})

    assert again.status_code == 409
    assert "Choose one of the two texts" in again.content.decode()


def test_a_section_of_its_own_is_named_by_one_of_two(cast, plan, dana):
    row = drafting.add_section(by=cast.dana, plan=plan, title="Union")
    address = reverse("plans:own_section", args=[plan.public_id, row.key])
    data = {"title": "Staff council", "version": row.version}
    record(row, {"title": "Staff voice"}, by=cast.hana)

    page = dana.post(address, data)
    dana.post(address, chosen(page, "mine", "title", "Staff voice"))

    row.refresh_from_db()
    assert (page.status_code, row.title) == (409, "Staff council")


def test_key_areas_are_chosen_and_lead_back_to_the_goals(cast, plan, dana):
    """3.2.2 (D48): the areas a department names, written by two."""
    address = reverse("plans:key_areas", args=[plan.public_id])
    data = {"key_areas": MINE, "version": plan.version}
    record(plan, {"key_areas": THEIRS}, by=cast.hana)

    page = dana.post(address, data)
    dana.post(address, chosen(page, "mine", "key_areas"))

    assert page.status_code == 409
    assert f'href="{plan.section_url("goals")}"' in page.content.decode()
    assert Plan.objects.get(pk=plan.pk).key_areas == MINE


def test_who_cannot_write_is_told_so_and_sees_no_choice(cast, plan, sign_in):
    """The office reads along; a form it made up is refused as before, late or not."""
    section, olga = plan.sections.get(key="overview"), sign_in(cast.olga)
    factories.write(section, THEIRS, by=cast.hana)
    section.refresh_from_db()

    for version, status in ((1, 409), (section.version, 403)):
        answer = olga.post(plan.section_url("overview"), {"body": MINE, "version": version})
        assert answer.status_code == status
        assert b"keep:body" not in answer.content
    section.refresh_from_db()
    assert section.body == THEIRS


def test_a_save_that_comes_between_is_compared_too(cast, plan, dana, monkeypatch):
    """Somebody saves after the page was read and before it is written: read again and ask."""
    address, section = plan.section_url("overview"), plan.sections.get(key="overview")
    data = form_of(dana, address, body=MINE)
    written, calls = drafting.write_section, []

    def late(**typed: Any) -> Any:
        if not calls:
            calls.append(1)
            factories.write(section, THEIRS, by=cast.hana)
        return written(**typed)

    monkeypatch.setattr(drafting, "write_section", late)
    page = dana.post(address, data)

    section.refresh_from_db()
    assert (page.status_code, section.body) == (409, THEIRS)
    assert "keep:body" in page.content.decode()
