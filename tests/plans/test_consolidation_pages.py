"""The workbench shows what plans come to together, and leads to every item (D18, D20, D59)."""

import pytest
from django.urls import reverse

from plans.consolidation.looking import look_through
from plans.models import ConsolidationIssue, OverallGoal
from tests import factories
from tests.plans.test_consolidate import alike, asked_too_much, plans  # noqa: F401

pytestmark = pytest.mark.django_db


def workbench(planning_round, **asked):
    return reverse("plans:consolidation", args=[planning_round.public_id])


def test_the_matrix_counts_each_measure_once_for_an_overall_goal(
    cast,
    planning_round,
    plans,  # noqa: F811
    sign_in,
):
    alike(cast, plans)
    url = workbench(planning_round)
    page = sign_in(cast.olga).get(url).content.decode()
    first = planning_round.overall_goal_set.goals.first()
    assert f'aria-label="{first}: Contact Centre, 1 measure"' in page
    assert "goal=1&amp;department=qua" in page
    assert ">9</a>" not in page
    assert ">9</a>" in sign_in(cast.olga).get(url + "?show=cost").content.decode()


def test_an_overall_goal_that_nobody_serves_is_seen_as_a_gap(
    cast,
    planning_round,
    plans,  # noqa: F811
    sign_in,
):
    OverallGoal(goal_set=planning_round.overall_goal_set, number=9, title="Greener").save()
    look_through(planning_round, by=cast.olga)
    page = sign_in(cast.olga).get(workbench(planning_round)).content.decode()
    assert "matrix-gap" in page and "Nobody serves it" in page
    assert "No department serves O9 Greener" in page


def test_a_cell_leads_to_its_goals_and_measures_with_plan_and_person(
    cast,
    planning_round,
    plans,  # noqa: F811
    sign_in,
):
    alike(cast, plans)
    url = reverse("plans:consolidation_items", args=[planning_round.public_id])
    page = sign_in(cast.olga).get(f"{url}?goal=1&department=qua").content.decode()
    assert "Booking online for all counters" in page and "Dora" in page
    assert "Online booking for every counter" not in page
    assert sign_in(cast.olga).get(f"{url}?goal=77").status_code == 404


def test_a_clash_is_drawn_with_its_load_before_and_after(
    cast,
    planning_round,
    plans,  # noqa: F811
    sign_in,
):
    _made, _post, issue = asked_too_much(cast, plans[0], planning_round)
    url = f"{workbench(planning_round)}?issue={issue.number}"
    page = sign_in(cast.olga).get(url).content.decode()
    assert "20 person-days are asked; 10 can be given" in page.replace("In these months ", "")
    key = issue.facts["solutions"][-1]["key"]
    after = sign_in(cast.olga).get(f"{url}&try={key}").content.decode()
    assert "In no month is more asked than can be given." in after
    assert page.count('<svg class="chart"') + 1 == after.count('<svg class="chart"')


def test_whoever_neither_consolidates_nor_leads_sees_nothing(cast, planning_round, sign_in):
    for person, status in ((cast.leo, 200), (cast.anna, 200), (cast.hana, 404), (cast.sam, 404)):
        assert sign_in(person).get(workbench(planning_round)).status_code == status
    page = sign_in(cast.hana).get("/").content.decode()
    assert reverse("plans:consolidation_index") not in page
    assert reverse("plans:consolidation_index") in sign_in(cast.olga).get("/").content.decode()


def test_the_office_proposes_on_the_page_and_the_head_agrees_on_the_plan(
    cast,
    planning_round,
    plans,  # noqa: F811
    sign_in,
):
    ours, _theirs = alike(cast, plans)
    client = sign_in(cast.olga)
    look = reverse("plans:consolidation_look", args=[planning_round.public_id])
    assert client.post(look).status_code == 302
    issue = ConsolidationIssue.objects.get(rule="measures_alike")
    url = reverse("plans:consolidation_propose", args=[issue.public_id])
    assert client.post(url, {"choice": "", "version": issue.version}).status_code == 409
    sent = {"choice": f"lead-{ours.pk}", "version": issue.version, "key": "once"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    assert issue.changes.count() == 2

    client = sign_in(cast.hana)
    page = client.get(plans[0].get_absolute_url()).content.decode()
    assert "Carry out M1 Online booking for every counter for Quality too" in page
    change = issue.changes.get(plan=plans[0])
    assert change.step_url("accept") in page
    assert client.post(change.step_url("accept"), {"version": change.version}).status_code == 302
    page = client.get(plans[0].get_absolute_url()).content.decode()
    assert change.step_url("accept") not in page and "Accepted" in page


def test_the_share_of_working_time_is_set_by_the_office(cast, planning_round, sign_in):
    url = reverse("plans:consolidation_capacity", args=[planning_round.public_id])
    client = sign_in(cast.olga)
    client.post(url, {"capacity_percent": "30", "version": planning_round.version})
    planning_round.refresh_from_db()
    assert planning_round.capacity_percent == 30
    client.post(url, {"capacity_percent": "300"})
    planning_round.refresh_from_db()
    assert planning_round.capacity_percent == 30
    assert sign_in(cast.leo).post(url, {"capacity_percent": "20"}).status_code == 403


def test_the_workbench_asks_as_often_for_three_departments_as_for_one(
    cast, planning_round, sign_in, django_assert_num_queries
):
    first = factories.make_plan(cast, planning_round, status="empty")
    factories.make_measure(cast, first)
    OverallGoal(goal_set=planning_round.overall_goal_set, number=9, title="Greener").save()
    look_through(planning_round, by=cast.olga)
    client = sign_in(cast.olga)
    client.get(workbench(planning_round))
    with django_assert_num_queries(10):
        client.get(workbench(planning_round))
    for code, clerk, head in (("qua", "dora", "hugo"), ("lic", "lily", "lily")):
        if code == "lic":
            cast.appoint("lily", "clerk", "lic")
        more = factories.make_plan(
            cast, planning_round, department=code, by=clerk, head=head, status="empty"
        )
        factories.make_measure(cast, more, by=cast.people[clerk])
    look_through(planning_round, by=cast.olga)
    with django_assert_num_queries(10):
        page = client.get(workbench(planning_round))
    assert page.content.decode().count("issue-row") >= 3


def test_without_a_year_the_page_says_where_it_begins(cast, sign_in):
    page = sign_in(cast.olga).get(reverse("plans:consolidation_index"))
    assert page.status_code == 200 and "No year is being planned" in page.content.decode()
