"""What each role does on its way to an issued plan, act by act, found by the words on the page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from improvement.organization.models import Role
from plans.lifecycle import PlanStatus, RoundStatus
from plans.models import Gate, MeasureType, SectionKey
from tests.browser.hands import Mouse
from tests.browser.scenes import PASSWORD, address
from tests.browser.story import GoalText, Story
from tests.browser.words import Words
from tests.services.obtain import ROOT
from tests.services.website import Site

SCREENSHOTS = ROOT / "var" / "screenshots"


@dataclass
class Journey:
    """One way through the whole path: who travels how, and in which language."""

    name: str
    site: Site
    words: Words
    hand: Mouse
    story: Story
    enter: Any
    profile: dict[str, Any]
    year: int
    pages: dict[str, Page] = field(default_factory=dict)
    kept: int = 0

    def page_of(self, person: str) -> Page:
        """Each person's own browser, in which they have signed in by name and password."""
        if person not in self.pages:
            self.pages[person] = self.enter(self.site, **self.profile)
            sign_in(self, self.pages[person], person)
        return self.pages[person]

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    def keep(self, page: Page, what: str) -> None:
        """Keep a picture of the page as the person sees it."""
        self.kept += 1
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{self.name}-{self.kept:02}-{what}.png")

    # What is on a page

    def link(self, page: Page, source: str, **values: object) -> Locator:
        return main(page).get_by_role("link", name=self.words.name(source, **values)).first

    def button(self, page: Page, source: str) -> Locator:
        return main(page).get_by_role("button", name=self.words.name(source)).first

    def text_field(self, within: Page | Locator, label: str) -> Locator:
        return within.get_by_label(self.words.label(label)).first

    def write(self, within: Page | Locator, label: str, text: str) -> None:
        self.hand.write(self.text_field(within, label), text)

    def follow(self, page: Page, source: str, **values: object) -> None:
        self.hand.go(self.link(page, source, **values))

    def send(self, page: Page, source: str) -> None:
        self.hand.go(self.button(page, source))

    def open_menu(self, page: Page, entry: str) -> None:
        """By the menu, which a phone keeps behind a button of its lower bar."""
        more = page.get_by_role("button", name=self.words("More"), exact=True)
        if more.is_visible():
            self.hand.press(more)
        self.hand.go(page.locator("#menu").get_by_role("link", name=self.words.name(entry)))


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def sign_in(journey: Journey, page: Page, person: str) -> None:
    page.goto("/")
    journey.write(page, "e-mail", address(person))
    journey.write(page, "Password", PASSWORD)
    journey.send(page, "Sign in")


# The office opens the year


