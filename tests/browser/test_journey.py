"""From an empty year to a plan in execution: every role does its part in a browser of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.browser import acts
from tests.browser.acts import Journey
from tests.browser.conftest import Enter, Stage
from tests.browser.hands import Finger, Keyboard, Mouse
from tests.browser.story import CHINESE, ENGLISH, Story
from tests.browser.words import Words

pytestmark = pytest.mark.browser

LEADERS = ("leo", "lena", "cora")
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
WAYS: dict[str, tuple[str, Mouse, Story, dict[str, Any]]] = {
    "mouse": ("en", Mouse(), ENGLISH, {}),
    "keyboard": ("zh-hant", Keyboard(), CHINESE, {"locale": "zh-TW"}),
    "phone": ("en", Finger(), ENGLISH, PHONE),
    "no-script": ("en", Mouse(), ENGLISH, {"java_script_enabled": False}),
}


@pytest.fixture(params=WAYS)
def journey(request: pytest.FixtureRequest, stage: Stage, enter: Enter) -> Journey:
    language, hand, story, profile = WAYS[request.param]
    site, said = stage("small_organization")
    year = dt.date.fromisoformat(said["today"]).year + 1
    return Journey(request.param, site, Words(language), hand, story, enter, profile, year)


def test_from_an_empty_year_to_execution(journey: Journey) -> None:
    """Office, clerk, head and leaders, until the head has signed and everybody reads the plan."""
    story = journey.story
    olga, dana, hana = (journey.page_of(name) for name in ("olga", "dana", "hana"))

    acts.prepare_year(journey, olga)
    acts.leave_out_families(journey, olga)
    acts.put_overall_goals_forward(journey, olga)
    everybody_approves(journey)
    acts.open_drafting(journey, olga)

    acts.begin_plan(journey, dana)
    for section, text in story.sections.items():
        acts.write_section(journey, dana, section, text)
    for goal in story.goals:
        acts.write_goal(journey, dana, goal)
    acts.write_measure(journey, dana, story.goals, "Dana")
    acts.check_and_submit(journey, hana, "Submit the goals")
    acts.put_goals_forward(journey, olga)
    everybody_approves(journey)

    acts.check_and_submit(journey, hana, "Submit to the office")
    acts.begin_review(journey, olga)
    acts.comment_on_goal(journey, olga, story.goals[0])
    acts.give_verdict(journey, olga, "Return for revision", story.verdict)
    acts.answer_comment(journey, dana)
    acts.check_and_submit(journey, hana, "Submit to the office")
    acts.begin_review(journey, olga)
    acts.settle_comments(journey, olga)
    acts.give_verdict(journey, olga, "Endorse", story.endorsement)

    acts.close_drafting(journey, olga)
    acts.compile_organization_plan(journey, olga)
    everybody_approves(journey)
    acts.sign_off(journey, journey.page_of("cora"))
    number = acts.issue(journey, olga)
    acts.sign_for(journey, hana)
    acts.see_who_signed(journey, olga, number, "Hana")
    acts.see_what_serves_what(journey, olga)
    acts.read_in_execution(journey, journey.page_of("xia"), number)

    journey.site.manage("verify_audit")


def everybody_approves(journey: Journey) -> None:
    """Each member of the group decides, the chair last."""
    for leader in LEADERS:
        acts.approve(journey, journey.page_of(leader), picture=leader == LEADERS[0])
