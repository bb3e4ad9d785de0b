"""A change that makes a measure major is decided after the project itself (D11, 2.1.1, 4.4.3)."""

import itertools
from decimal import Decimal

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from plans.adjusting import enlarged
from plans.models import MajorProject, Measure, SwitchedOffGate
from plans.models.measure import is_major
from tests import factories
from tests.plans.adjustments import begin, proposing, put, submitted

pytestmark = pytest.mark.django_db
DEAR = Decimal(2_000_000)


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


def joined(plan, *departments):
    """Goals of the measure that other departments share: their people and means are needed."""
    plan.measures.get().goals.first().joint_with.add(*departments)


def made_major(cast, plan, **values):
    adjustment = submitted(cast, proposing(cast, plan, **(values or {"cost": DEAR})))
    return adjustment, MajorProject.objects.filter(adjustment=adjustment).first()


def decided(cast, project, choice="approve", reason=""):
    take(project, "put_forward", by=cast.olga, recommendation="It pays back in two years.")
    factories.vote_through(cast, project, choice, reason)
    project.refresh_from_db()
    return project


def test_the_rule_on_figures_is_the_rule_on_rows(cast, plan):
    """D11: one limit of cost, more than two departments; written twice, it says the same."""
    measure, goal = plan.measures.get(), plan.goals.first()
    costs = (None, Decimal(0), Decimal(1_000_000), Decimal(1_000_001))
    others = ((), (cast.qua,), (cast.qua, cast.lic))
    for cost, joint, limit in itertools.product(costs, others, (None, Decimal(1_000_000))):
        Measure.objects.filter(pk=measure.pk).update(cost=cost)
        type(plan.round).objects.update(major_cost=limit)
        goal.joint_with.set(joint)
        asked = is_major(cost, measure.departments().count(), limit)
        assert asked is plan.measures.major().exists(), (cost, joint, limit)


def test_a_cost_above_the_limit_begins_a_project_of_its_own(cast, plan):
    adjustment, project = made_major(cast, plan)

    assert (project.status, project.measure) == ("proposed", plan.measures.get())
    assert Entry.objects.about("plans.majorproject", project.pk).get().verb == "create"
    assert Revision.objects.latest_of(adjustment).content["majors"] == [
        {"number": "M1", "cost": "2000000", "departments": []}
    ]


@pytest.mark.parametrize(("joint", "major"), [(("qua",), False), (("qua", "lic"), True)])
def test_departments_are_counted_with_the_new_one(cast, plan, joint, major):
    """In force the measure needs its own and those that share its goals; then the new one."""
    Measure.objects.update(department=cast.departments[joint[0]])
    joined(plan, *(cast.departments[code] for code in joint))
    assert not plan.measures.major().exists()

    adjustment, project = made_major(cast, plan, department=cast.departments["csc"])

    assert (project is not None) is major
    if major:
        (told,) = Revision.objects.latest_of(adjustment).content["majors"]
        assert sorted(told["departments"]) == ["csc", "lic", "qua"]
        assert told["cost"] is None


def test_what_is_major_already_is_not_asked_again(cast, plan):
    Measure.objects.update(cost=DEAR)

    adjustment, project = made_major(cast, plan, cost=DEAR * 2)

    assert project is None
    assert enlarged(adjustment) == []


def test_a_round_that_switched_the_gate_off_asks_for_nothing(cast, plan):
    SwitchedOffGate.objects.create(round=plan.round, gate="major", reason="All is small.")
    plan = type(plan).objects.get(pk=plan.pk)

    _adjustment, project = made_major(cast, plan)

    assert project is None


def test_the_adjustment_waits_for_the_project(cast, plan):
    adjustment, project = made_major(cast, plan)

    with pytest.raises(StepRefused, match="Not approved yet: Major project CSC M1"):
        take(adjustment, "put_forward", by=cast.oscar)

    decided(cast, project)
    take(adjustment, "put_forward", by=cast.oscar)
    factories.vote_through(cast, adjustment)
    adjustment.refresh_from_db()
    project.refresh_from_db()
    assert (adjustment.status, project.status) == ("applied", "approved")
    assert plan.measures.get().cost == DEAR


