"""A goal answers findings: chosen with it, taken up by it, kept with it (D5, D6, D31)."""

import datetime as dt

import pytest
from django.urls import reverse

from evidence.models import Finding
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.models import Revision
from improvement.door.refusals import Invisible, StepRefused
from plans import carrying
from plans.checking.check import check_plan
from plans.checking.tracing import traces
from plans.drafting import archive_goal, write_goal
from plans.history.comparison import sections
from plans.history.differences import differences
from plans.steps import begin_plan
from tests import factories


@pytest.fixture
def plan(cast):
    return factories.make_plan(cast, status="empty")


@pytest.fixture
def found(cast):
    """found(title): a problem of the Contact Centre, or of another department."""

    def add(title="Nobody answers at noon", *, department=None, by=None):
        by = by or cast.dana
        row = Finding(
            department=department or cast.csc,
            title=title,
            found_on=dt.date(2026, 10, 2),
            found_by=by,
            heading="flow",
            proof="Ten calls of October.",
            origin=f"by hand:{title}",
        )
        return create(row, by=by)

    return add


def typed(goal, **changed):
    """What the form of a goal sends back as it was shown."""
    words = ("title", "statement", "beneficiaries", "customer_need", "evidence")
    return {
        **{name: getattr(goal, name) for name in (*words, "expected_effect", "verification")},
        "family": goal.family,
        "overall_goal": goal.overall_goal_id,
        "version": goal.version,
        "lines-TOTAL_FORMS": 0,
        "lines-INITIAL_FORMS": 0,
        **changed,
    }


def status_of(finding):
    return Finding.objects.get(pk=finding.pk).status


def test_a_finding_is_chosen_in_the_form_of_the_goal_and_taken_up(cast, sign_in, plan, found):
    """D5: from the problem to the goal; the finding says which goal goes on with it."""
    finding, foreign = found(), found("Wrong fees", department=cast.lic, by=cast.olga)
    goal, client = plan.goals.get(number=2), sign_in(cast.dana)
    page = client.get(goal.get_absolute_url()).content.decode()
    assert "Problems it answers" in page and finding.title in page and foreign.title not in page
    client.post(goal.get_absolute_url(), typed(goal, answers=[finding.pk]))
    assert list(goal.answers.all()) == [finding]
    kept = Finding.objects.get(pk=finding.pk)
    assert kept.status == "in_plan"
    assert kept.answer == f"{plan.code} G2"
    entry = Entry.objects.about("evidence.finding", finding.pk).last()
    assert (entry.verb, entry.actor) == ("take_up", cast.dana)
    assert '"cause":{"id":' in entry.body
    told = Entry.objects.about("plans.goal", goal.pk).last().readable_changes
    assert told["answers"] == [[], [finding.pk]]


def test_no_finding_of_another_department_is_answered(cast, sign_in, plan, found):
    foreign, goal = found("Wrong fees", department=cast.lic, by=cast.olga), plan.goals.first()
    found()
    answer = sign_in(cast.dana).post(
        goal.get_absolute_url(), typed(goal, answers=[foreign.pk]), follow=True
    )
    assert "not one of the available choices" in answer.content.decode()
    assert not goal.answers.exists() and status_of(foreign) == "open"


def test_a_department_without_findings_is_not_asked(cast, sign_in, plan):
    page = sign_in(cast.dana).get(plan.goals.first().get_absolute_url()).content.decode()
    assert "Problems it answers" not in page


def test_a_new_goal_takes_up_what_it_answers(cast, plan, found):
    finding = found()
    made = write_goal(
        by=cast.dana, plan=plan, goal=None, changes={"title": "Noon", "answers": [finding]}
    )
    assert status_of(finding) == "in_plan" and list(made.answers.all()) == [finding]


def test_what_the_goal_lets_go_of_is_put_back(cast, plan, found):
    kept, let_go = found(), found("Long queues")
    goal = record(plan.goals.first(), {"answers": [kept, let_go]}, by=cast.dana)
    record(goal, {"answers": [kept]}, by=cast.dana)
    assert (status_of(kept), status_of(let_go)) == ("in_plan", "open")


def test_what_another_goal_answers_too_stays_taken_up(cast, plan, found):
    finding = found()
    first, second = plan.goals.all()[:2]
    for goal in (first, second):
        record(goal, {"answers": [finding]}, by=cast.dana)
    archive_goal(by=cast.dana, goal=first)
    assert status_of(finding) == "in_plan"
    record(second, {"answers": []}, by=cast.dana)
    assert status_of(finding) == "open"


def test_a_goal_taken_out_puts_its_findings_back(cast, plan, found):
    finding = found()
    goal = record(plan.goals.first(), {"answers": [finding]}, by=cast.dana)
    archive_goal(by=cast.dana, goal=goal)
    assert status_of(finding) == "open"


