"""What each role does in the year after issue, act by act, found by the words on the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from evaluation.models import Evaluation, EvaluationPeriod, Verification
from evidence.periods import parse
from execution.models import ProgressReport, Task
from execution.models.report import Health
from improvement.door.inputs import INPUTS
from improvement.door.lifecycle import Stateful, arrows
from incentives.models import Award, Criticism, Rectification
from incentives.models.award import AwardForm
from plans.models import Adjustment, AdjustmentReason, Plan, Round
from tests.browser.acts import Journey, main
from tests.browser.hands import Keyboard
from tests.browser.scenes import INDICATORS
from tests.browser.year_story import ENGLISH, YearStory

EVIDENCE = {"name": "fifty-answers.txt", "mimeType": "text/plain", "buffer": b"1. Opening hours\n"}


@dataclass
class Year(Journey):
    """The journey goes on in the year that the plan is for."""

    told: YearStory = ENGLISH

    def comes(self, moment: dt.datetime) -> None:
        """The clock moves, the scanner runs, and everybody signs in anew."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()
        self.site.move_to(moment)
        self.site.manage("scan")


def take(journey: Journey, page: Page, model: type[Stateful], name: str, **typed: str) -> None:
    """A step that asks on a page of its own, by the words of its arrow."""
    label: Any = arrows(model)[name].label
    journey.follow(page, label)
    for field, text in typed.items():
        journey.write(page, INPUTS[field].label, text)  # type: ignore[arg-type]
    journey.send(page, label)


def press(journey: Journey, page: Page, model: type[Stateful], name: str) -> None:
    """A step that is taken at once."""
    label: Any = arrows(model)[name].label
    journey.send(page, label)


def open_plan(journey: Journey, page: Page, tab: str = "") -> None:
    journey.open_menu(page, "Department plans")
    journey.hand.go(main(page).locator("a[data-row]").first)
    if tab:
        tabs = page.get_by_role("navigation", name=journey.words("Pages of the plan"))
        journey.hand.go(tabs.get_by_role("link", name=journey.words(tab), exact=True))


def says(journey: Journey, page: Page, text: Any) -> None:
    expect(main(page)).to_contain_text(journey.words(text))


# A task


def assign(journey: Year, page: Page, person: str, due: dt.date) -> None:
    open_plan(journey, page, "Tasks")
    journey.follow(page, "Add a task")
    journey.write(page, "task", journey.told.task)
    people = journey.text_field(page, "person")
    option = people.locator("option").filter(has_text=person).inner_text()
    journey.hand.choose(people, option)
    journey.hand.date(journey.text_field(page, "due"), due)
    journey.send(page, "Assign")
    expect(main(page)).to_contain_text(journey.told.task)


