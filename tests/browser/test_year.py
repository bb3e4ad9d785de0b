"""From the issued plan to the closed year: every role does its part in a browser of its own."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from plans.lifecycle import PlanStatus
from tests.browser import acts
from tests.browser import year_acts as year
from tests.browser.conftest import Enter, Stage
from tests.browser.hands import Mouse
from tests.browser.story import CHINESE, ENGLISH
from tests.browser.words import Words
from tests.browser.year_acts import Year
from tests.browser.year_story import CHINESE as CHINESE_YEAR
from tests.browser.year_story import ENGLISH as ENGLISH_YEAR

pytestmark = pytest.mark.browser

LEADERS = ("leo", "lena", "cora")
WAYS = {
    "year-en": ("en", ENGLISH, ENGLISH_YEAR, {}),
    "year-zh-hant": ("zh-hant", CHINESE, CHINESE_YEAR, {"locale": "zh-TW"}),
}


def at_ten(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 10, tzinfo=ZoneInfo("Asia/Hong_Kong"))


@pytest.fixture(params=WAYS)
def journey(request: pytest.FixtureRequest, stage: Stage, enter: Enter) -> Year:
    language, story, told, profile = WAYS[request.param]
    ahead = dt.date.today().year + 1
    site, _said = stage("issued_year", at_ten(ahead - 1, 11, 20))
    words, hand = Words(language), Mouse()
    return Year(request.param, site, words, hand, story, enter, profile, ahead, told=told)


def test_from_issue_to_the_closed_year(journey: Year) -> None:
    """Tasks, values, a report, an adjustment, an evaluation, an award, a notice, the verdicts.

    How a plan is drafted and issued is the other journey; this one begins with a plan that a
    scene has brought to its issue. Nothing but the clock is moved by the test.
    """
    carry_out(journey)
    report_and_adjust(journey)
    evaluate_and_judge(journey)
    publish(journey)
    close(journey)
    journey.site.manage("verify_audit")


def carry_out(journey: Year) -> None:
    person = journey.page_of
    journey.comes(at_ten(journey.year, 2, 10))
    year.assign(journey, person("dana"), "Sam", dt.date(journey.year, 3, 20))
    year.carry_out(journey, person("sam"))
    year.confirm(journey, person("hana"))


def report_and_adjust(journey: Year) -> None:
    """On the morning after the first quarter the clock has asked for reports and self-ratings."""
    person = journey.page_of
    journey.comes(at_ten(journey.year, 4, 1))
    year.enter_values(journey, person("dana"))
    year.accept_values(journey, person("olga"))
    year.write_report(journey, person("dana"))
    year.hand_report_in(journey, person("hana"))
    year.ask(journey, person("olga"))
    year.answer(journey, person("hana"))
    year.acknowledge(journey, person("olga"))

    year.propose_adjustment(journey, person("hana"))
    year.put_adjustment_forward(journey, person("olga"))
    year.sees_both_versions(journey, person("hana"))
    everybody_approves(journey)
    year.sees_it_applied(journey, person("hana"))
    year.rate(journey, person("hana"), "82", "Hand in", journey.told.highlights)


def evaluate_and_judge(journey: Year) -> None:
    """The data were due, so the others rate; an award is announced and a notice issued."""
    person = journey.page_of
    journey.comes(at_ten(journey.year, 4, 12))
    year.rate(journey, person("paul"), "80", "Hand in")
    year.rate(journey, person("olga"), "78", "Finish scoring", journey.told.assessment)
    year.show_score(journey, person("olga"))
    year.read_score(journey, person("hana"))
    year.nominate(journey, person("hana"))
    year.support(journey, person("olga"))
    everybody_approves(journey)

    year.propose_notice(journey, person("olga"), department(journey), "Sam")
    year.reply(journey, person("sam"))
    year.put_notice_forward(journey, person("olga"))
    everybody_approves(journey)
    year.plan_rectification(journey, person("sam"), dt.date(journey.year, 4, 30))
    year.agree(journey, person("olga"))
    year.report_rectified(journey, person("sam"))
    year.check_rectified(journey, person("olga"))
    year.write_off(journey, person("oscar"))


def publish(journey: Year) -> None:
    """The days for objections have passed: the clock has granted the award."""
    person = journey.page_of
    journey.comes(at_ten(journey.year, 4, 21))
    year.sees_granted(journey, person("xia"))
    year.moderate(journey, person("olga"))
    year.publish(journey, person("cora"))
    year.read_score(journey, person("xia"))


def close(journey: Year) -> None:
    """After the last day every goal gets its verdict."""
    person = journey.page_of
    journey.comes(at_ten(journey.year + 1, 1, 4))
    year.give_verdicts(journey, person("olga"))
    year.conclude(journey, person("olga"))
    year.open_plan(journey, person("xia"))
    closed = journey.words(PlanStatus.CLOSED.label)
    expect(acts.main(person("xia"))).to_contain_text(closed)


def everybody_approves(journey: Year) -> None:
    for leader in LEADERS:
        acts.approve(journey, journey.page_of(leader), picture=leader == LEADERS[0])


def department(journey: Year) -> str:
    return "Contact Centre" if journey.words.language == "en" else "客戶服務中心"
