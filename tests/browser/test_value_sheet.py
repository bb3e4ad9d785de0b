"""The sheet of values by keyboard: down with Enter, a copied column fills the rows below."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Stage
from tests.services.website import Site

pytestmark = pytest.mark.browser

PASTE = """(cell, text) => {
    const carried = new DataTransfer();
    carried.setData("text/plain", text);
    const options = { clipboardData: carried, bubbles: true, cancelable: true };
    cell.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture(scope="module")
def sheet(stage: Stage) -> tuple[Site, Any]:
    return stage("value_sheet")


@pytest.fixture
def page(sheet: tuple[Site, Any], enter: Enter) -> Page:
    page = enter(sheet[0], "dana")
    page.goto("/values/")
    return page


@pytest.fixture
def cells(page: Page) -> Locator:
    """calls, solved by its parts, visits: four in all."""
    found = page.locator("[data-cell]")
    expect(found).to_have_count(4)
    return found


def test_enter_and_arrows_lead_down_and_up_and_to_the_button(page: Page, cells: Locator) -> None:
    cells.nth(0).focus()
    page.keyboard.type("78.5")
    page.keyboard.press("Enter")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cells.nth(3)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cells.nth(1)).to_be_focused()
    cells.nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[value=submit]")).to_be_focused()
    expect(cells.nth(0)).to_have_value("78.5")


def test_the_rate_is_reckoned_while_one_types(page: Page, cells: Locator) -> None:
    cells.nth(1).fill("７０２")
    cells.nth(2).fill("1,000")
    expect(page.locator("output[data-factor]")).to_have_text("70.2%")
    cells.nth(2).fill("0")
    expect(page.locator("output[data-factor]")).to_have_text("")


def test_a_copied_column_fills_the_rows_below(page: Page, cells: Locator) -> None:
    cells.nth(0).evaluate(PASTE, "1\r\n2\t4\r\n3\r\n4\r\n")
    for at, text in enumerate(("1", "2", "4", "3")):
        expect(cells.nth(at)).to_have_value(text)
    expect(page.locator("output[data-factor]")).to_have_text("50%")


def test_without_a_script_it_is_a_form(sheet: tuple[Site, Any], enter: Enter) -> None:
    page = enter(sheet[0], "dana", java_script_enabled=False)
    page.goto("/values/")
    expect(page.locator("p.needs-script")).to_be_hidden()
    page.locator("[data-cell]").nth(0).fill("１２．５")
    page.locator("button[value=save]").click()
    expect(page.locator("[data-cell]").nth(0)).to_have_value("12.5")