def test_a_word_given_by_hand_is_not_taken_back_by_a_goal(cast, plan, found):
    finding = take(found(), "take_up", by=cast.dana, answer="We hire for noon.")
    goal = record(plan.goals.first(), {"answers": [finding]}, by=cast.dana)
    record(goal, {"answers": []}, by=cast.dana)
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.status, kept.answer) == ("in_plan", "We hire for noon.")


def test_a_goal_is_no_cause_for_what_it_does_not_answer(cast, plan, found):
    with pytest.raises(StepRefused):
        take(found(), "take_up", by=cast.dana, cause=plan.goals.first(), answer="Mine.")


def test_others_do_not_choose(cast, plan, found):
    finding = found()
    with pytest.raises(Invisible):
        record(plan.goals.first(), {"answers": [finding]}, by=cast.sam)
    assert status_of(finding) == "open"


def gaps(plan):
    return [str(gap.sentence) for gap in check_plan(plan)]


def test_a_finding_is_evidence_cited(cast, plan, found):
    """D6: a goal without evidence is an error; a finding brings its own."""
    goal = record(plan.goals.first(), {"evidence": ""}, by=cast.dana)
    missing = "G1: Cite the evidence this goal rests on."
    assert missing in gaps(plan)
    record(goal, {"answers": [found()]}, by=cast.dana)
    assert missing not in gaps(plan)


def test_the_check_beside_the_form_counts_what_is_ticked(cast, sign_in, plan, found):
    finding, goal = found(), plan.goals.first()
    url = reverse("plans:typed_goal", args=[plan.public_id]) + "?number=1"
    client = sign_in(cast.dana)
    bare = client.post(url, typed(goal, evidence="")).content.decode()
    ticked = client.post(url, typed(goal, evidence="", answers=[finding.pk])).content.decode()
    assert "Cite the evidence" in bare and "Cite the evidence" not in ticked


def test_what_was_not_reached_holds_the_plan_up_until_a_goal_answers_it(cast, plan):
    """D99: not reached is gone on with."""
    unmet = Finding(
        department=cast.csc, title="Old goal", found_on=dt.date(2026, 1, 5), origin="v", link="/"
    )
    unmet.save()
    assert any("Old goal" in said for said in gaps(plan))
    record(plan.goals.first(), {"answers": [unmet]}, by=cast.dana)
    plan.__dict__.pop("unmet", None)
    assert not any("Old goal" in said for said in gaps(plan))


def test_the_answer_is_frozen_compared_and_read(cast, sign_in, plan, found):
    """D31: problem, goal, measure, in the plan and in its versions."""
    before = plan.content()
    finding = found()
    record(plan.goals.first(), {"answers": [finding]}, by=cast.dana)
    after = plan.content()
    assert after["goals"][0]["answers"] == [finding.title]
    assert "answers" not in after["goals"][1]
    (block,) = sections(differences(before, after))
    (line,) = block.items[0].lines
    assert line.label == "Problems it answers"
    assert [piece.text for piece in line.after] == [finding.title]
    assert traces(plan.goals_in_force(), [])[0].problem == finding.title


def test_a_content_without_answers_keeps_its_digest(plan):
    """What was frozen before goals named findings is the same content still."""
    assert all("answers" not in goal for goal in plan.content()["goals"])
    assert Revision.digest_of(plan.content()) == Revision.digest_of(plan.content())


def test_the_next_plan_goes_on_with_what_is_still_open(cast, found):
    year = dt.date.today().year
    last = factories.make_plan(cast, factories.make_round(cast, year=year), status="empty")
    kept, settled = found(), found("Long queues")
    record(last.goals.first(), {"answers": [kept, settled]}, by=cast.dana)
    factories.advance_goals(cast, last, to="fixed")
    factories.complete(cast, last, by=cast.dana)
    factories.advance(cast, last, to="execution")
    take(Finding.objects.get(pk=settled.pk), "resolve", by=cast.olga)
    plan = begin_plan(by=cast.dana, planning_round=factories.make_round(cast), department=cast.csc)
    carrying.carry_over(by=cast.dana, plan=plan, sections=[], goals=[1])
    assert list(plan.goals.get().answers.all()) == [kept]


def test_everybody_reads_on_the_goal_what_it_answers(cast, sign_in, found):
    plan, finding = factories.make_plan(cast, status="empty"), found()
    record(plan.goals.first(), {"answers": [finding]}, by=cast.dana)
    factories.advance_goals(cast, plan, to="fixed")
    page = sign_in(cast.olga).get(plan.goals.first().get_absolute_url()).content.decode()
    assert finding.get_absolute_url() in page
