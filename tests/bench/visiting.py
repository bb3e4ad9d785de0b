"""What the first visit fetches: the signed-in home of the demo, in Chromium with an empty cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench.measuring import report
from tests.bench.visitor import Visitor
from tests.services import chromium
from tests.services.website import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KILOBYTE = 1_000


def measure() -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    site = Site({"DEMO": "1"})
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.executable(), args=chromium.flags()
            )
            visits = [visit(browser, site.url, who) for who in Visitor(site.url).roles()]
            browser.close()
    finally:
        site.close()
    return {
        "first_visit_kb": max(sum(sizes) for sizes in visits) / KILOBYTE,
        "first_visit_requests": max(len(sizes) for sizes in visits),
    }


def visit(browser: Browser, site: str, who: str) -> list[int]:
    """The bytes on the wire of each request, headers included, for a person who is signed in."""
    visitor = Visitor(site)
    visitor.sign_in(who)
    context = browser.new_context()
    context.add_cookies(
        [{"name": c.name, "value": c.value or "", "url": site} for c in visitor.cookies]
    )
    page = context.new_page()
    network = context.new_cdp_session(page)
    sizes: list[int] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(f"{site}/", wait_until="networkidle")
    context.close()
    return sizes


if __name__ == "__main__":
    report(measure())
