"""The form of a goal saves by itself; without a script one chooses field by field."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import TAGS, violations
from tests.browser.conftest import Enter, Stage
from tests.browser.test_autosave import says
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def drafts(stage: Stage) -> tuple[Site, Any]:
    return stage("drafts")


def opened(enter: Enter, drafts: tuple[Site, Any], person: str, **how: Any) -> Page:
    site, at = drafts
    page = enter(site, person, **how)
    page.goto(f"{at['plan']}goals/1/")
    return page


def test_every_kind_of_field_is_saved(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "dana")
    says(page, "idle")
    page.get_by_text(english("Joint with other departments")).click()
    page.locator("#id_statement").fill("Ten points more by the summer.")
    page.locator("#id_family").select_option("quality")
    page.locator("[name=joint_with]").first.check()
    says(page, "saved")
    page.reload()
    expect(page.locator("#id_statement")).to_have_value("Ten points more by the summer.")
    expect(page.locator("#id_family")).to_have_value("quality")
    expect(page.locator("[name=joint_with]").first).to_be_checked()
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_a_new_line_waits_for_the_button_and_is_kept(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "dana")
    page.locator("#id_lines-0-measured_by").fill("Letters answered")
    says(page, "partly")
    assert violations(page, TAGS) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    offer = page.locator("[data-offer]")
    expect(offer).to_contain_text("Letters answered")
    offer.get_by_role("button", name=english("Take it back")).click()
    with page.expect_navigation():
        page.get_by_role("button", name=english("Save"), exact=True).click()
    expect(page.locator("#id_lines-0-measured_by")).to_have_value("Letters answered")
    expect(page.locator("#id_lines-1-measured_by")).to_have_value("")


def test_other_fields_come_in_and_one_field_asks(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    early, late = opened(enter, drafts, "dana"), opened(enter, drafts, "hana")
    early.locator("#id_evidence").fill("The survey of May")
    says(early, "saved")
    late.locator("#id_beneficiaries").fill("Callers")
    says(late, "saved")
    expect(late.locator("#id_evidence")).to_have_value("The survey of May")

    early.reload()
    early.locator("#id_customer_need").fill("Dana was first.")
    says(early, "saved")
    late.locator("#id_customer_need").fill("Hana wrote for an hour.")
    says(late, "conflict")
    panel = late.locator("[data-conflict]")
    expect(panel).to_contain_text("Dana was first.")
    assert violations(late, TAGS) == []
    panel.get_by_role("button", name=english("Take the other text")).click()
    says(late, "saved")
    expect(late.locator("#id_customer_need")).to_have_value("Dana was first.")


@pytest.mark.parametrize("width", [1440, 390])
def test_without_a_script_one_chooses_and_saves_in_one_click(
    width: int, drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    late = opened(enter, drafts, "hana", width=width, java_script_enabled=False)
    early = opened(enter, drafts, "dana")
    early.locator("#id_customer_need").fill("Dana was first.")
    says(early, "saved")
    late.locator("#id_customer_need").fill("Hana wrote for an hour.")
    late.locator("#id_evidence").fill("The survey of May")
    late.get_by_role("button", name=english("Save"), exact=True).click()

    expect(late.get_by_role("heading", level=1)).to_have_text(english("Two texts: choose"))
    late.get_by_label(english("Keep mine")).check()
    late.get_by_role("button", name=english("Save what I chose")).click()
    expect(late.locator("#id_customer_need")).to_have_value("Hana wrote for an hour.")
    expect(late.locator("#id_evidence")).to_have_value("The survey of May")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_of_the_choice_can_be_used_by_everybody(
    scheme: str, width: int, drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    late = opened(enter, drafts, "hana", width=width, color_scheme=scheme)
    late.route("**/autosave/", lambda route: route.abort())
    early = opened(enter, drafts, "dana")
    early.locator("#id_customer_need").fill("Dana was first.")
    says(early, "saved")
    late.locator("#id_customer_need").fill("Hana wrote for an hour.")
    late.locator("form[data-autosave]").evaluate("form => form.submit()")
    expect(late.get_by_role("heading", level=1)).to_have_text(english("Two texts: choose"))
    assert violations(late, TAGS) == []
