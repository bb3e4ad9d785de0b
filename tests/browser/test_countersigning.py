"""A draft on its way through the house, each person in a browser of their own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.acts import Journey
from tests.browser.conftest import Enter, Stage
from tests.browser.hands import Mouse
from tests.browser.story import CHINESE, ENGLISH
from tests.browser.words import Words

pytestmark = pytest.mark.browser

SAID = {
    "en": ("Not in March: we are short of two.", "Moved to April, as Hugo asked."),
    "zh-hant": ("3月不行：我們少了兩個人。", "已按質量管理部意見移至4月。"),
}
WAYS: dict[str, dict[str, Any]] = {
    "en": {},
    "zh-hant": {"locale": "zh-TW", "java_script_enabled": False},
}


def press(journey: Journey, page: Page, role: Any, source: str, **named: str) -> None:
    """Press what leads on, found by its words on the page."""
    found = page.get_by_role("main").get_by_role(role, name=journey.words.name(source, **named))
    with page.expect_navigation():
        found.first.click()


@pytest.mark.parametrize("language", WAYS)
def test_checked_countersigned_and_handed_in(language: str, stage: Stage, enter: Enter) -> None:
    """Head, clerk, deputy and the head of another department, in two languages."""
    site, said = stage("draft_of_two_departments")
    plan, story = said["plan"], ENGLISH if language == "en" else CHINESE
    profile, words = WAYS[language], Words(language)
    journey = Journey(language, site, words, Mouse(), story, enter, profile, factories.YEAR)
    objection, word = SAID[language]

    def at(person: str, address: str) -> Page:
        page = journey.page_of(person)
        page.goto(address)
        return page

    hana = at("hana", "/drafting-routes/csc/")
    hana.locator("#id_checked").check()
    press(journey, hana, "button", "Save")

    dana = at("dana", f"{plan}route/")
    press(journey, dana, "button", "Ready for check")
    expect(dana.get_by_role("main")).to_contain_text(words("To be read"))

    dirk = at("dirk", "/")
    press(journey, dirk, "link", "Check and countersign")
    press(journey, dirk, "link", "Pass the draft on")
    press(journey, dirk, "button", "Pass the draft on")

    hugo = at("hugo", "/")
    hugo.get_by_role("region", name=words("To countersign")).get_by_role("link").click()
    expect(hugo.get_by_role("main")).to_contain_text(words("Asked of your people"))
    hugo.locator("#id_reason").fill(objection)
    press(journey, hugo, "button", "Object", context="act")

    hana = at("hana", f"{plan}check/")
    expect(hana.get_by_role("main")).to_contain_text(objection)
    hana.locator("#id_word_on_warnings").fill(word)
    press(journey, hana, "button", "Save")
    press(journey, hana, "button", "Submit to the office")
    expect(at("olga", plan).get_by_role("main")).to_contain_text(objection)

    site.manage("verify_audit")
