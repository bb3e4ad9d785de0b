"""What axe-core has against a page: WCAG 2.0 to 2.2, A and AA, and its best practices."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.services.obtain import ROOT

SOURCE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = [
    *(f"wcag{version}{level}" for version in ("2", "21", "22") for level in ("a", "aa")),
    "best-practice",
]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def violations(page: Page, rules: list[str] = TAGS) -> list[str]:
    """One line for each element that breaks a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    return [line for found in page.evaluate(RUN, rules)["violations"] for line in lines(found)]


def lines(found: dict[str, Any]) -> list[str]:
    return [
        f"{found['id']}: {' '.join(node['target'])}: {' '.join(node['failureSummary'].split())}"
        for node in found["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """The outermost things that reach over the right edge, where the page scrolls sideways."""
    return page.evaluate(
        """() => {
          const {scrollWidth, clientWidth} = document.documentElement;
          if (scrollWidth <= clientWidth) return [];
          const wide = [...document.querySelectorAll("main *, header *, nav *")]
            .filter(e => e.getBoundingClientRect().right > clientWidth + 0.5);
          return wide.filter(e => !wide.includes(e.parentElement))
            .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
            .concat(`${scrollWidth} px wide instead of ${clientWidth}`);
        }"""
    )
