"""A clerk begins a draft with a template of the office and a practice of another department."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Stage
from tests.browser.words import Words

pytestmark = pytest.mark.browser

WAYS: dict[str, dict[str, Any]] = {
    "en": {},
    "zh-hant": {"locale": "zh-TW", "java_script_enabled": False, "width": 390},
}

DEPARTMENT = {"en": "Quality", "zh-hant": "質量管理部"}


@pytest.mark.parametrize("language", WAYS)
def test_a_draft_begins_with_what_is_there(language: str, stage: Stage, enter: Enter) -> None:
    """With a mouse in English; on a phone without scripts in Traditional Chinese."""
    site, said = stage("draft_with_sources")
    words = Words(language)
    page = enter(site, "dana", **WAYS[language])
    main = page.get_by_role("main")

    page.goto(f"{said['plan']}edit/overview/")
    go(main.get_by_role("link", name=words("Start from…")))
    go(main.get_by_role("link", name="Counters", exact=True))
    main.get_by_role("checkbox", name="G3").uncheck()
    go(main.get_by_role("button", name=words("See what will be added")))
    told(page, words("What will be added"), ["G1", "G2", "M1"])
    go(main.get_by_role("button", name=words("Add to the draft")))
    told(page, words("Added to the draft"), ["G1", "G2", "M1"])

    go(main.get_by_role("link", name=words("Add something else")))
    go(main.get_by_role("link", name=words("What has proved itself elsewhere")))
    go(main.get_by_role("link", name="Knowledge base at the desk"))
    main.get_by_role("checkbox", name="G2").check()
    go(main.get_by_role("button", name=words("Add to the draft")))
    told(page, words("Added to the draft"), ["M2"])

    go(main.get_by_role("link", name="M2", exact=True))
    named = {"department": DEPARTMENT[language], "year": said["year"]}
    expect(main).to_contain_text(words("After a practice of %(department)s, %(year)s", **named))
    go(main.get_by_role("link", name=words("Take out of the plan")))
    go(main.get_by_role("button", name=words("Take out of the plan")))
    expect(main.get_by_role("article").filter(has_text="M2")).to_have_count(0)
    site.manage("verify_audit")


def go(target: Locator) -> None:
    """Press what leads to another page, and wait for that page."""
    with target.page.expect_navigation():
        target.first.click()


def told(page: Page, heading: str, codes: list[str]) -> None:
    """The rows of the goals and measures under this heading, by what they are called here."""
    rows = page.get_by_role("region", name=heading).locator("tbody tr td:first-of-type")
    for code in codes:
        expect(rows.filter(has_text=code)).to_have_count(1)