def test_the_project_is_the_measure_as_it_would_be(cast, plan):
    _adjustment, project = made_major(cast, plan, cost=DEAR, department=cast.qua)

    take(project, "put_forward", by=cast.olga)

    content = Revision.objects.latest_of(project).content
    (measure,) = content["measures"]
    assert (measure["cost"], measure["department"]) == ("2000000", "qua")
    assert content["departments"] == ["qua"]
    assert plan.measures.get().cost == Decimal(320_000), "what is in force does not move"


def test_rejected_it_stops_the_adjustment_with_the_reason(cast, plan):
    adjustment, project = made_major(cast, plan)

    decided(cast, project, "return", "Not this year.")

    assert project.return_reason.splitlines()[0] == "Not this year."
    with pytest.raises(StepRefused, match="Not approved yet"):
        take(adjustment, "put_forward", by=cast.oscar)


@pytest.mark.parametrize(("cost", "after"), [(DEAR, "approved"), (DEAR * 2, "proposed")])
def test_an_approval_holds_for_the_content_that_was_read(cast, plan, cost, after):
    adjustment, project = made_major(cast, plan)
    decided(cast, project)
    adjustment = take(adjustment, "send_back", by=cast.olga, reason="Look again.")
    put(cast, adjustment, cost=cost)

    submitted(cast, adjustment)

    project.refresh_from_db()
    assert project.status == after


def test_a_limit_that_sank_meanwhile_sends_it_back_first(cast, plan):
    adjustment = submitted(cast, proposing(cast, plan, cost=Decimal(900_000)))
    record(plan.round, {"major_cost": Decimal(800_000)}, by=cast.olga)

    with pytest.raises(StepRefused, match="M1 is a major project now"):
        take(adjustment, "put_forward", by=cast.oscar)


def test_a_project_whose_adjustment_was_withdrawn_is_not_put_forward(cast, plan):
    adjustment, project = made_major(cast, plan)
    take(adjustment, "withdraw", by=cast.hana, reason="Too dear.")

    with pytest.raises(StepRefused, match="not with the office"):
        take(project, "put_forward", by=cast.olga)


def test_the_officer_who_proposed_it_does_not_put_the_project_forward(cast, plan):
    adjustment = begin(cast, plan, by="olga")
    put(cast, adjustment, by="olga", cost=DEAR)
    submitted(cast, adjustment, by="olga")
    project = MajorProject.objects.get()

    allowed = {name: cast.people[name].has_perm(PUT_FORWARD, project) for name in ("olga", "oscar")}

    assert allowed == {"olga": False, "oscar": True}
    for name, may in allowed.items():
        rows = MajorProject.objects.for_action("put_forward", cast.people[name])
        assert rows.exists() is may


PUT_FORWARD = "plans.put_forward_majorproject"


def test_pages_say_so_from_the_draft_to_the_brief(cast, plan, sign_in, django_assert_num_queries):
    adjustment = proposing(cast, plan, cost=DEAR)
    client = sign_in(cast.olga)
    draft = client.get(adjustment.get_absolute_url()).content.decode()
    assert "becomes a major project by this change" in draft
    assert "Once this is handed in" in draft

    submitted(cast, adjustment)
    project = MajorProject.objects.get()
    assert project.get_absolute_url() in client.get(adjustment.get_absolute_url()).content.decode()
    page = client.get(project.get_absolute_url()).content.decode()
    assert "HK$2,000,000" in page and "as an adjustment would leave it" in page
    asked = client.get(f"{project.get_absolute_url()}put_forward/").content.decode()
    assert "the adjustment that makes it a major project is not put forward" in asked

    decided(cast, project)
    take(adjustment, "put_forward", by=cast.oscar)
    adjustment.refresh_from_db()
    brief = sign_in(cast.leo).get(adjustment.ballot.get_absolute_url()).content.decode()
    assert "It would cost HK$2,000,000, more than the year lets pass." in brief
