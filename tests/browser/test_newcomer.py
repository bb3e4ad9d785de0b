"""A clerk who has never seen the product brings in a file, reads its main problems and pins them.

Her way is counted in what she has to do — a press, a field, a file — for a person needs some ten
seconds for each: sixty of them are the ten minutes that she is promised.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Enter, Stage
from tests.browser.scenes import CATEGORIES, PASSWORD, address
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser

WAYS: dict[str, dict[str, Any]] = {
    "zh-hant": {"locale": "zh-TW"},
    "en": {"java_script_enabled": False, "width": 390},
}
ROWS, MOST_STEPS = 400, 16
HEADINGS = ("個案編號", "接獲日期", "來電時間", "性質", "渠道", "投訴類別", "嚴重程度", "投訴內容")
WEIGHTS = (42, 24, 15, 9, 6, 4)
TEXTS = ("等了三十分鐘仍無人接聽。", "每次答案都不同。", "職員態度欠佳。", "收費與網頁不符。")
WORK = "from evidence.imports import jobs; jobs.work_all()"


class Hand:
    """Does one thing after the other, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def write(self, field: Locator, text: str) -> None:
        self.steps += 1
        field.fill(text)

    def press(self, target: Locator) -> None:
        self.steps += 1
        target.check()

    def go(self, target: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        self.steps += 1
        with self.page.expect_navigation():
            target.first.click()

    def choose_file(self, field: Locator, name: str, content: bytes) -> None:
        self.steps += 1
        field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def complaints(today: dt.date) -> tuple[bytes, Counter[str]]:
    """A year of a hotline as its system hands it out, and how often it tells of each category."""
    chance, names = random.Random(400), [hant for _code, _name, hant, _hans in CATEGORIES]
    told: Counter[str] = Counter()
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    for number in range(ROWS):
        day = today - dt.timedelta(days=1 + (ROWS - 1 - number) * 364 // (ROWS - 1))
        (name,) = chance.choices(names, WEIGHTS)
        told[name] += 1
        time = f"{chance.choice((9, 9, 10, 10, 11, 14, 16)):02}:{chance.randrange(60):02}"
        severity = chance.choice(("低", "中", "高"))
        known = [f"HK-{2000 + number}", f"{day.year}年{day.month}月{day.day}日", time, "投訴"]
        sheet.writerow([*known, "電話", name, severity, chance.choice(TEXTS)])
    return text.getvalue().encode("big5hkscs"), told


@pytest.mark.parametrize("language", WAYS)
def test_from_a_file_to_two_charts_in_the_plan(language: str, stage: Stage, enter: Enter) -> None:
    """With a mouse in Traditional Chinese; on a phone without scripts in English."""
    site, said = stage("first_file")
    words = Words(language)
    page = enter(site, **WAYS[language])
    main, hand = page.get_by_role("main"), Hand(page)
    content, told = complaints(dt.date.fromisoformat(said["today"]))

    page.goto("/")
    hand.write(page.get_by_label(words("E-mail"), exact=True), address("dana"))
    hand.write(page.get_by_label(words("Password"), exact=True), PASSWORD)
    hand.go(page.get_by_role("button", name=words("Sign in"), exact=True))

    open_menu(hand, words, phone=language == "en")
    hand.go(page.get_by_role("link", name=words.name("Complaints and feedback")))
    hand.go(main.get_by_role("link", name=words("Import a file")))
    hand.choose_file(main.locator("input[type=file]"), "投訴記錄.csv", content)
    hand.write(main.get_by_label(words.label("Source")), "熱線系統")
    hand.go(main.get_by_role("button", name=words("Look into the file")))
    hand.go(main.get_by_role("button", name=words("Look through all rows")))
    the_worker_works(site, page)
    hand.go(main.get_by_role("button", name=re.compile(f"{ROWS}")))
    the_worker_works(site, page)

    hand.go(main.get_by_role("link", name=words("See what they come to")))
    reads_the_three_main_problems(main, words, told)
    hand.go(main.get_by_role("link", name=words("Pin to my plan")))
    complaint = words("Complaints")
    hand.press(main.get_by_role("checkbox", name=words("%(told)s by category", told=complaint)))
    hand.press(main.get_by_role("checkbox", name=words("%(told)s by month", told=complaint)))
    hand.go(main.get_by_role("button", name=words("Pin the charts")))

    assert page.url.endswith(f"{said['plan']}edit/analysis/")
    pinned = main.get_by_role("region", name=words("Pinned charts"))
    expect(pinned.locator("figure.chart-figure")).to_have_count(2)
    for title in ("%(told)s by category", "%(told)s by month"):
        expect(pinned).to_contain_text(words(title, told=complaint))
    assert hand.steps <= MOST_STEPS, f"She had to do {hand.steps} things"
    site.manage("verify_audit")


def open_menu(hand: Hand, words: Words, *, phone: bool) -> None:
    """On a phone the menu stands behind the last button of the bar."""
    if phone:
        hand.page.get_by_text(words("More"), exact=True).click()
        hand.steps += 1


def the_worker_works(site: Site, page: Page) -> None:
    """What was asked of a worker is done, and the page is looked at again."""
    site.manage("shell", "--no-imports", "-c", WORK)
    page.reload()


def reads_the_three_main_problems(main: Locator, words: Words, told: Counter[str]) -> None:
    """The sentence names them with their figures, and the bars lead to exactly their rows."""
    called = {hant: {"en": name, "zh-hant": hant} for _code, name, hant, _hans in CATEGORIES}
    sentence = main.locator(".chart-sentence").first
    for name, count in told.most_common(3):
        named = words("%(name)s (%(count)s)", name=called[name][words.language], count=count)
        expect(sentence).to_contain_text(named)
    expect(sentence).to_contain_text(str(ROWS))
