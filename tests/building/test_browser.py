"""The browser that the journeys use, against a site of its own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.services import chromium
from tests.services.website import Site

pytestmark = pytest.mark.browser


def test_a_site_of_its_own_answers_in_chromium(
    browser: Browser, start_site: Callable[..., Site]
) -> None:
    site = start_site()
    page = browser.new_page()
    assert page.goto(f"{site.url}/readyz").status == 200
    assert page.inner_text("body").count('"ok"') == 5
    page.close()


def test_chromium_keeps_its_sandbox_and_the_rules_of_the_web() -> None:
    assert not {"--disable-web-security", "--allow-running-insecure-content"} & {*chromium.flags()}
