"""Major projects are decided one by one before the organization plan is issued (D11, 2.1.1)."""

import datetime as dt
from decimal import Decimal

import pytest

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import StepRefused
from plans.models import MajorProject, Measure, ResourceNeed
from plans.round.gates import switch_off
from plans.steps import begin_organization_plan, compile_plans
from tests import factories

pytestmark = pytest.mark.django_db
DEAR = Decimal(2_000_000)


def dear_plan(cast, planning_round=None, *, status="endorsed", cost=DEAR):
    plan = factories.make_plan(cast, planning_round)
    record(plan.measures.get(), {"cost": cost}, by=cast.dana)
    return factories.advance(cast, plan, to=status)


@pytest.fixture
def plan(cast):
    return dear_plan(cast, factories.make_round(cast))


@pytest.fixture
def project(plan):
    return MajorProject.objects.get(measure__plan=plan)


def put_forward(cast, project):
    return take(project, "put_forward", by=cast.olga, recommendation="It pays back in two years.")


def ready_to_issue(cast, planning_round):
    take(planning_round, "close_drafting", by=cast.olga)
    together = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=together)
    take(together, "put_forward", by=cast.olga)
    factories.vote_through(cast, together)
    together.refresh_from_db()
    return factories.sign_off(cast, together)


def issue(cast, together):
    return take(together, "issue", by=cast.olga, number="HY-1", issued_on=dt.date(2026, 12, 20))


def test_a_measure_above_the_cost_of_the_round_is_major(cast):
    plan = factories.make_plan(cast)
    measure = plan.measures.get()
    for cost, major in ((None, False), (Decimal(1_000_000), False), (Decimal(1_000_001), True)):
        Measure.objects.filter(pk=measure.pk).update(cost=cost)
        assert plan.measures.major().exists() is major
        assert plan.measures.with_numbers().get().is_major is major
        assert plan.measures.get().is_major is major
    type(plan.round).objects.update(major_cost=None)
    assert not plan.measures.major().exists()


def test_so_is_one_that_needs_more_than_two_departments(cast):
    plan = factories.make_plan(cast)
    measure, goal = plan.measures.get(), plan.goals.first()
    goal.joint_with.add(cast.qua)
    assert not plan.measures.major().exists()
    post = cast.lic.posts.create(name="Registrar")
    need = ResourceNeed(measure=measure, kind="people", name="Ann", post=post, amount=5)
    need.save()
    assert plan.measures.get().is_major
    assert {d.code for d in measure.departments()} == {"csc", "qua", "lic"}
    ResourceNeed.objects.update(archived=True)
    assert not plan.measures.major().exists()


def test_handing_the_plan_in_begins_the_project_once(cast, plan, project):
    assert (project.status, project.measure.plan_id) == ("proposed", plan.pk)
    assert Entry.objects.about("plans.majorproject", project.pk).get().verb == "create"
    factories.make_plan(cast, plan.round, "qua", status="endorsed", by="dora", head="hugo")
    assert MajorProject.objects.get() == project


def test_the_leadership_group_decides_on_the_frozen_measure(cast, project):
    project = put_forward(cast, project)
    ballot = project.ballot
    assert (ballot.department_id, ballot.recommendation) == (
        project.department_id,
        "It pays back in two years.",
    )
    content = ballot.revision.content
    assert [row["number"] for row in content["measures"]] == ["M1"]
    assert (content["cost_limit"], content["departments"]) == ("1000000", ["csc"])
    assert len(content["goals"]) == 3
    factories.vote_through(cast, project)
    project.refresh_from_db()
    assert project.status == "approved"


def test_rejected_it_keeps_the_reason_and_can_be_put_forward_anew(cast, project):
    project = put_forward(cast, project)
    factories.vote_through(cast, project, "return", "Not this year.")
    project.refresh_from_db()
    assert project.status == "rejected" and "Not this year." in project.return_reason
    assert put_forward(cast, project).status == "leadership_approval"


