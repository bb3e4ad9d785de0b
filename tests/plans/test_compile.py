"""The organization's plan is formed from the departments' plans, every line traceable."""

import pytest

from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from plans.steps import begin_organization_plan, compile_plans
from tests import factories


@pytest.fixture
def approved(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="approved")


def test_every_included_plan_names_the_revision_it_was_approved_in(cast, planning_round, approved):
    """D18, D60."""
    factories.make_plan(cast, planning_round, "qua", by="dora", head="hugo")
    organization_plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=organization_plan)
    (item,) = organization_plan.items.all()
    assert item.plan == approved
    assert item.revision == Revision.objects.latest_of(approved)
    (line,) = organization_plan.content()["plans"]
    assert line["department"] == "csc"
    assert line["digest"] == item.revision.digest
    assert line["content"]["goals"][0]["title"] == approved.goals.first().title


def test_compiling_again_takes_in_what_has_been_approved_since(cast, planning_round, approved):
    organization_plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=organization_plan)
    factories.make_plan(cast, planning_round, "qua", by="dora", head="hugo", status="approved")
    compile_plans(by=cast.olga, organization_plan=organization_plan)
    assert [item.plan.department.code for item in organization_plan.items.all()] == ["csc", "qua"]


def test_nothing_approved_is_nothing_to_put_forward(cast, planning_round):
    organization_plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    with pytest.raises(StepRefused, match="No plan is included"):
        take(organization_plan, "put_forward", by=cast.olga)
