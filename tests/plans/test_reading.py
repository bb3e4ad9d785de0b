"""Reading a plan: what stands where, what comes next and for whom, the whole text."""

import pytest

from improvement.approvals.steps import cast_vote
from improvement.door.acts import take
from plans.models import Goal
from plans.next_act import next_act
from plans.sheet import Sheet
from plans.stages import stages
from tests import factories


def now(plan, ballot=None):
    return [(s["label"], s["note"]) for s in stages(plan, ballot) if s["state"] == "now"]


def act_for(person, plan):
    act, _others = next_act(person, Sheet(plan))
    return act and str(act.label)


def test_the_stepper_follows_the_plan(cast, planning_round):
    plan = factories.make_plan(cast, planning_round)
    label, note = now(plan)[0]
    assert (label, note.split(" · ")[0]) == ("Draft", "draft 1")

    plan = factories.advance(cast, plan, to="office_review")
    assert now(plan) == [("Office review", "round 1")]

    plan = factories.advance(cast, plan, to="draft")
    assert plan.status == "office_review"


def test_a_ballot_shows_its_turnout_and_not_its_votes(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    ballot = factories.ballot_of(plan)
    cast_vote(ballot, by=cast.leo, choice="return", reason="Too dear.", seen=ballot.digest)

    text = sign_in(cast.hana).get(plan.get_absolute_url()).content.decode()

    assert "1 of 5 voted" in text
    assert "Too dear." not in text


def test_each_has_one_next_act(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    assert act_for(cast.dana, plan) == "Go on drafting"
    assert act_for(cast.hana, plan) == "Submit the goals"
    assert act_for(cast.olga, plan) is None

    factories.advance_goals(cast, plan, to="office_review")
    plan.goal_set.refresh_from_db()
    assert act_for(cast.olga, plan) == "Put the goals forward"
    assert act_for(cast.hana, plan) == "Go on drafting"

    plan = factories.make_plan(cast, planning_round, "qua", by="dora", head="hugo")
    assert act_for(cast.hugo, plan) == "Check and submit"
    plan = factories.advance(cast, plan, to="office_review", head="hugo")
    assert act_for(cast.olga, plan) == "Review"
    assert act_for(cast.otto, plan) is None  # he sits in the department he would review


def test_the_reason_of_a_return_stands_on_top(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    take(plan, "send_back", by=cast.olga, reason="The figures have no source.")

    for page in ("", "edit/overview/"):
        text = sign_in(cast.dana).get(f"{plan.get_absolute_url()}{page}").content.decode()
        assert "The figures have no source." in text


def test_an_issued_plan_shows_number_and_date_and_no_drafts(cast, sign_in):
    plan = factories.make_plan(cast, status="execution")
    number = plan.items.get().organization_plan.number

    text = sign_in(cast.xia).get(plan.get_absolute_url()).content.decode()

    assert number in text
    assert "Clear goals, sound figures." not in text  # the office's word to the leaders
    assert "history/" not in text
    assert sign_in(cast.xia).get(f"{plan.get_absolute_url()}text/").status_code == 200
    assert "Clear goals" in sign_in(cast.hana).get(plan.get_absolute_url()).content.decode()


def test_the_text_has_the_six_sections_and_every_row(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)

    text = sign_in(cast.olga).get(f"{plan.get_absolute_url()}text/").content.decode()

    for part in ("1 Plan overview", "3 Goals", "6 Expected effect"):
        assert part in text
    assert "Knowledge base at the desk" in text
    assert "Pilot group live" in text
    assert "148 s" in text


@pytest.mark.parametrize("reader", ["dana", "hana", "paul", "olga", "leo", "anna"])
def test_goals_and_measures_have_pages_of_their_own(cast, planning_round, sign_in, reader):
    plan = factories.make_plan(cast, planning_round, status="office_review")

    for row in (plan.goals.get(number=3), plan.measures.get()):
        response = sign_in(cast.people[reader]).get(row.get_absolute_url())
        assert response.status_code == 200
        assert row.title in response.content.decode()


def test_the_goals_as_one_set_lead_to_their_ballot(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.advance_goals(cast, plan, to="leadership_approval")
    ballot = factories.ballot_of(plan.goal_set)
    url = plan.goal_set.get_absolute_url()

    assert ballot.get_absolute_url() in sign_in(cast.leo).get(url).content.decode()
    assert ballot.get_absolute_url() not in sign_in(cast.hana).get(url).content.decode()
    assert sign_in(cast.xia).get(url).status_code == 404


def test_returned_goals_show_why(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.advance_goals(cast, plan, to="office_review")
    take(plan.goal_set, "send_back", by=cast.olga, reason="One goal too many.")

    text = sign_in(cast.hana).get(plan.goal_set.get_absolute_url()).content.decode()

    assert "One goal too many." in text
    assert f"{plan.goal_set.get_absolute_url()}submit/" in text


@pytest.mark.parametrize("reader", ["dana", "olga"])
def test_a_longer_plan_takes_no_more_queries(
    cast, planning_round, sign_in, django_assert_num_queries, reader
):
    plan = factories.make_plan(cast, planning_round, status="empty")
    Goal.objects.filter(number__gt=1).update(archived=True)
    factories.make_measure(cast, plan)
    client = sign_in(cast.people[reader])
    for path in ("", "text/"):
        url = f"{plan.get_absolute_url()}{path}"
        Goal.objects.filter(number__gt=1).update(archived=True)
        client.get(url)
        with django_assert_num_queries(10, exact=False) as one:
            client.get(url)
        Goal.objects.update(archived=False)
        for _number in range(2):
            factories.make_measure(cast, plan)

        with django_assert_num_queries(len(one)):
            client.get(url)
