"""has_perm and visible_to are two faces of one rule and never drift."""

import pytest

from improvement.approvals.models import Ballot
from plans import models
from plans.models import PlanGrant
from tests import factories

PATH = ["draft", "office_review", "endorsed", "leadership_approval", "approved", "execution"]


@pytest.mark.parametrize("status", PATH)
def test_lists_show_exactly_what_objects_allow(cast, planning_round, status):
    factories.make_plan(cast, planning_round, status=status)
    for model in (
        models.Plan,
        models.GoalSet,
        models.Goal,
        models.Measure,
        models.OverallGoalSet,
        models.OrganizationPlan,
        models.Review,
        Ballot,
    ):
        for name, person in cast.people.items():
            person.refresh_standing()
            meta = model._meta
            objects = model._base_manager.all()
            one_by_one = {
                row.pk
                for row in objects
                if person.has_perm(f"{meta.app_label}.view_{meta.model_name}", row)
            }
            manager = model.objects
            listed = set(manager.visible_to(person).values_list("pk", flat=True))
            assert listed == one_by_one, (model, name)


def test_a_grant_lets_one_stranger_read_one_plan(cast, planning_round):
    from django.contrib.auth.models import Permission

    plan = factories.make_plan(cast, planning_round)
    assert not cast.xia.has_perm("plans.view_plan", plan)
    read = Permission.objects.get(codename="view_plan")
    PlanGrant.objects.create(user=cast.xia, content_object=plan, permission=read)
    assert cast.xia.has_perm("plans.view_plan", plan)
    assert not cast.xia.has_perm("plans.change_plan", plan)
    assert list(models.Plan.objects.visible_to(cast.xia)) == [plan]


def test_the_host_of_the_office_is_handled_from_elsewhere(cast, planning_round):
    plan = factories.make_plan(
        cast, planning_round, "qua", status="office_review", by="dora", head="hugo"
    )
    assert not cast.otto.has_perm("plans.endorse_plan", plan)
    assert cast.olga.has_perm("plans.endorse_plan", plan)
