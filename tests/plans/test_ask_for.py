"""What a round asks of every plan beside the rule: sections, templates, key areas (ours)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused, WrongState
from plans.checking.check import check_plan
from plans.models import KeyArea, Plan, RoundSection
from plans.round.asking import ask_for_section, give_along
from plans.steps import begin_plan
from tests import factories

NAMES = {"name": "Cooperation", "name_hant": "協作安排", "name_hans": "协作安排"}
TEMPLATE = "With whom, from when, by whom decided:"


def html(response: Any) -> str:
    return str(response.content.decode())


def found(plan: Plan) -> list[str]:
    return [str(gap.sentence) for gap in check_plan(Plan.objects.get(pk=plan.pk))]


@pytest.fixture
def asked(cast: Any, planning_round: Any) -> RoundSection:
    return ask_for_section(
        by=cast.olga, planning_round=planning_round, hint="Name them.", template=TEMPLATE, **NAMES
    )


def test_a_plan_begins_with_the_section_and_its_template(
    cast: Any, planning_round: Any, asked: RoundSection
) -> None:
    """D56: six fixed sections and extra ones."""
    give_along(
        by=cast.olga, planning_round=planning_round, key="overview", hint="", template="For whom:"
    )

    plan = begin_plan(by=cast.dana, planning_round=planning_round, department=cast.csc)

    texts = dict(plan.sections.values_list("key", "body"))
    assert len(texts) == 7
    assert (texts[asked.key], texts["overview"], texts["analysis"]) == (TEMPLATE, "For whom:", "")


def test_plans_being_written_get_it_too(cast: Any, planning_round: Any) -> None:
    plan = factories.make_plan(cast, planning_round, status="empty")
    done = factories.make_plan(
        cast, planning_round, "qua", status="approved", by="dora", head="hugo"
    )

    asked = ask_for_section(
        by=cast.olga, planning_round=planning_round, hint="", template="", **NAMES
    )

    section = plan.sections.get(key=asked.key)
    assert Entry.objects.about("plans.section", section.pk).get().verb == "create"
    assert not done.sections.filter(key=asked.key).exists()


def test_the_check_asks_for_it_and_the_template_alone_does_not_count(
    cast: Any, planning_round: Any, asked: RoundSection
) -> None:
    plan = factories.make_plan(cast, planning_round)
    only = "Section “Cooperation” still holds the template only."
    assert only in found(plan)
    with pytest.raises(StepRefused, match="template only"):
        take(plan, "submit", by=cast.hana)

    section = plan.sections.get(key=asked.key)
    record(section, {"body": ""}, by=cast.dana)
    assert "Section “Cooperation” is empty." in found(plan)
    record(section, {"body": "With Licensing, from March."}, by=cast.dana)

    take(plan, "submit", by=cast.hana)
    kept = Revision.objects.latest_of(plan).content["sections"][-1]
    assert kept == {"key": asked.key, "body": "With Licensing, from March.", **NAMES}


def test_no_longer_asked_for_is_no_longer_missed(
    cast: Any, planning_round: Any, asked: RoundSection
) -> None:
    plan = factories.make_plan(cast, planning_round)

    record(asked, {"archived": True}, by=cast.olga)

    assert not any("Cooperation" in sentence for sentence in found(plan))
    assert plan.sections.filter(key=asked.key).exists()


def test_it_is_written_read_and_reviewed_like_the_six(
    cast: Any, planning_round: Any, asked: RoundSection, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(cast, planning_round)
    client = sign_in(cast.dana)
    page = html(client.get(plan.section_url(asked.key)))
    for said in ("7 Cooperation", "Name them.", "Template of the office"):
        assert said in page
    section = plan.sections.get(key=asked.key)
    typed = {"body": "With Licensing.", "version": section.version}
    assert client.post(plan.section_url(asked.key), typed).status_code == 302
    assert "With Licensing." in html(client.get(f"{plan.get_absolute_url()}text/"))
    take(plan, "submit", by=cast.hana)

    office = sign_in(cast.olga)
    review = f"/review/{plan.public_id}/"
    assert "Cooperation" in html(office.get(review))
    remark = {"body": "From when?", "section": asked.key}
    assert office.post(f"{review}comment/", remark).status_code == 302
    assert plan.comments.get().section == asked.key


def test_the_name_is_read_in_the_readers_script(
    cast: Any, planning_round: Any, asked: RoundSection, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    address = f"{planning_round.get_absolute_url()}sections/"

    assert "協作安排" in html(client.get(address, headers={"accept-language": "zh-TW"}))
    assert "协作安排" in html(client.get(address, headers={"accept-language": "zh-CN"}))


def test_the_office_asks_on_the_page(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    client, address = sign_in(cast.olga), f"{planning_round.get_absolute_url()}sections/"

    client.post(f"{address}new/", NAMES | {"hint": "", "template": TEMPLATE})
    client.post(f"{address}analysis/", {"hint": "Flow, quality, staff", "template": ""})

    rows = {row.key: row for row in planning_round.asked_sections.all()}
    assert (rows["asked-1"].template, rows["analysis"].hint) == (TEMPLATE, "Flow, quality, staff")
    nameless = client.post(f"{address}new/", {"name": "", "hint": "Kept", "template": ""})
    assert (nameless.status_code, "Kept" in html(nameless)) == (409, True)
    stale = {"hint": "Again", "template": "", "version": 99}
    assert client.post(f"{address}analysis/", stale).status_code == 409
    assert client.get(f"{address}nowhere/").status_code == 404
    others = sign_in(cast.hana)
    assert "Flow, quality, staff" in html(others.get(address))
    assert others.post(f"{address}new/", NAMES).status_code == 403


def test_past_drafting_nothing_more_is_asked(
    cast: Any, planning_round: Any, asked: RoundSection
) -> None:
    take(planning_round, "close_drafting", by=cast.olga)

    with pytest.raises(WrongState):
        record(asked, {"hint": "More"}, by=cast.olga)
    with pytest.raises(WrongState):
        ask_for_section(by=cast.olga, planning_round=planning_round, **NAMES)


def an_area(cast: Any, planning_round: Any, **more: Any) -> KeyArea:
    names = {"name": "Hotline", "name_hant": "熱線", "name_hans": "热线"}
    return create(KeyArea(round=planning_round, number=1, **names, **more), by=cast.olga)


def test_every_department_has_a_goal_in_a_key_area(cast: Any, planning_round: Any) -> None:
    """D48: each key area named has a goal, in whichever script it is typed."""
    an_area(cast, planning_round)
    plan = factories.make_plan(cast, planning_round, status="empty")
    missing = "No goal belongs to the key area “Hotline”."
    assert missing in found(plan)
    with pytest.raises(StepRefused):
        factories.advance_goals(cast, plan, to="office_review")

    record(plan.goals.first(), {"key_area": " 熱線"}, by=cast.dana)

    assert missing not in found(plan)


def test_an_area_of_the_round_is_enough_once(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    """D48."""
    an_area(cast, planning_round, each_department=False)
    plan = factories.make_plan(cast, planning_round, status="empty")
    assert not any("key area" in sentence for sentence in found(plan))
    address = f"{planning_round.get_absolute_url()}key-areas/"
    assert "No goal yet" in html(sign_in(cast.hana).get(address))

    record(plan.goals.first(), {"key_area": "hotline"}, by=cast.dana)

    assert "1 department has a goal in it" in html(sign_in(cast.hana).get(address))


def test_the_office_names_areas_and_drops_them(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    client, address = sign_in(cast.olga), f"{planning_round.get_absolute_url()}key-areas/"
    typed = {"areas-TOTAL_FORMS": 1, "areas-INITIAL_FORMS": 0, "areas-0-name": "Hotline"}

    client.post(address, typed | {"areas-0-each_department": "on"})

    area = planning_round.key_areas.get()
    assert (area.number, area.each_department) == (1, True)
    assert sign_in(cast.hana).post(address, typed).status_code == 403
    client = sign_in(cast.olga)
    dropped = {"areas-INITIAL_FORMS": 1, "areas-0-id": area.pk, "areas-0-archived": "on"}
    client.post(address, typed | dropped)
    assert not planning_round.key_areas.live().exists()


def test_a_business_goal_where_the_round_asks_for_one(cast: Any, planning_round: Any) -> None:
    plan = factories.make_plan(cast, planning_round, status="empty")
    sentence = "No goal belongs to the family “Business”."
    assert sentence not in found(plan)

    record(planning_round, {"business_goals": True}, by=cast.olga)

    assert any("Business" in each for each in found(plan))


def test_the_call_names_what_is_asked(cast: Any, sign_in: Callable[..., Any]) -> None:
    """D17."""
    prepared = factories.make_round(cast, open_drafting=False)
    ask_for_section(by=cast.olga, planning_round=prepared, hint="", template="", **NAMES)
    an_area(cast, prepared)

    take(prepared, "open_drafting", by=cast.olga)

    page = html(sign_in(cast.sam).get(f"{prepared.get_absolute_url()}call/"))
    assert "Cooperation" in page
    assert "Hotline" in page