def prepare_year(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Planning years")
    journey.follow(page, "Prepare a year")
    journey.write(page, "theme", journey.story.theme)
    journey.send(page, "Prepare the year")
    expect(main(page)).to_contain_text(str(journey.year))


def open_year(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Planning years")
    journey.hand.go(main(page).get_by_role("link", name=str(journey.year)).first)


def leave_out_families(journey: Journey, page: Page) -> None:
    """A gate of the rule is switched off, for a reason that is shown."""
    gate = journey.words(Gate.FAMILIES.label)
    open_year(journey, page)
    journey.follow(page, "All gates")
    row = main(page).get_by_role("listitem").filter(has_text=gate)
    journey.hand.press(row.locator("summary"))
    journey.write(row, "Reason", journey.story.gate_reason)
    journey.hand.go(row.get_by_role("button", name=journey.words.name("Switch off")))
    expect(main(page)).to_contain_text(journey.story.gate_reason)


def put_overall_goals_forward(journey: Journey, page: Page) -> None:
    open_year(journey, page)
    journey.follow(page, "Strategy and overall goals")
    journey.follow(page, "Edit")
    journey.write(page, "strategy", journey.story.strategy)
    blank = page.get_by_role("group", name=journey.words("New overall goal")).first
    journey.write(blank, "overall goal", journey.story.overall_goal)
    journey.send(page, "Save")
    journey.keep(page, "overall-goals")
    take_step(journey, page, "Put forward")


def take_step(journey: Journey, page: Page, step: str) -> None:
    """Most steps ask once, on a page of their own."""
    journey.follow(page, step)
    journey.send(page, step)


def open_drafting(journey: Journey, page: Page) -> None:
    open_year(journey, page)
    take_step(journey, page, "Open drafting")
    expect(main(page)).to_contain_text(journey.words(RoundStatus.DRAFTING.label))


# The department drafts


def begin_plan(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Home")
    journey.follow(page, "Begin the plan")
    journey.send(page, "Begin the plan")


def open_section(journey: Journey, page: Page, section: SectionKey) -> None:
    """From the list of sections beside the editor."""
    sections = page.get_by_role("navigation", name=journey.words("Sections"), exact=True)
    title = re.compile(rf"^\s*\d {re.escape(journey.words(section.label))}")
    journey.hand.go(sections.get_by_role("link", name=title))


def write_section(journey: Journey, page: Page, section: SectionKey, text: str) -> None:
    open_section(journey, page, section)
    journey.write(page, "Text", text)
    journey.send(page, "Save")
    expect(journey.text_field(page, "Text")).to_have_value(text)


def write_goal(journey: Journey, page: Page, goal: GoalText) -> None:
    """A goal with one target line, complete by the SMART check."""
    hand, words = journey.hand, journey.words
    open_section(journey, page, SectionKey.GOALS)
    journey.follow(page, "Add a goal")
    journey.write(page, "goal", goal.title)
    journey.write(page, "statement", goal.statement)
    hand.choose(journey.text_field(page, "family"), words(goal.family.label))
    journey.write(page, "who benefits", goal.beneficiaries)
    journey.write(page, "customer need", goal.need)
    line = page.get_by_role("group", name=words("New target line"), exact=True)
    write_target_line(journey, line, goal)
    journey.write(page, "evidence cited", goal.evidence)
    hand.choose(journey.text_field(page, "overall goal served"), f"O1 {journey.story.overall_goal}")
    journey.write(page, "expected effect in figures", goal.effect)
    journey.keep(page, "goal")
    journey.send(page, "Save and close")
    expect(main(page).get_by_role("link", name=goal.title)).to_be_visible()


def write_target_line(journey: Journey, line: Locator, goal: GoalText) -> None:
    journey.write(line, "Measured by", goal.measured_by)
    journey.hand.choose(journey.text_field(line, "direction"), journey.words(goal.direction.label))
    journey.write(line, "baseline", goal.baseline)
    journey.write(line, "target", goal.target)
    journey.write(line, "unit", goal.unit)
    journey.write(line, "data source", goal.source)
    journey.hand.date(journey.text_field(line, "due"), journey.last_day)


def write_measure(journey: Journey, page: Page, serves: list[GoalText], person: str) -> None:
    hand, words, story = journey.hand, journey.words, journey.story
    open_section(journey, page, SectionKey.MEASURES)
    journey.follow(page, "Add a measure")
    journey.write(page, "measure", story.measure)
    hand.choose(journey.text_field(page, "type"), words(MeasureType.TECHNOLOGY.label))
    for number, goal in enumerate(serves, start=1):
        hand.tick(page.get_by_label(f"G{number} {goal.title}"))
    people = journey.text_field(page, "responsible person")
    hand.choose(people, f"{person} · {words(Role.CLERK.label)}")
    hand.date(journey.text_field(page, "starts"), journey.first_day)
    hand.date(journey.text_field(page, "ends"), journey.last_day)
    milestone = page.get_by_role("group", name=words("New milestone"), exact=True)
    journey.write(milestone, "milestone", story.milestone)
    hand.date(journey.text_field(milestone, "due"), journey.first_day + dt.timedelta(90))
    journey.write(page, "cost", story.cost)
    journey.write(page, "benefit a year", story.benefit)
    journey.write(page, "how it fits what we have", story.fit)
    journey.write(page, "main risk", story.risk)
    journey.keep(page, "measure")
    journey.send(page, "Save and close")
    expect(main(page)).to_contain_text(story.measure)


def back_to_sections(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Home")
    journey.follow(page, "Go on drafting")


def check_and_submit(journey: Journey, page: Page, what: str) -> None:
    journey.open_menu(page, "Home")
    journey.follow(page, "Check and submit")
    journey.keep(page, "check")
    journey.send(page, what)


def answer_comment(journey: Journey, page: Page) -> None:
    """Read what the office wrote, answer it, and mend the text."""
    story, words = journey.story, journey.words
    journey.open_menu(page, "Home")
    expect(main(page)).to_contain_text(story.verdict)
    journey.follow(page, "Go on drafting")
    open_section(journey, page, SectionKey.GOALS)
    expect(main(page)).to_contain_text(story.comment)
    journey.keep(page, "returned")
    journey.hand.press(page.locator("summary").filter(has_text=words("Reply")))
    answer = page.get_by_role("textbox", name=re.compile(f"^{re.escape(words('Reply'))} ·"))
    journey.hand.write(answer, story.reply)
    journey.send(page, "Send reply")
    expect(main(page)).to_contain_text(story.reply)
    back_to_sections(journey, page)
    write_section(journey, page, SectionKey.ANALYSIS, story.revised)


# The office reviews


def put_goals_forward(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Review")
    journey.follow(page, "Review goals")
    journey.follow(page, "Put the goals forward")
    journey.write(page, "Recommendation to the leadership group", journey.story.recommendation)
    journey.send(page, "Put the goals forward")


def begin_review(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Review")
    journey.follow(page, "Review")
    journey.send(page, "Begin review")


def comment_on_goal(journey: Journey, page: Page, goal: GoalText) -> None:
    named = f"{journey.words('Comment')} · G1 {goal.title}"
    journey.hand.press(page.locator("summary").filter(has_text=named))
    journey.hand.write(page.get_by_role("textbox", name=named), journey.story.comment)
    article = page.get_by_role("article").filter(has_text=goal.title)
    journey.hand.go(article.get_by_role("button", name=journey.words("Add comment")))
    expect(main(page)).to_contain_text(journey.story.comment)


def give_verdict(journey: Journey, page: Page, verdict: str, summary: str) -> None:
    """One verdict sends all comments; with a script the button repeats it."""
    label = "Summary for the department and the leadership group"
    journey.hand.tick(page.get_by_role("radio", name=re.compile(f"^{journey.words(verdict)}")))
    journey.write(page, label, summary)
    journey.keep(page, "verdict")
    form = page.locator("form:has(input[name='verdict'])")
    journey.hand.go(form.get_by_role("button"))


def settle_comments(journey: Journey, page: Page) -> None:
    journey.send(page, "Resolve")
    expect(main(page)).to_contain_text(journey.words("Resolved"))


# The leadership group decides


def approve(journey: Journey, page: Page, *, picture: bool = False) -> None:
    """Open the queue and decide; on a phone the first row is opened first."""
    journey.open_menu(page, "Approvals")
    choice = page.get_by_role("radio", name=re.compile(f"^{journey.words('Approve')}"))
    if not choice.is_visible():
        journey.hand.go(main(page).locator("a[data-row]").first)
    if picture:
        journey.keep(page, "ballot")
    confirm = page.locator("form").filter(has=choice).get_by_role("button").last
    journey.hand.decide(choice, confirm)
    expect(main(page)).to_contain_text(journey.words("Nothing waits for your vote"))


# The office compiles and issues


def close_drafting(journey: Journey, page: Page) -> None:
    open_year(journey, page)
    take_step(journey, page, "Close drafting")


def compile_organization_plan(journey: Journey, page: Page) -> None:
    journey.open_menu(page, "Organization plan")
    journey.follow(page, "Begin an edition")
    journey.send(page, "Begin")
    journey.follow(page, "Introduction")
    journey.write(page, "introduction of the office", journey.story.introduction)
    journey.send(page, "Save")
    journey.send(page, "Compile")
    take_step(journey, page, "Put forward")


def sign_off(journey: Journey, page: Page) -> None:
    """Whoever presides finds it on the home page."""
    journey.open_menu(page, "Home")
    journey.follow(page, "Sign off")
    journey.send(page, "Sign off")
    expect(main(page)).to_contain_text(journey.words("Signed off by"))


def issue(journey: Journey, page: Page) -> str:
    """Number and date are proposed; the number that was given."""
    journey.open_menu(page, "Organization plan")
    journey.hand.go(main(page).get_by_role("row").get_by_role("link").first)
    journey.follow(page, "Issue")
    number = journey.text_field(page, "Document number").input_value()
    journey.send(page, "Issue")
    expect(main(page)).to_contain_text(journey.words("Issued as %(number)s.", number=number))
    journey.keep(page, "issued")
    return number


def sign_for(journey: Journey, page: Page) -> None:
    """The head finds it on the home page, reads it, and signs for the department."""
    journey.open_menu(page, "Home")
    journey.follow(page, "Sign for it", context="act")
    confirm = journey.words.name("Sign for it", context="act")
    journey.hand.go(main(page).get_by_role("button", name=confirm))
    expect(main(page).get_by_role("link", name=confirm)).to_have_count(0)
    journey.keep(page, "signed-for")


def see_who_signed(journey: Journey, page: Page, number: str, person: str) -> None:
    """The office sees who has signed, and that another department has not."""
    journey.open_menu(page, "Organization plan")
    journey.hand.go(main(page).get_by_role("row").get_by_role("link").first)
    expect(main(page)).to_contain_text(number)
    receipts = main(page).get_by_role("region", name=journey.words("Signed for by the departments"))
    expect(receipts.get_by_role("row").filter(has_text=person)).to_contain_text(
        journey.words("Signed for", context="status of a receipt")
    )
    open_ones = receipts.get_by_role("row").filter(
        has_text=journey.words("Not signed for", context="status of a receipt")
    )
    expect(open_ones).not_to_have_count(0)


def see_what_serves_what(journey: Journey, page: Page) -> None:
    """From the edition over the map to a goal and back to what it serves."""
    journey.follow(page, "Strategy map")
    expect(main(page)).to_contain_text(journey.story.overall_goal)
    journey.keep(page, "map")
    journey.hand.go(main(page).get_by_role("link", name=journey.story.goals[0].title).first)
    expect(main(page)).to_contain_text(journey.story.goals[0].need)


def read_in_execution(journey: Journey, page: Page, number: str) -> None:
    """From issue on everybody reads the plan."""
    journey.open_menu(page, "Department plans")
    journey.hand.go(main(page).locator("a[data-row]").first)
    expect(main(page)).to_contain_text(journey.words(PlanStatus.EXECUTION.label))
    expect(main(page)).to_contain_text(number)
    expect(main(page)).to_contain_text(journey.story.goals[0].title)
    journey.keep(page, "execution")
