"""Single keys on the approval queue and everywhere: what they do, and that they can be silenced."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Stage
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(stage: Stage) -> Site:
    """Three ballots wait; each test that votes does so as somebody else."""
    return stage("ballots")[0]


def queue_of(person: str, site: Site, enter: Enter, **profile: Any) -> Page:
    page = enter(site, person, **profile)
    page.goto("/approvals/")
    return page


def current(page: Page) -> str:
    """The title of the ballot that is open beside the list."""
    return page.locator("[data-row][aria-current] .queue-title").inner_text()


def titles(page: Page) -> list[str]:
    return page.locator("[data-row] .queue-title").all_inner_texts()


def test_j_and_k_open_the_next_and_the_previous(site: Site, enter: Enter) -> None:
    page = queue_of("leo", site, enter)
    first, second, third = titles(page)
    assert current(page) == first
    for key, expected in (("j", second), ("j", third), ("k", second), ("k", first)):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert current(page) == expected
        expect(page.locator("#brief-title")).to_have_text(expected)


def test_n_opens_the_next_ballot(site: Site, enter: Enter) -> None:
    page = queue_of("leo", site, enter)
    second = titles(page)[1]
    with page.expect_navigation():
        page.keyboard.press("n")
    expect(page.locator("#brief-title")).to_have_text(second)


def test_a_c_and_r_choose_and_the_button_repeats_it(
    site: Site, enter: Enter, english: Words
) -> None:
    page = queue_of("leo", site, enter)
    expect(page.locator("[name=choice]:checked")).to_have_count(0)
    for key, choice, said in (
        ("a", "approve", "Confirm approval"),
        ("c", "conditions", "Confirm approval with conditions"),
        ("r", "return", "Confirm return"),
    ):
        page.keyboard.press(key)
        expect(page.locator("[name=choice]:checked")).to_have_value(choice)
        expect(page.locator("[data-verb-out]")).to_have_text(english(said))


def test_two_inputs_approve_and_the_next_one_is_open(
    site: Site, enter: Enter, english: Words
) -> None:
    page = queue_of("luis", site, enter)
    first, second, _third = titles(page)
    page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    said = english(
        "Your vote is recorded: %(choice)s (%(title)s).", choice=english("Approve"), title=first
    )
    expect(page.get_by_role("status")).to_contain_text(said)
    assert current(page) == second


def test_a_return_takes_two_inputs_and_the_reason(site: Site, enter: Enter, english: Words) -> None:
    page = queue_of("lena", site, enter)
    first = titles(page)[0]
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    refusal = english("Say why you return it. The department will read the reason.")
    expect(page.locator(".error-summary")).to_contain_text(refusal)
    expect(page.locator("[name=choice]:checked")).to_have_value("return")
    page.get_by_label(english.label("Reason or remark")).fill("The cost is not explained.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert first not in titles(page)


def test_a_slash_searches_and_typing_is_left_alone(
    site: Site, enter: Enter, english: Words
) -> None:
    page = queue_of("leo", site, enter)
    page.keyboard.press("/")
    search = page.get_by_label(english("Search plans"))
    expect(search).to_be_focused()
    page.keyboard.type("arc?")
    expect(search).to_have_value("arc?")
    expect(page.locator("[name=choice]:checked")).to_have_count(0)


def test_a_question_mark_lists_the_keys(site: Site, enter: Enter, english: Words) -> None:
    page = queue_of("leo", site, enter)
    listed = page.locator("#keys-help")
    expect(listed).to_be_hidden()
    page.keyboard.press("?")
    expect(listed).to_be_visible()
    expect(listed).to_contain_text(english("Next row, previous row"))
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()


def test_keys_are_silenced_on_this_device(site: Site, enter: Enter, english: Words) -> None:
    page = queue_of("leo", site, enter)
    page.keyboard.press("?")
    page.get_by_label(english("Use single keys on this device")).uncheck()
    page.keyboard.press("Escape")
    for _again in ("at once", "after a reload"):
        page.keyboard.press("a")
        expect(page.locator("[name=choice]:checked")).to_have_count(0)
        page.reload()


def test_keys_are_silenced_for_the_account(site: Site, enter: Enter, english: Words) -> None:
    page = enter(site, "vic")
    page.goto("/profile/")
    page.get_by_label(english.label("single-key shortcuts")).uncheck()
    page.get_by_role("button", name=english("Save")).click()
    expect(page.get_by_role("status")).to_contain_text(english("Saved."))
    page.goto("/approvals/")
    page.keyboard.press("a")
    expect(page.locator("[name=choice]:checked")).to_have_count(0)
    # A chord is no single key, so it stays.
    page.get_by_role("radio", name=re.compile(f"^{english('Approve')}")).check()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert len(titles(page)) == 2


def test_home_offers_what_waits_first(site: Site, enter: Enter) -> None:
    page = enter(site, "cora")
    page.goto("/")
    with page.expect_navigation():
        page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/approvals/"))


def test_ctrl_enter_presses_the_button_that_names_it(site: Site, enter: Enter) -> None:
    """“Submit all” says Ctrl ↵; beside it stands a button that only saves."""
    page = enter(site, "dana")
    page.goto("/values/")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.locator("input[name$=-value]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert any("act=submit" in data for data in sent)
