"""Forty plans decided on paper, by a hand as fast as a person's: `python -m tests.bench.sitting`.

Run by hand, since it takes as long as it measures. The hand types four keys a second, and takes a
second and a half for everything it clicks, chooses or decides; it reads the agenda at a second a
line and looks over the signed sheet at two seconds a line.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from tests.services.website import Site

KEY, CLICK, LINE, ROW = 0.25, 1.5, 1.0, 2.0
CHROMIUM = "/usr/bin/chromium"
MATTERS = 40
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MAKING = "from improvement.approvals.packing import make_waiting; make_waiting()"
APART = [
    ("7", "3", "return", "The training comes after the change.", None),
    ("19", "4", "conditions", "Report to the group in May.", dt.date(2027, 5, 31)),
    ("33", "2", "abstain", "", None),
]


@dataclass
class Hand:
    """Counts what it does, and takes a person's time for it."""

    page: Page
    keys: int = 0
    clicks: int = 0
    parts: dict[str, float] = field(default_factory=dict)

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)

    def write(self, selector: str, text: str) -> None:
        self.click(self.page.locator(selector))
        self.page.keyboard.type(text, delay=KEY * 1000)
        self.keys += len(text)

    def click(self, target: Locator) -> None:
        self.wait(CLICK)
        target.click()
        self.clicks += 1

    def choose(self, selector: str, value: str) -> None:
        self.wait(CLICK)
        self.page.locator(selector).select_option(value)
        self.clicks += 1

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("main").get_by_role("button", name=name))

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("main").get_by_role("link", name=name))

    def timed(self, name: str, work: Any, *given: Any) -> None:
        began = time.monotonic()
        work(self, *given)
        self.parts[name] = round(time.monotonic() - began, 1)


def scripted(site: Site, expression: str) -> Any:
    code = (
        f"import json; from tests.browser import examples, scenes; print(json.dumps({expression}))"
    )
    return json.loads(site.manage("shell", "--no-imports", "-c", code))


def prepare(hand: Hand) -> None:
    hand.page.goto("/approvals/meetings/")
    hand.write("#id_held_on", f"{dt.date.today():%m%d%Y}")
    hand.wait(MATTERS * LINE)
    hand.button("Prepare the papers")


def papers(hand: Hand, site: Site) -> None:
    hand.choose("#id_text", "whole")
    hand.button("PDF")
    site.manage("shell", "--no-imports", "-c", MAKING)
    with hand.page.expect_download():
        hand.link("Download the PDF")


def record(hand: Hand, meeting: str, tail: str, scan: Path) -> None:
    hand.page.goto(meeting)
    hand.link("Record what was decided")
    hand.write("#id_tail", tail)
    hand.wait(2 * CLICK)
    hand.page.set_input_files("#id_file", scan)
    hand.click(hand.page.locator("#id_everybody"))
    hand.choose("#id_seat_5", "absent")
    hand.wait(MATTERS * ROW)
    for n, (matter, seat, choice, words, due) in enumerate(APART, start=1):
        hand.write(f"#id_on_{n}", matter)
        hand.choose(f"#id_by_{n}", seat)
        hand.choose(f"#id_choice_{n}", choice)
        if words:
            line = hand.page.locator("fieldset", has=hand.page.locator(f"#id_on_{n}"))
            hand.click(line.locator("summary"))
            hand.write(f"#id_words_{n}", words)
        if due:
            hand.write(f"#id_due_{n}", f"{due:%m%d%Y}")
    hand.button("Record the decisions")


def main() -> None:
    site = Site({})
    try:
        assert scripted(site, "scenes.forty_plans()") == {"open": MATTERS}
        session = scripted(site, "scenes.sessions()")["olga@example.org"]
        with sync_playwright() as driver, TemporaryDirectory() as folder:
            scan = Path(folder) / "minutes.pdf"
            scan.write_bytes(PDF)
            browser = driver.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            context = browser.new_context(base_url=site.url, locale="en-US")
            context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
            hand = Hand(context.new_page())
            hand.timed("prepare", prepare)
            meeting = hand.page.url
            hand.timed("papers", papers, site)
            tail = scripted(site, "scenes.code_of_the_sitting()")
            hand.timed("record", record, meeting, tail, scan)
            said = hand.page.get_by_text("Recorded, members may object").count()
            assert said == MATTERS, said
            browser.close()
        scripted(site, "scenes.after_objections()")
        print(hand.parts, f"{sum(hand.parts.values()):.0f} s", hand.keys, "keys", hand.clicks)
    finally:
        site.close()


if __name__ == "__main__":
    main()