def open_task(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Tasks")
    journey.hand.go(main(page).get_by_role("link", name=journey.told.task).first)


def carry_out(journey: Year, page: Page) -> None:
    """Accepted, begun, and handed in with a file as evidence."""
    open_task(journey, page)
    for step in ("accept", "start"):
        press(journey, page, Task, step)
    page.locator("#id_file").set_input_files(EVIDENCE)
    journey.send(page, "Attach")
    expect(main(page)).to_contain_text(EVIDENCE["name"])
    take(journey, page, Task, "submit", result=journey.told.result)
    journey.keep(page, "task")


def confirm(journey: Year, page: Page) -> None:
    open_task(journey, page)
    take(journey, page, Task, "confirm")
    expect(main(page)).to_contain_text(journey.told.result)


# Values


def enter_values(journey: Year, page: Page) -> None:
    """By the keyboard alone, whatever the hand does elsewhere."""
    journey.open_menu(page, "Goals and indicators")
    journey.follow(page, "Enter values")
    keys = Keyboard()
    for indicator, value in zip(INDICATORS, journey.told.values, strict=True):
        name = indicator[1] if journey.words.language == "en" else indicator[2]
        row = page.get_by_role("row").filter(has_text=name)
        keys.write(row.locator("input:not([type=hidden])").first, value)
    journey.keep(page, "values")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def accept_values(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Goals and indicators")
    journey.follow(page, "Accept values")
    journey.send(page, "Accept all shown")


# A progress report


def open_report(journey: Year, page: Page) -> None:
    open_plan(journey, page, "Progress reports")
    journey.hand.go(main(page).get_by_role("table").get_by_role("link").first)


def write_report(journey: Year, page: Page) -> None:
    """The figures stand there already; the department says what it makes of them."""
    open_report(journey, page)
    expect(main(page)).to_contain_text(f"{journey.told.values[0]}%")
    choose_health(journey, page)
    journey.write(page, "what went well", journey.told.wins)
    journey.send(page, "Save")


def choose_health(journey: Year, page: Page) -> None:
    word = journey.words(Health.WARN.label)
    journey.hand.tick(page.get_by_role("radio", name=word))


def hand_report_in(journey: Year, page: Page) -> None:
    """Red needs a cause and a remedy before it is taken."""
    open_report(journey, page)
    label: Any = arrows(ProgressReport)["submit"].label
    journey.send(page, label)
    says(journey, page, "Give the cause: the line is off its path.")
    journey.keep(page, "report-refused")
    line = page.locator("fieldset[id^=line-]").filter(
        has_text=journey.words("Off its path: it needs a cause and a remedy.")
    )
    journey.write(line, "Cause", journey.told.cause)
    journey.write(line, "Remedy", journey.told.remedy)
    journey.send(page, label)
    expect(main(page)).to_contain_text(journey.told.cause)


def ask(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Progress reports")
    journey.hand.go(main(page).get_by_role("table").get_by_role("link").first)
    take(journey, page, ProgressReport, "query", question=journey.told.question)


def answer(journey: Year, page: Page) -> None:
    open_report(journey, page)
    expect(main(page)).to_contain_text(journey.told.question)
    journey.write(page, "Answer", journey.told.answer)
    journey.send(page, arrows(ProgressReport)["answer"].label)  # type: ignore[arg-type]


def acknowledge(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Progress reports")
    journey.hand.go(main(page).get_by_role("table").get_by_role("link").first)
    expect(main(page)).to_contain_text(journey.told.answer)
    take(journey, page, ProgressReport, "acknowledge", assessment=journey.told.assessment)
    expect(main(page)).to_contain_text(journey.told.assessment)
    journey.keep(page, "report")


# An adjustment


def propose_adjustment(journey: Year, page: Page) -> None:
    told = journey.told
    open_plan(journey, page, "Adjustments")
    journey.follow(page, "Propose an adjustment")
    journey.send(page, "Begin a list of changes")
    chooser = page.get_by_label(journey.words("Goal or measure to change"))
    option = chooser.locator("option").filter(has_text="M1").first.inner_text()
    journey.hand.choose(chooser, option)
    journey.send(page, "Add a change")
    journey.write(page, "cost", told.cost)
    journey.write(page, "main risk", told.risk)
    journey.send(page, "Put into the list of changes")
    reason = journey.text_field(page, "it rests on")
    journey.hand.choose(reason, journey.words(AdjustmentReason.CONDITIONS.label))
    journey.write(page, "cause analysis", told.why)
    journey.write(page, "effect on the goals", told.effect)
    journey.send(page, "Save")
    journey.keep(page, "adjustment")
    take(journey, page, Adjustment, "submit")


def put_adjustment_forward(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Review")
    journey.hand.go(
        main(page).get_by_role("link", name=journey.words.name("Review adjustment")).first
    )
    take(journey, page, Adjustment, "put_forward", recommendation=journey.told.recommendation)


def sees_both_versions(journey: Year, page: Page) -> None:
    """The old version stays in force until the new one is decided (4.4.3)."""
    open_plan(journey, page)
    expect(main(page)).to_contain_text("320,000")
    expect(main(page)).to_contain_text("350,000")
    journey.keep(page, "both-versions")


def sees_it_applied(journey: Year, page: Page) -> None:
    open_plan(journey, page)
    expect(main(page)).to_contain_text("350,000")
    expect(main(page)).not_to_contain_text("320,000")


# The quarterly evaluation


def open_scorecard(journey: Year, page: Page) -> None:
    """What waits for one's rating, else one's own; anybody's through the period."""
    journey.open_menu(page, "Quarterly evaluation")
    for heading in ("waiting", "mine"):
        listed = main(page).locator(f"section[aria-labelledby={heading}]").get_by_role("link")
        if listed.count():
            journey.hand.go(listed.first)
            return
    open_period(journey, page)
    journey.hand.go(main(page).get_by_role("rowheader").get_by_role("link").first)


def open_period(journey: Year, page: Page) -> None:
    with translation.override(journey.words.language):
        quarter = parse(f"{journey.year}Q1").label
    journey.open_menu(page, "Quarterly evaluation")
    journey.hand.go(main(page).get_by_role("link", name=quarter).first)


def rate(journey: Year, page: Page, score: str, button: str, text: str = "") -> None:
    """A score for every criterion, with a word beside it."""
    open_scorecard(journey, page)
    for field in scores(page):
        journey.hand.write(field, score)
    for field in page.locator("textarea[name$=-word]").all():
        journey.hand.write(field, journey.told.note)
    if text:
        journey.hand.write(page.locator("textarea[name=text]"), text)
    journey.keep(page, "rating")
    journey.send(page, button)


def scores(page: Page) -> list[Locator]:
    return page.locator("input[name$=-score]").all()


def show_score(journey: Year, page: Page) -> None:
    take(journey, page, Evaluation, "show")


def read_score(journey: Year, page: Page) -> None:
    open_scorecard(journey, page)
    says(journey, page, "Grade")
    journey.keep(page, "scorecard")


def moderate(journey: Year, page: Page) -> None:
    open_period(journey, page)
    take(journey, page, EvaluationPeriod, "begin_moderation")
    journey.follow(page, "Compare scores")
    journey.send(page, "Confirm all without objection")
    take(journey, page, EvaluationPeriod, "put_forward")


def publish(journey: Year, page: Page) -> None:
    open_period(journey, page)
    take(journey, page, EvaluationPeriod, "publish")


# An award


def nominate(journey: Year, page: Page) -> None:
    told = journey.told
    journey.open_menu(page, "Awards")
    journey.follow(page, "Nominate")
    if page.get_by_label(journey.words.label("Department")).count():
        journey.send(page, "Continue")
    journey.write(page, "what is it for", told.award)
    journey.hand.tick(page.get_by_role("radio", name=journey.words(AwardForm.TITLE.label)))
    goal = journey.text_field(page, "goal it rests on")
    journey.hand.choose(goal, goal.locator("option").nth(1).inner_text())
    journey.write(page, "grounds", told.grounds)
    journey.send(page, "Nominate")


def support(journey: Year, page: Page) -> None:
    open_award(journey, page)
    take(journey, page, Award, "support", recommendation=journey.told.recommendation)
    take(journey, page, Award, "put_forward")


def open_award(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Awards")
    journey.hand.go(main(page).get_by_role("link", name=journey.told.award).first)


def sees_granted(journey: Year, page: Page) -> None:
    open_award(journey, page)
    says(journey, page, "Granted")
    journey.keep(page, "award")


# A notice of criticism


def propose_notice(journey: Year, page: Page, department: str, person: str) -> None:
    journey.open_menu(page, "Rectification")
    journey.follow(page, "Propose a notice")
    journey.hand.choose(journey.text_field(page, "Department"), department)
    journey.send(page, "Continue")
    people = journey.text_field(page, "person")
    option = people.locator("option").filter(has_text=person).inner_text()
    journey.hand.choose(people, option)
    journey.write(page, "what is criticized", journey.told.criticism)
    journey.send(page, "Propose and ask for the reply")


def open_notice(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Rectification")
    journey.hand.go(main(page).get_by_role("rowheader").get_by_role("link").first)


def reply(journey: Year, page: Page) -> None:
    open_notice(journey, page)
    expect(main(page)).to_contain_text(journey.told.criticism)
    take(journey, page, Criticism, "reply", answer=journey.told.reply)


def put_notice_forward(journey: Year, page: Page) -> None:
    open_notice(journey, page)
    expect(main(page)).to_contain_text(journey.told.reply)
    take(journey, page, Criticism, "put_forward", recommendation=journey.told.recommendation)


def open_rectification(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Rectification")
    row = main(page).get_by_role("row").filter(has=page.get_by_role("rowheader"))
    journey.hand.go(row.last.get_by_role("link").last)


def plan_rectification(journey: Year, page: Page, due: dt.date) -> None:
    open_rectification(journey, page)
    journey.follow(page, "Write the plan")
    journey.write(page, "cause", journey.told.rectified_because)
    journey.write(page, "rectification measures", journey.told.rectified_by)
    journey.hand.date(journey.text_field(page, "rectified by"), due)
    journey.send(page, "Save")
    take(journey, page, Rectification, "hand_in")


def agree(journey: Year, page: Page) -> None:
    open_rectification(journey, page)
    take(journey, page, Rectification, "begin")


def report_rectified(journey: Year, page: Page) -> None:
    open_rectification(journey, page)
    journey.follow(page, "Report what is done")
    journey.write(page, "what has been done", journey.told.done)
    journey.send(page, "Save")


def check_rectified(journey: Year, page: Page) -> None:
    open_rectification(journey, page)
    take(journey, page, Rectification, "inspect", result=journey.told.checked)


def write_off(journey: Year, page: Page) -> None:
    """By another officer than the one who checked."""
    open_rectification(journey, page)
    take(journey, page, Rectification, "write_off")
    journey.keep(page, "written-off")


# Year end


def open_year_end(journey: Year, page: Page) -> None:
    journey.open_menu(page, "Quarterly evaluation")
    journey.follow(page, "Verdicts %(year)s", year=journey.year)


def open_plan_year_end(journey: Year, page: Page) -> None:
    open_year_end(journey, page)
    journey.hand.go(main(page).get_by_role("rowheader").get_by_role("link").first)


def give_verdicts(journey: Year, page: Page) -> None:
    """By the method fixed beforehand: two goals were reached, the third in part."""
    for _goal in range(2):
        open_plan_year_end(journey, page)
        journey.follow(page, "Give the verdict")
        take(journey, page, Verification, "confirm", assessment=journey.told.verdict)
    open_plan_year_end(journey, page)
    journey.follow(page, "Give the verdict")
    both = {"assessment": journey.told.verdict, "cause_analysis": journey.told.partly}
    take(journey, page, Verification, "confirm_partly", **both)
    heading = journey.words("Verdict", context="at year end")
    expect(main(page).get_by_role("heading", name=heading, exact=True)).to_be_visible()
    journey.keep(page, "verdict")


def conclude(journey: Year, page: Page) -> None:
    open_plan_year_end(journey, page)
    take(journey, page, Plan, "conclude")
    open_year_end(journey, page)
    take(journey, page, Round, "close")
    journey.keep(page, "closed")
