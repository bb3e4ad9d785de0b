"""Sites to visit, browsers to visit them with, and a watch on what goes wrong behind the pages."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, expect

from improvement.messages import compile_catalogues
from tests.browser.scenes import address
from tests.browser.trouble import Trouble
from tests.browser.words import Words
from tests.services.website import Site

PATIENCE = 10_000  # milliseconds; a page that takes longer is out of order
expect.set_options(timeout=PATIENCE)
HEIGHTS = {1440: 900, 390: 844, 320: 640}


class Enter(Protocol):
    """Open a browser of one's own on a site, signed in as `person` where one is named."""

    def __call__(
        self, site: Site, person: str = "", *, width: int = 1440, **profile: Any
    ) -> Page: ...


class Stage(Protocol):
    """A site with the rows of one scene, and what the scene says of them."""

    def __call__(self, scene: str, now: dt.datetime | None = None) -> tuple[Site, Any]: ...


@pytest.fixture(scope="session", autouse=True)
def translated() -> None:
    """Tests read the words of the pages from the same catalogues as the pages."""
    compile_catalogues()


@pytest.fixture(scope="session")
def demo(start_site: Callable[..., Site]) -> Site:
    """The demo organization; tests that share it only read."""
    return start_site(DEMO="1")


@pytest.fixture(scope="session")
def stage(
    start_site: Callable[..., Site], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Stage:
    def staged(scene: str, now: dt.datetime | None = None) -> tuple[Site, Any]:
        database = tmp_path_factory.mktemp(scene) / "db.sqlite3"
        shutil.copy(sqlite_template, database)
        site = start_site(DATABASE_URL=f"sqlite:///{database}")
        if now:
            site.move_to(now)
        return site, json.loads(scripted(site, f"scenes.{scene}()"))

    return staged


def scripted(site: Site, expression: str) -> str:
    """What an expression over this package's modules says of the rows of a site, as JSON."""
    code = (
        "import json; from tests.browser import examples, scenes; "
        f"print(json.dumps({expression}, default=str))"
    )
    return site.manage("shell", "--no-imports", "-c", code)


@pytest.fixture(scope="session")
def keys() -> dict[str, dict[str, str]]:
    """The sessions of everybody on each site, begun when the first of them is needed."""
    return {}


@pytest.fixture
def enter(browser: Browser, keys: dict[str, dict[str, str]]) -> Iterator[Enter]:
    trouble, contexts = Trouble(), []

    def entered(site: Site, person: str = "", *, width: int = 1440, **profile: Any) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            reduced_motion="reduce",
            **{"locale": "en-GB", **profile},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        trouble.watch(context)
        if person:
            if site.url not in keys:
                keys[site.url] = json.loads(scripted(site, "scenes.sessions()"))
            session = keys[site.url][address(person)]
            context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        return context.new_page()

    yield entered
    for context in contexts:
        context.close()
    assert trouble.found == []


@pytest.fixture(scope="session")
def english() -> Words:
    return Words("en")
