"""The editor saves by itself: what it says, what it keeps, what two people see of each other."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import TAGS, violations
from tests.browser.conftest import Enter, Stage, scripted
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drafts(stage: Stage) -> tuple[Site, Any]:
    return stage("drafts")


def opened(enter: Enter, drafts: tuple[Site, Any], person: str, section: str, **how: Any) -> Page:
    site, at = drafts
    page = enter(site, person, **how)
    page.goto(f"{at['plan']}edit/{section}/")
    return page


def box(page: Page) -> Locator:
    return page.locator("#id_body")


def says(page: Page, state: str) -> None:
    expect(page.locator(f"[data-when={state}]")).to_be_visible()


def stands(drafts: tuple[Site, Any], section: str) -> str:
    """What the section holds on the server."""
    number = drafts[1]["plan"].split("/")[2]
    asked = f"scenes.text_of({number!r}, {section!r})"
    return scripted(drafts[0], asked).strip().strip('"')


def test_it_saves_half_a_second_after_the_last_edit(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "dana", "overview")
    says(page, "idle")
    box(page).fill("## Shorter waits")
    says(page, "saved")
    assert stands(drafts, "overview") == "## Shorter waits"
    page.get_by_text(english("How it reads")).click()
    expect(page.locator("[data-preview] h3")).to_have_text("Shorter waits")
    assert violations(page, TAGS) == []
    page.reload()
    expect(box(page)).to_have_value("## Shorter waits")
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_one_request_at_a_time(drafts: tuple[Site, Any], enter: Enter) -> None:
    page = opened(enter, drafts, "dana", "schedule")
    running, most = 0, 0

    def count(route: Any) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        answer = route.fetch()
        page.wait_for_timeout(700)
        running -= 1
        route.fulfill(response=answer)

    page.route("**/autosave/", count)
    box(page).press_sequentially("First, ", delay=30)
    page.wait_for_timeout(600)
    box(page).press_sequentially("then.", delay=30)
    page.wait_for_timeout(1500)
    says(page, "saved")
    assert most == 1
    assert stands(drafts, "schedule") == "First, then."


def test_without_a_connection_the_text_is_kept_and_offered_again(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "dana", "analysis")
    page.route("**/autosave/", lambda route: route.abort())
    box(page).fill("Written on the train.")
    says(page, "offline")
    assert stands(drafts, "analysis") != "Written on the train."

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    offer = page.locator("[data-offer]")
    expect(offer).to_be_visible()
    expect(offer).to_contain_text("Written on the train.")
    assert violations(page, TAGS) == []
    page.unroute("**/autosave/")
    offer.get_by_role("button", name=english("Take it back")).click()
    says(page, "saved")
    expect(box(page)).to_have_value("Written on the train.")
    assert stands(drafts, "analysis") == "Written on the train."
    page.reload()
    expect(page.locator("[data-offer]")).to_be_hidden()


def test_it_goes_on_when_the_connection_is_back(drafts: tuple[Site, Any], enter: Enter) -> None:
    page = opened(enter, drafts, "dana", "analysis")
    page.context.set_offline(True)
    box(page).fill("Through the tunnel.")
    says(page, "offline")
    page.context.set_offline(False)
    says(page, "saved")
    assert stands(drafts, "analysis") == "Through the tunnel."


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(
    drafts: tuple[Site, Any], enter: Enter
) -> None:
    page = opened(enter, drafts, "dana", "analysis")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/autosave/", lose, times=1)
    box(page).fill("It arrived.")
    says(page, "offline")
    box(page).fill("It arrived, and went on.")
    says(page, "saved")
    expect(page.locator("[data-conflict]")).to_be_hidden()
    assert stands(drafts, "analysis") == "It arrived, and went on."


@pytest.mark.parametrize(
    ("choice", "becomes"),
    [
        ("Keep my text", "Hana wrote for an hour."),
        ("Take the other text", "Dana was first."),
    ],
)
def test_two_people_one_text_and_a_choice(
    choice: str, becomes: str, drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    early = opened(enter, drafts, "dana", "effect")
    box(early).fill("Before.")
    says(early, "saved")
    late = opened(enter, drafts, "hana", "effect")
    box(early).fill("Dana was first.")
    says(early, "saved")

    box(late).fill("Hana wrote for an hour.")
    says(late, "conflict")
    panel = late.locator("[data-conflict]")
    expect(panel).to_contain_text("Dana was first.")
    expect(box(late)).to_have_value("Hana wrote for an hour.")
    assert violations(late, TAGS) == []

    panel.get_by_role("button", name=english(choice)).click()
    says(late, "saved")
    expect(box(late)).to_have_value(becomes)
    assert stands(drafts, "effect") == becomes


def test_two_texts_are_put_together_by_hand(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    late = opened(enter, drafts, "hana", "effect")
    early = opened(enter, drafts, "dana", "effect")
    box(early).fill("One half.")
    says(early, "saved")
    box(late).fill("The other half.")
    says(late, "conflict")
    late.get_by_role("button", name=english("Put both together by hand")).click()
    says(late, "merging")
    held = box(late).input_value()
    assert "The other half." in held and "One half." in held
    box(late).fill("Both halves.")
    says(late, "saved")
    assert stands(drafts, "effect") == "Both halves."


def test_the_button_never_meets_its_own_autosave(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "dana", "overview")
    for text in ("At once.", "And after a while."):
        box(page).fill(text)
        page.wait_for_timeout(490 if "while" in text else 0)
        with page.expect_navigation() as gone:
            page.get_by_role("button", name=english("Save"), exact=True).click()
        assert gone.value.status == 200
        assert stands(drafts, "overview") == text


def test_signing_out_leaves_nothing_behind(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    page = opened(enter, drafts, "paul", "overview")
    page.evaluate("localStorage.setItem('draft:0:/x/:1', '{}')")
    page.locator("form[data-signs-out]").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_who_else_is_here_is_said_by_name(drafts: tuple[Site, Any], enter: Enter) -> None:
    first = opened(enter, drafts, "dana", "measures")
    expect(first.locator("[data-present]")).to_be_hidden()
    first.wait_for_timeout(300)
    second = opened(enter, drafts, "hana", "measures")
    expect(second.locator("[data-present]")).to_contain_text("Dana")
    first.reload()
    expect(first.locator("[data-present]")).to_contain_text("Hana")


@pytest.mark.parametrize("width", [1440, 390])
def test_without_a_script_one_chooses_between_two_texts(
    width: int, drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    mine = f"Hana wrote for an hour.\n\n- and {width} words"
    late = opened(enter, drafts, "hana", "schedule", width=width, java_script_enabled=False)
    early = opened(enter, drafts, "dana", "schedule")
    box(early).fill("Dana was first.\n\n- and brief")
    says(early, "saved")
    box(late).fill(mine)
    late.get_by_role("button", name=english("Save"), exact=True).click()

    expect(late.get_by_role("heading", level=1)).to_have_text(english("Two texts: choose"))
    late.get_by_label(english("Keep mine")).check()
    late.get_by_role("button", name=english("Save what I chose")).click()
    expect(box(late)).to_have_value(mine)
    assert stands(drafts, "schedule") == mine.replace("\n", "\\n")