def test_the_organization_plan_waits_for_it(cast):
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    dear_plan(cast, planning_round)
    project = MajorProject.objects.get()
    planning_round.refresh_from_db()
    together = ready_to_issue(cast, planning_round)
    with pytest.raises(StepRefused) as refused:
        issue(cast, together)
    assert [gap.link for gap in refused.value.gaps] == [project.get_absolute_url()]
    put_forward(cast, project)
    factories.vote_through(cast, project)
    assert issue(cast, together).status == "issued"


def test_a_round_may_switch_the_gate_off_with_a_reason(cast):
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    switch_off(by=cast.olga, planning_round=planning_round, gate="major", reason="First year")
    planning_round = type(planning_round).objects.get()
    dear_plan(cast, planning_round)
    assert not MajorProject.objects.exists()
    assert issue(cast, ready_to_issue(cast, planning_round)).status == "issued"


def test_compiling_finds_what_has_become_major_since(cast):
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    factories.make_plan(cast, planning_round, status="endorsed")
    assert not MajorProject.objects.exists()
    planning_round.refresh_from_db()
    record(planning_round, {"major_cost": Decimal(100_000)}, by=cast.olga)
    planning_round.refresh_from_db()
    together = ready_to_issue(cast, planning_round)
    with pytest.raises(StepRefused):
        issue(cast, together)
    assert MajorProject.objects.get().status == "proposed"


@pytest.mark.parametrize(("change", "after"), [({"cost": DEAR * 2}, "proposed"), ({}, "approved")])
def test_an_approval_holds_for_the_content_that_was_read(cast, plan, project, change, after):
    put_forward(cast, project)
    factories.vote_through(cast, project)
    take(plan, "return_from_consolidation", by=cast.olga, reason="Look again.")
    if change:
        record(plan.measures.get(), change, by=cast.dana)
    take(plan, "submit", by=cast.hana)
    project.refresh_from_db()
    assert project.status == after


def test_another_content_voids_a_running_ballot(cast, plan, project):
    put_forward(cast, project)
    take(plan, "return_from_consolidation", by=cast.olga, reason="Look again.")
    record(plan.measures.get(), {"cost": DEAR * 2}, by=cast.dana)
    take(plan, "submit", by=cast.hana)
    project.refresh_from_db()
    assert (project.status, project.ballot.status) == ("proposed", "void")


def test_several_are_never_approved_at_once(cast, project, sign_in):
    put_forward(cast, project)
    client = sign_in(cast.leo)
    assert client.get("/approvals/several/majorproject/").status_code == 404
    assert "/several/" not in client.get("/approvals/").content.decode()


def test_its_page_and_its_brief(cast, project, sign_in, django_assert_num_queries):
    page = sign_in(cast.olga).get(project.get_absolute_url())
    assert page.status_code == 200 and "put_forward" in page.content.decode()
    ballot = put_forward(cast, project).ballot
    brief = sign_in(cast.leo).get(ballot.get_absolute_url()).content.decode()
    for word in ("Carry out this major project", "2,000,000", "It pays back in two years."):
        assert word in brief
    assert "building" in brief


def test_the_measure_the_plan_and_the_review_mark_it(cast, plan, project, sign_in):
    client = sign_in(cast.olga)
    for address in (
        plan.measures.get().get_absolute_url(),
        plan.get_absolute_url(),
        f"/review/{plan.public_id}/",
        f"{plan.get_absolute_url()}history/",
    ):
        assert "ajor project" in client.get(address, follow=True).content.decode(), address


def test_the_plan_brief_and_the_organization_plan_name_it(cast, sign_in):
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    dear_plan(cast, planning_round)
    planning_round.refresh_from_db()
    together = ready_to_issue(cast, planning_round)
    project = MajorProject.objects.get()
    pages = [(cast.olga, together), (cast.leo, Ballot.objects.of(together).get())]
    for reader, row in pages:
        assert (
            project.get_absolute_url()
            in sign_in(reader).get(row.get_absolute_url()).content.decode()
        )
