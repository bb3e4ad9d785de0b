"""Every page, in both themes and at both widths, is accessible and stays inside its policy."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.browser.axe import OF_COLOUR, TAGS, too_wide, violations
from tests.browser.conftest import HEIGHTS, Enter, scripted
from tests.browser.examples import FOR_MACHINES, ONLY_POSTED, PAGES, routes
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def visits(demo: Site) -> dict[str, list[tuple[str, str]]]:
    scripted(demo, "scenes.nothing_missing()")
    found: dict[str, list[tuple[str, str]]] = json.loads(scripted(demo, "examples.visits()"))
    return found


def test_every_address_is_in_the_table() -> None:
    listed = Counter([*PAGES, *ONLY_POSTED, *FOR_MACHINES])
    assert listed == Counter(set(routes()))


@pytest.mark.parametrize(
    ("route", "number"), [(route, n) for route, listed in PAGES.items() for n in range(len(listed))]
)
def test_page(
    route: str, number: int, visits: dict[str, list[tuple[str, str]]], demo: Site, enter: Enter
) -> None:
    person, address = visits[route][number]
    page = enter(demo, person)
    answer = page.goto(address)
    assert answer and answer.status in (200, 403)
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        # Between the themes nothing differs but colours, so the dark one is asked about them only.
        for theme, rules in (("light", TAGS), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=theme)
            found += [f"{width} {theme}: {line}" for line in violations(page, rules)]
        found += too_wide(page)
    page.set_viewport_size({"width": 320, "height": HEIGHTS[320]})
    found += too_wide(page)
    assert not found, "\n".join(found)
