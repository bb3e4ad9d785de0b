"""Issue: number, date, frozen copy, notice to all; nothing is carried out before."""

import datetime as dt

import pytest

from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from improvement.organization.models import User
from plans.models import Plan
from plans.steps import begin_organization_plan, compile_plans
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


def test_with_the_issue_its_plans_begin_execution(cast, plan):
    """D62."""
    organization_plan = plan.round.organization_plans.get()
    plan.round.refresh_from_db()
    assert (plan.status, plan.round.status) == ("execution", "executing")
    assert organization_plan.number == f"HY-{plan.round.label}-1"
    assert organization_plan.issued_on == dt.date.today()
    frozen = Revision.objects.latest_of(organization_plan)
    assert frozen.step == "issue"
    assert frozen.content["plans"][0]["department"] == "csc"


def test_everybody_is_told(cast, plan):
    """D62: notice to all, except to whoever issued it."""
    told = Message.objects.filter(kind="plans.organizationplan.issue", channel="inapp")
    active = set(User.objects.active().values_list("name", flat=True))
    assert {message.recipient.name for message in told} == active - {"Olga"}


def test_from_issue_everybody_reads_the_plan(cast, plan):
    assert cast.xia.has_perm("plans.view_plan", plan)
    assert plan in Plan.objects.visible_to(cast.xia)


def test_nothing_is_carried_out_before(cast, planning_round):
    """D62: no person brings an approved plan into execution."""
    plan = factories.make_plan(cast, planning_round, status="approved")
    for person in (cast.hana, cast.olga, cast.cora):
        with pytest.raises(NotYours):
            take(plan, "issue", by=person)


def test_a_number_is_asked_for(cast, planning_round):
    factories.make_plan(cast, planning_round, status="approved")
    take(planning_round, "close_drafting", by=cast.olga)
    organization_plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=organization_plan)
    take(organization_plan, "put_forward", by=cast.olga)
    factories.vote_through(cast, organization_plan)
    organization_plan = factories.sign_off(cast, organization_plan)
    with pytest.raises(StepRefused, match="document number"):
        take(organization_plan, "issue", by=cast.olga, issued_on=dt.date.today())
