"""Ways to work a page: with a mouse, with a finger, with the keyboard alone."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Locator, Page

FARTHEST = 150  # presses of Tab; a page on which it takes more is not usable by keyboard


class Mouse:
    """Points and clicks; text is typed into the field that was clicked."""

    def press(self, target: Locator) -> None:
        target.click()

    def go(self, target: Locator) -> None:
        """Press what leads to another page, and wait for that page."""
        with target.page.expect_navigation():
            self.press(target)

    def tick(self, target: Locator) -> None:
        self.press(target)

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def date(self, target: Locator, day: dt.date) -> None:
        target.fill(day.isoformat())

    def choose(self, target: Locator, option: str) -> None:
        target.select_option(label=option)

    def decide(self, choice: Locator, confirm: Locator) -> None:
        """Two presses, and the vote is cast."""
        self.press(choice)
        self.go(confirm)


class Finger(Mouse):
    def press(self, target: Locator) -> None:
        target.tap()


class Keyboard(Mouse):
    """Never touches the mouse: what Tab does not reach cannot be used."""

    def press(self, target: Locator) -> None:
        self.reach(target)
        target.page.keyboard.press("Enter")

    def go(self, target: Locator) -> None:
        # The link past the menu is a navigation too, so it comes before the waiting.
        self.reach(target)
        with target.page.expect_navigation():
            target.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """The space bar ticks; among radio buttons, which Tab enters as one, arrows choose."""
        keyboard = target.page.keyboard
        self.reach(target, of_its_group=True)
        for _ in range(FARTHEST):
            if target.evaluate("e => e === document.activeElement"):
                break
            keyboard.press("ArrowDown")
        if not target.is_checked():
            keyboard.press("Space")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        target.page.keyboard.press("Control+A")
        target.page.keyboard.insert_text(text)

    def date(self, target: Locator, day: dt.date) -> None:
        """Chromium asks in the order of its own language, not of the page's."""
        self.reach(target)
        target.page.keyboard.type(f"{day:%m%d%Y}")

    def choose(self, target: Locator, option: str) -> None:
        self.reach(target)
        options = target.locator("option").all_inner_texts()
        for _ in range(options.index(option)):
            target.page.keyboard.press("ArrowDown")

    def decide(self, choice: Locator, confirm: Locator) -> None:
        """Two inputs: the key of the choice, and Ctrl+Enter."""
        page = choice.page
        page.keyboard.press(choice.get_attribute("data-key") or "")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")

    def reach(self, target: Locator, *, of_its_group: bool = False) -> None:
        """Press Tab until the target has the focus, skipping the menu where it is not in it."""
        page = target.page
        target.wait_for()
        if target.evaluate("e => !!e.closest('main')") and not in_main(page):
            page.keyboard.press("Tab")
            # Where the address names a part of the page, Tab goes on from there.
            if page.evaluate("document.activeElement.matches('a.skip-link')"):
                page.keyboard.press("Enter")
        for _ in range(FARTHEST):
            if target.evaluate(FOCUSED, of_its_group):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")


FOCUSED = """(wanted, ofItsGroup) => {
  const held = document.activeElement;
  const sameGroup = ofItsGroup && wanted.type === "radio" && held.type === "radio"
    && held.name === wanted.name;
  return held === wanted || sameGroup;
}"""


def in_main(page: Page) -> bool:
    """Whether the focus is past the menu; a new page begins before it."""
    return bool(page.evaluate("!!document.activeElement.closest('main')"))
