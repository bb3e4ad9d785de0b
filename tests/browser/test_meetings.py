"""A meeting on paper and what comes of it; a leader who decides on a phone; in two languages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import too_wide
from tests.browser.conftest import Enter, Stage, scripted
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SCAN: Any = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": PDF}
WAYS: dict[str, dict[str, Any]] = {
    "en": {},
    "zh-hant": {"locale": "zh-TW", "java_script_enabled": False},
}
SAID = {
    "en": {
        "asked": "Report to the group in May.",
        "objection": "I said on the day that two figures are missing.",
        "answer": "Reported on 3 May; the slides are with the office.",
    },
    "zh-hant": {
        "asked": "5月向領導小組報告。",
        "objection": "我在會上說過，有兩個數字尚缺。",
        "answer": "已於5月3日報告，簡報存於辦公室。",
    },
}


def go(page: Page, role: Any, name: Any) -> None:
    """Press what leads on, found by its words on the page."""
    with page.expect_navigation():
        main(page).get_by_role(role, name=name).first.click()


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def send(page: Page) -> None:
    """The main button of the form that the page asks."""
    with page.expect_navigation():
        main(page).locator("form button.button-primary").first.click()


@pytest.mark.parametrize("language", WAYS)
def test_papers_decision_objection_and_a_condition_that_is_met(
    language: str, stage: Stage, enter: Enter
) -> None:
    """The office, two leaders' words on paper, one objection, the department, the office."""
    site, where = stage("ballots")
    words, said, profile = Words(language), SAID[language], WAYS[language]

    def at(person: str, address: str) -> Page:
        page = enter(site, person, **profile)
        page.goto(address)
        return page

    olga = at("olga", "/approvals/meetings/")
    meeting = prepare(olga, words)
    take_papers_along(olga, words, site, by_itself=language == "en")
    record(olga, words, site, meeting, said["asked"])
    expect(main(olga).get_by_text(words("Recorded, members may object"))).to_have_count(3)

    leo = at("leo", where["ballot"])
    go(leo, "link", words.name("Object"))
    leo.locator("#id_reason").fill(said["objection"])
    send(leo)
    expect(main(leo)).to_contain_text(said["objection"])
    olga.goto(meeting)
    expect(main(olga).get_by_text(words("Recorded, members may object"))).to_have_count(2)
    expect(main(olga).get_by_role("link", name=words("Record what was decided"))).to_be_visible()
    scripted(site, "scenes.after_objections()")

    fulfil(at, words, said)
    site.manage("verify_audit")


def prepare(page: Page, words: Words) -> str:
    page.locator("#id_held_on").fill(timezone.localdate().isoformat())
    go(page, "button", words.name("Prepare the papers"))
    return page.url


def take_papers_along(page: Page, words: Words, site: Site, *, by_itself: bool) -> None:
    """Asked for, left, come back to, made by a worker meanwhile, and taken along."""
    meeting = page.url
    page.locator("#id_text").select_option("whole")
    go(page, "button", "PDF")
    expect(main(page)).to_contain_text(words("Waits for its turn", context="state of a file"))
    page.goto(meeting)
    page.get_by_role("link").filter(has_text=words("Whole text")).click()
    making = "from improvement.approvals.packing import make_waiting; make_waiting()"
    site.manage("shell", "--no-imports", "-c", making)
    if not by_itself:
        go(page, "link", words("See how far it is"))
    found = main(page).get_by_role("link", name=words("Download the PDF"))
    with page.expect_download() as download:
        found.click()
    file = Path(download.value.path()).read_bytes()
    assert file.startswith(b"%PDF")
    expect(main(page)).to_contain_text(hashlib.sha256(file).hexdigest())


def record(page: Page, words: Words, site: Site, meeting: str, asked: str) -> None:
    """One tick for all; of the first matter Lena's vote apart, with a condition."""
    page.goto(meeting)
    go(page, "link", words("Record what was decided"))
    tail = json.loads(scripted(site, "scenes.code_of_the_sitting()"))
    page.locator("#id_tail").fill(tail)
    page.locator("#id_file").set_input_files(SCAN)
    page.locator("#id_everybody").check()
    page.locator("#id_on_1").fill("1")
    page.locator("#id_by_1").select_option(label="Lena")
    page.locator("#id_choice_1").select_option("conditions")
    page.locator("fieldset").filter(has=page.locator("#id_on_1")).locator("summary").click()
    page.locator("#id_words_1").fill(asked)
    page.locator("#id_due_1").fill((timezone.localdate() + dt.timedelta(days=5)).isoformat())
    go(page, "button", words.name("Record the decisions"))


def fulfil(at: Callable[[str, str], Page], words: Words, said: dict[str, str]) -> None:
    """From the home page of the department to that of the office, and gone from both."""

    def asked(page: Page) -> Locator:
        return page.get_by_role("region", name=words("Conditions of approvals"))

    hana = at("hana", "/")
    expect(asked(hana)).to_contain_text(said["asked"])
    expect(asked(hana)).to_contain_text(words("%(n)s due within a week", n=1))
    go(hana, "link", words.name("Report it as met"))
    go(hana, "link", words("Report it as met"))
    hana.locator("#id_answer").fill(said["answer"])
    send(hana)

    olga = at("olga", "/")
    expect(asked(olga)).to_contain_text(said["asked"])
    go(olga, "link", words.name("Say whether it is met"))
    expect(main(olga)).to_contain_text(said["answer"])
    go(olga, "link", words("Confirm that it is met"))
    send(olga)
    expect(main(olga)).to_contain_text(words("Met", context="status of a condition"))
    for page in (olga, hana):
        page.goto("/")
        expect(asked(page)).to_have_count(0)


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("zh-hant", "zh-TW")])
def test_a_leader_decides_on_a_phone_with_a_condition(
    language: str, locale: str, stage: Stage, enter: Enter
) -> None:
    """From the home page by finger; the next matter waits below, the vote is among those cast."""
    site, _where = stage("ballots")
    words, asked = Words(language), SAID[language]["asked"]
    leo = enter(site, "leo", width=390, has_touch=True, is_mobile=True, locale=locale)
    due = timezone.localdate() + dt.timedelta(days=30)

    leo.goto("/")
    waiting = leo.get_by_role("region", name=words("Waiting for my vote"))
    with leo.expect_navigation():
        waiting.get_by_role("link", name=words.name("Decide")).first.tap()
    title = main(leo).locator("#brief-title").inner_text()
    main(leo).locator("label.choice").filter(has_text=words("With conditions")).tap()
    leo.locator("#id_condition_1").fill(asked)
    leo.locator("#id_due_1").fill(due.isoformat())
    assert too_wide(leo) == []
    confirm = main(leo).get_by_role("button", name=words.name("Confirm approval with conditions"))
    with leo.expect_navigation():
        confirm.tap()

    leo.goto("/approvals/?show=voted")
    expect(main(leo)).to_contain_text(title)
    with leo.expect_navigation():
        main(leo).locator("a[data-row]").first.tap()
    expect(main(leo)).to_contain_text(asked)
    assert too_wide(leo) == []
