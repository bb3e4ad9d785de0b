"""The tool bar and the keys of the editor type signs, and what is pasted keeps its form."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Stage
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drafts(stage: Stage) -> tuple[Site, Any]:
    return stage("drafts")


@pytest.fixture
def page(drafts: tuple[Site, Any], enter: Enter) -> Page:
    site, at = drafts
    page = enter(site, "dana")
    page.route("**/autosave/", lambda route: route.abort())
    page.goto(f"{at['plan']}edit/overview/")
    page.locator("#id_body").fill("")
    return page


def holds(page: Page, text: str) -> None:
    expect(page.locator("#id_body")).to_have_value(text)


def press(page: Page, kind: str) -> None:
    page.locator(f"[data-format={kind}]").click()


def test_buttons_type_signs_and_take_them_back(page: Page) -> None:
    box = page.locator("#id_body")
    box.fill("Shorter waits")
    press(page, "heading")
    holds(page, "## Shorter waits")
    press(page, "points")
    holds(page, "- Shorter waits")
    press(page, "points")
    holds(page, "Shorter waits")
    box.select_text()
    press(page, "bold")
    holds(page, "**Shorter waits**")
    press(page, "bold")
    holds(page, "Shorter waits")
    page.keyboard.press("Control+Z")
    holds(page, "**Shorter waits**")


def test_lines_become_steps(page: Page) -> None:
    page.locator("#id_body").fill("count\nmend\ntell")
    page.locator("#id_body").select_text()
    press(page, "steps")
    holds(page, "1. count\n2. mend\n3. tell")


def test_enter_goes_on_with_a_list_and_ends_it(page: Page) -> None:
    page.locator("#id_body").focus()
    page.keyboard.type("1. count")
    page.keyboard.press("Enter")
    page.keyboard.type("mend")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("After it.")
    holds(page, "1. count\n2. mend\nAfter it.")


def test_the_bar_is_one_stop_of_tab_and_the_arrows_go_along_it(page: Page, english: Words) -> None:
    page.locator("[data-format=bold]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-format=heading]")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("[data-format=link]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#id_body")).to_be_focused()
    page.keyboard.press("Control+B")
    page.keyboard.type("now")
    holds(page, "**now**")


PASTED = """
<h2>Where we stand</h2><p>Calls <b>wait</b>, see <a href="https://a.example/b">it</a>.</p>
<ul><li>by day</li><li>by night</li></ul>
<script>alert(1)</script><p class=MsoListParagraph>· a dot</p>
<table><tr><td>Year</td><td>Calls</td></tr><tr><td>2026</td><td>1|200</td></tr></table>"""

SIGNS = """## Where we stand

Calls **wait**, see [it](https://a.example/b).

- by day
- by night
- a dot

| Year | Calls |
|---|---|
| 2026 | 1\\|200 |"""


def test_what_is_pasted_keeps_headings_lists_and_tables(page: Page) -> None:
    page.locator("#id_body").focus()
    page.evaluate(
        """(html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const init = { clipboardData, bubbles: true, cancelable: true };
            document.querySelector("#id_body").dispatchEvent(new ClipboardEvent("paste", init));
        }""",
        PASTED,
    )
    holds(page, SIGNS)
