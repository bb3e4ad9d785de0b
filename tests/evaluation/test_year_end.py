"""After the last day: a verdict for every goal, the plan concluded, the round closed (5.4)."""

from __future__ import annotations

import pytest

from evaluation.before_after import before_and_after
from evaluation.models import Verification
from evaluation.steps import confirm_all
from evidence.models import Finding
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from plans.attainment import figures_of
from plans.checking.check import check_plan
from plans.models import Goal, Plan

VERDICTS = [("confirm", "achieved"), ("confirm_partly", "partly"), ("refute", "missed")]
WORDS = {
    "assessment": "The log before and after.",
    "cause_analysis": "Too few people.",
    "reason": "December was restated.",
}


def judged(year, number: int, step: str, by: str = "olga") -> Verification:
    found = Verification.objects.get(goal__number=number)
    return take(found, step, by=year.cast.people[by], **WORDS)


@pytest.fixture
def ended(year, contact_centre):
    """On 3 January the clock has begun the year-end evaluation."""
    year.values(contact_centre, ("2027-12", 84))
    year.at("2028-01-03")
    year.scan()
    contact_centre.refresh_from_db()
    return contact_centre


def test_the_clock_begins_the_year_end(year, ended):
    year.round.refresh_from_db()
    assert (year.round.status, ended.status) == ("evaluating", "evaluation")
    assert Verification.objects.pending().count() == 3


def test_a_second_scan_begins_nothing_twice(year, ended):
    year.scan()

    assert Verification.objects.count() == 3


@pytest.mark.parametrize(("step", "status"), VERDICTS)
def test_a_verdict_moves_its_goal_and_is_kept_with_its_figures(year, ended, step, status):
    done = judged(year, 1, step)

    assert Goal.objects.get(plan=ended, number=1).status == status
    assert done.verified_by == year.cast.olga
    kept = Revision.objects.latest_of(done).content
    assert kept["method"] == "Call log"
    assert kept["figures"][0]["actual"].startswith("84")
    assert kept["figures"][0]["attainment"] == "0.8"


def test_who_owns_the_goal_gives_no_verdict(year, ended):
    for name in ("hana", "dana", "leo"):
        with pytest.raises(NotYours):
            judged(year, 1, "confirm", by=name)


def test_a_verdict_without_words_is_refused(year, ended):
    found = Verification.objects.get(goal__number=1)
    with pytest.raises(StepRefused):
        take(found, "refute", by=year.cast.olga, assessment="Nothing moved.")


def test_an_unmet_goal_goes_on_as_a_finding(year, ended):
    judged(year, 1, "confirm")
    judged(year, 2, "refute")

    (finding,) = Finding.objects.open_for(ended.department)
    assert (finding.title, finding.detail) == ("Goal of satisfaction", "Too few people.")
    assert finding.status == "open"


def test_the_next_plan_shows_what_was_left_open(year, ended, sign_in):
    judged(year, 2, "refute")
    coming = year.scene.a_plan("csc", "draft", year.scene.drafting)
    goals = coming.section_url("goals")

    page = sign_in(year.cast.dana).get(goals).content.decode()

    assert "Open findings" in page
    assert Finding.objects.get().get_absolute_url() in page


def test_plan_and_round_are_closed_when_every_goal_has_its_verdict(year, ended):
    judged(year, 1, "confirm")
    with pytest.raises(StepRefused, match="Goals without a verdict: 2"):
        take(ended, "conclude", by=year.cast.olga)
    judged(year, 2, "confirm_partly")
    judged(year, 3, "refute")

    assert take(ended, "conclude", by=year.cast.olga).status == "closed"
    year.round.refresh_from_db()
    assert take(year.round, "close", by=year.cast.olga).status == "closed"


def test_a_reopened_plan_is_judged_anew_on_corrected_figures(year, ended):
    for number in (1, 2, 3):
        judged(year, number, "refute")
    take(ended, "conclude", by=year.cast.olga)
    with pytest.raises(StepRefused, match="year-end evaluation"):
        judged(year, 1, "reconsider")
    take(Plan.objects.get(), "reopen", by=year.cast.olga, reason="December was restated.")

    found = judged(year, 1, "reconsider")
    assert Goal.objects.get(plan=ended, number=1).status == "fixed"
    judged(year, 1, "confirm")

    assert Goal.objects.get(plan=ended, number=1).status == "achieved"
    statuses = dict(Finding.objects.values_list("title", "status"))
    assert statuses["Goal of quality"] == "resolved"
    assert statuses["Goal of process"] == "open"
    assert Revision.objects.of(found).count() == 2


def test_published_scorecards_are_verified_with_their_plan(year, contact_centre):
    confirm_all(by=year.cast.olga, period=year.in_moderation().period)
    take(year.quarter, "put_forward", by=year.cast.olga)
    take(year.quarter, "publish", by=year.cast.cora)
    year.at("2028-01-03")
    year.scan()
    for number in (1, 2, 3):
        judged(year, number, "confirm")
    take(Plan.objects.get(), "conclude", by=year.cast.olga)
    year.scan()
    first = contact_centre.evaluations.get(period__key="2027Q1")
    assert first.status == "verified"

    take(Plan.objects.get(), "reopen", by=year.cast.olga, reason="A figure changed.")
    year.scan()

    first.refresh_from_db()
    assert first.status == "published"


def test_before_and_after_says_only_what_is_known(year, ended):
    answers = {a.family: (a.better, a.known) for a in before_and_after(figures_of(ended))}

    assert answers == {"quality": (1, 1), "satisfaction": (0, 0), "process": (0, 0)}


def test_the_next_plan_goes_on_with_what_was_not_reached(year, ended):
    """D99: until it is taken up, with words that say how, the check asks for it."""
    judged(year, 2, "refute")
    coming = year.scene.a_plan("csc", "draft", year.scene.drafting)
    finding = Finding.objects.get()

    def asked():
        read_anew = Plan.objects.with_texts().get(pk=coming.pk)
        return [gap for gap in check_plan(read_anew) if gap.link == finding.get_absolute_url()]

    assert len(asked()) == 1
    with pytest.raises(StepRefused):
        take(finding, "take_up", by=year.cast.dana)
    take(finding, "take_up", by=year.cast.dana, answer="Goal 2 again, with two more people.")
    assert asked() == []
    finding.refresh_from_db()
    assert (finding.status, finding.answer) == ("in_plan", "Goal 2 again, with two more people.")


def test_the_department_is_told_what_was_not_reached(year, ended):
    judged(year, 2, "refute")
    told = Message.objects.filter(kind="evidence.finding.create", channel="email")
    assert {message.recipient.name for message in told} == {"Hana", "Dana"}


def test_the_page_of_a_finding_says_how_the_plan_goes_on(year, ended, sign_in):
    judged(year, 2, "refute")
    finding = Finding.objects.get()
    client = sign_in(year.cast.hana)
    page = client.post(f"{finding.get_absolute_url()}take_up/", {"answer": ""})
    assert page.status_code == 409
    client.post(f"{finding.get_absolute_url()}take_up/", {"answer": "By adjustment 3."})
    assert "By adjustment 3." in client.get(finding.get_absolute_url()).content.decode()
